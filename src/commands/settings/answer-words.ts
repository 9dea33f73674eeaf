import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'

const en = {
  title: ({ name }: { name: string }) => `Settings for ${name}`,
  changed: ({ name }: { name: string }) => `Changed. Settings for ${name}`,
  currency: ({ name, example }: { name: string; example: string }) => `Currency: ${name}, such as ${example}`,
  /** The currency of a community that has not chosen another. */
  defaultCurrency: 'Lucky coin',
  scale: {
    free: 'Decimals can change until money first moves.',
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
    off: 'No fair start unless the sender turns it on.',
    on: ({ time }: { time: string }) => `Fair start: taps in the first ${time} are served in random order.`,
  },
  hideAmounts: {
    yes: 'Amounts stay hidden until you grab or the red packet ends.',
    no: 'Everyone can see right away who got how much.',
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
  dismissed: ({ name }: { name: string }) => `${name} isn’t a treasurer. Past entries stay in the books.`,
  nothingToChange: 'Nothing changed. Choose a setting and a new value.',
  badCurrency:
    'Nothing changed: a name has 1 to 32 characters, a symbol 1 to 8 with no digits or signs, and decimals go from 0 to 4.',
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
      `Nothing changed: a fair start can last ${min} to ${max}, or be “off”.`,
  },
}

const zh: typeof en = {
  title: ({ name }) => chinese`${name}的设置`,
  changed: ({ name }) => chinese`已修改。${name}现在的设置`,
  currency: ({ name, example }) => `货币：${name}，例如 ${example}`,
  /** The currency of a community that has not chosen another. */
  defaultCurrency: '幸运币',
  scale: {
    free: '小数位数现在还能改，有了交易就不能改了。',
    fixed: '已有交易，小数位数不能再改。',
  },
  lifetime: ({ time, min, max }) => `红包默认${time}有效，发红包时可以选${min}到${max}。`,
  maxOpen: ({ max }) => `每人同时最多有 ${max} 个进行中的红包。`,
  maxTotal: ({ max }) => `一个红包最多 ${max}。`,
  noMaxTotal: '一个红包的金额没有上限。',
  selfGrab: {
    yes: '可以抢自己发的拼手气红包。',
    no: '不能抢自己发的红包。',
  },
  fairStart: {
    off: '公平开抢：默认关闭。',
    on: ({ time }) => `公平开抢：从第一个人点起，${time}内点的人随机排先后。`,
  },
  hideAmounts: {
    yes: '隐藏金额：自己抢到或红包结束后，才能看到别人抢了多少。',
    no: '隐藏金额：关，谁抢了多少大家随时能看。',
  },
  cardLanguage: {
    none: '卡片语言：未设置',
    en: '卡片语言：英文',
    zh: '卡片语言：中文',
  },
  treasurers: ({ names }) => `财务（可以充值和扣款）：${names}`,
  noTreasurers: '财务：暂无，只有管理员可以充值和扣款。',
  linkedWith: ({ names }) => `互通的群：${names}`,
  linkedPart: ({ name, platform }) => chinese`${name}（${platform} 群）`,
  appointed: ({ name }) => chinese`${name}现在是财务，可以充值和扣款，每次都要写理由。`,
  dismissed: ({ name }) => chinese`${name}不是财务了，以前的记录仍留在账上。`,
  nothingToChange: '没有修改。请写明要改哪一项、改成什么。',
  badCurrency: '没有修改：货币名称 1 到 32 个字，符号 1 到 8 个字、不含数字和正负号，小数 0 到 4 位。',
  scaleFixed: '没有修改：已有交易，小数位数不能再改，名称和符号仍然可以改。',
  badRules: {
    lifetime: ({ min, max }) => `没有修改：红包的有效期只能是${min}到${max}。`,
    max_open: ({ min, max }) => `没有修改：每人进行中的红包上限要在 ${min} 到 ${max} 之间。`,
    max_total: ({ min, max }) => `没有修改：单个红包的上限要在 ${min} 到 ${max} 之间。`,
    fair_start: ({ min, max }) => `没有修改：公平开抢只能设${min}到${max}，不用就写“关”。`,
  },
}

export const answers = { en, zh }

export type Say = typeof en
