import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'

const en = {
  title: ({ name }: { name: string }) => `Settings of ${name}`,
  changed: ({ name }: { name: string }) => `Changed. Settings of ${name}`,
  currency: ({ name, example }: { name: string; example: string }) => `Currency: ${name}, such as ${example}`,
  /** The currency of a community that has not chosen another. */
  defaultCurrency: 'Lucky coin',
  scale: {
    free: 'Decimals can change until the first money moves.',
    fixed: 'Decimals are fixed, because money has moved.',
  },
  lifetime: ({ time, min, max }: { time: string; min: string; max: string }) =>
    `Red packets stay open for ${time}; senders can choose ${min} to ${max}.`,
  maxOpen: ({ max }: { max: number }) =>
    `Each member can have up to ${plural(max, 'open red packet', 'open red packets')}.`,
  maxTotal: ({ max }: { max: string }) => `A red packet can hold up to ${max}.`,
  noMaxTotal: 'A red packet can hold any amount.',
  selfGrab: {
    yes: 'Senders can grab from their own lucky red packets.',
    no: 'Senders can’t grab from their own red packets.',
  },
  fairStart: {
    off: 'First come, first served: no fair start unless a sender asks for it.',
    on: ({ time }: { time: string }) =>
      `Fair start: the taps of the first ${time} are served in random order.`,
  },
  hideAmounts: {
    yes: 'Amounts stay hidden until you have grabbed yourself, or the red packet has ended.',
    no: 'Everyone sees at once who got how much.',
  },
  cardLanguage: {
    none: 'Card language: not chosen yet',
    en: 'Card language: English',
    zh: 'Card language: Chinese',
  },
  treasurers: ({ names }: { names: string }) => `Treasurers (can top up and deduct): ${names}`,
  noTreasurers: 'Treasurers: none. Only admins can top up and deduct.',
  linkedWith: ({ names }: { names: string }) => `Linked with ${names}`,
  linkedPart: ({ name, platform }: { name: string; platform: string }) => `${name} (${platform})`,
  appointed: ({ name }: { name: string }) =>
    `${name} is now a treasurer and can top up and deduct, always with a reason.`,
  dismissed: ({ name }: { name: string }) => `${name} is not a treasurer. Past entries stay in the books.`,
  nothingToChange: 'Nothing changed. Name a setting and a new value.',
  badCurrency:
    'Nothing changed: a name has 1 to 32 characters, a symbol 1 to 8 without digits, plus or minus, and there are 0 to 4 decimals.',
  scaleFixed:
    'Nothing changed: the decimals are fixed, because money has moved. The name and the symbol can still change.',
  badRules: {
    lifetime: ({ min, max }: { min: string; max: string }) =>
      `Nothing changed: red packets can stay open for ${min} to ${max}.`,
    max_open: ({ min, max }: { min: number; max: number }) =>
      `Nothing changed: the limit can be ${min} to ${max} open red packets per member.`,
    max_total: ({ min, max }: { min: string; max: string }) =>
      `Nothing changed: the limit for a red packet can be ${min} to ${max}.`,
    fair_start: ({ min, max }: { min: string; max: string }) =>
      `Nothing changed: a fair start takes ${min} to ${max}, or “off”.`,
  },
}

const zh: typeof en = {
  title: ({ name }) => chinese`${name}的设置`,
  changed: ({ name }) => chinese`已修改。${name}现在的设置`,
  currency: ({ name, example }) => `货币：${name}，例如 ${example}`,
  /** The currency of a community that has not chosen another. */
  defaultCurrency: '幸运币',
  scale: {
    free: '有资金变动之前，可以修改小数位数。',
    fixed: '已有资金变动，小数位数不能再改。',
  },
  lifetime: ({ time, min, max }) => `红包默认有效${time}，发的人可以选${min}到${max}。`,
  maxOpen: ({ max }) => `每人最多 ${max} 个进行中的红包。`,
  maxTotal: ({ max }) => `一个红包最多 ${max}。`,
  noMaxTotal: '一个红包的金额没有上限。',
  selfGrab: {
    yes: '可以抢自己发的拼手气红包。',
    no: '不能抢自己发的红包。',
  },
  fairStart: {
    off: '先到先得：发红包的人没有要求时，不公平开抢。',
    on: ({ time }) => `公平开抢：第一个人点了以后，${time}内点的人随机排序。`,
  },
  hideAmounts: {
    yes: '自己抢到或红包结束之前，看不到别人抢了多少。',
    no: '谁抢了多少，所有人马上就能看到。',
  },
  cardLanguage: {
    none: '卡片语言：还没有选择',
    en: '卡片语言：英文',
    zh: '卡片语言：中文',
  },
  treasurers: ({ names }) => `财务（可以充值和扣款）：${names}`,
  noTreasurers: '财务：无，只有管理员可以充值和扣款。',
  linkedWith: ({ names }) => `互通的群：${names}`,
  linkedPart: ({ name, platform }) => chinese`${name}（${platform} 群）`,
  appointed: ({ name }) => chinese`${name}现在是财务，可以充值和扣款，每次都要写理由。`,
  dismissed: ({ name }) => chinese`${name}不是财务了，以前的记录仍留在账上。`,
  nothingToChange: '没有修改。请写明要改哪一项、改成什么。',
  badCurrency: '没有修改：货币名称 1 到 32 个字，符号 1 到 8 个字、不含数字和正负号，小数 0 到 4 位。',
  scaleFixed: '没有修改：已有资金变动，小数位数不能再改，名称和符号仍然可以改。',
  badRules: {
    lifetime: ({ min, max }) => `没有修改：红包的有效时间是${min}到${max}。`,
    max_open: ({ min, max }) => `没有修改：每人进行中红包的上限要在 ${min} 到 ${max} 之间。`,
    max_total: ({ min, max }) => `没有修改：单个红包的上限要在 ${min} 到 ${max} 之间。`,
    fair_start: ({ min, max }) => `没有修改：公平开抢的时间是${min}到${max}，不用就写“关”。`,
  },
}

export const answers = { en, zh }

export type Say = typeof en
