import { plural } from '../../i18n/format.js'

const en = {
  title: ({ name }: { name: string }) => `Settings of ${name}`,
  changed: ({ name }: { name: string }) => `Changed. These are now the settings of ${name}`,
  currency: ({ name, example }: { name: string; example: string }) =>
    `Currency: ${name}, written as ${example}`,
  /** The currency of a community that has not chosen another. */
  defaultCurrency: 'Lucky coin',
  scale: {
    free: 'The decimals can be changed until the first money moves.',
    fixed: 'The decimals are fixed, because money has moved.',
  },
  lifetime: ({ time, min, max }: { time: string; min: string; max: string }) =>
    `A red packet stays open for ${time}, or from ${min} to ${max} as its sender likes.`,
  maxOpen: ({ max }: { max: number }) =>
    `A member has at most ${plural(max, 'open red packet', 'open red packets')}.`,
  maxTotal: ({ max }: { max: string }) => `One red packet holds at most ${max}.`,
  noMaxTotal: 'One red packet may hold whatever its sender has.',
  selfGrab: {
    yes: 'Senders may grab from their own lucky red packets.',
    no: 'Senders may not grab from their own red packets.',
  },
  fairStart: {
    off: 'First come, first served: no fair start unless a sender asks for it.',
    on: ({ time }: { time: string }) =>
      `Fair start: the taps of the first ${time} are served in random order.`,
  },
  cardLanguage: {
    none: 'Language of the cards: none chosen yet',
    en: 'Language of the cards: English',
    zh: 'Language of the cards: Chinese',
  },
  treasurers: ({ names }: { names: string }) => `Treasurers, who may top up and deduct: ${names}`,
  noTreasurers: 'Treasurers: none, so only admins top up and deduct.',
  linkedWith: ({ names }: { names: string }) => `Linked with: ${names}`,
  linkedPart: ({ name, platform }: { name: string; platform: string }) => `${name} (${platform})`,
  appointed: ({ name }: { name: string }) =>
    `${name} is a treasurer and may top up and deduct, always with a reason.`,
  dismissed: ({ name }: { name: string }) =>
    `${name} is no treasurer. What was booked so far stays in the books.`,
  nothingToChange:
    'The settings are like that already, so nothing was changed. Name a setting and another value for it.',
  badCurrency:
    'A currency has a name of 1 to 32 characters, a sign of 1 to 8 without digits, plus or minus, and 0 to 4 decimals. Nothing was changed; choose others.',
  scaleFixed:
    'Money has moved already, so the decimals of the currency stay as they are. Nothing was changed; leave them out, and the name and the sign can still be changed.',
  badRules: {
    lifetime: ({ min, max }: { min: string; max: string }) =>
      `That time is not allowed: red packets may stay open for ${min} to ${max}. Nothing was changed; choose a time in between.`,
    max_open: ({ min, max }: { min: number; max: number }) =>
      `A member may have from ${min} to ${max} open red packets. Nothing was changed; choose a whole number in between.`,
    max_total: ({ min, max }: { min: string; max: string }) =>
      `The most that one red packet may hold must be from ${min} to ${max}. Nothing was changed; choose another amount.`,
    fair_start: ({ min, max }: { min: string; max: string }) =>
      `A fair start takes from ${min} to ${max}. Nothing was changed; choose a time in between, or “off”.`,
  },
}

const zh: typeof en = {
  title: ({ name }) => `${name} 的设置`,
  changed: ({ name }) => `已修改。${name} 现在的设置`,
  currency: ({ name, example }) => `货币：${name}，写作 ${example}`,
  /** The currency of a community that has not chosen another. */
  defaultCurrency: '幸运币',
  scale: {
    free: '第一笔资金变动之前，小数位数可以修改。',
    fixed: '已有资金变动，小数位数不能再改。',
  },
  lifetime: ({ time, min, max }) => `红包默认有效${time}，发红包的人可以在${min}到${max}之间选择。`,
  maxOpen: ({ max }) => `每人最多同时有 ${max} 个进行中的红包。`,
  maxTotal: ({ max }) => `一个红包最多 ${max}。`,
  noMaxTotal: '一个红包的金额没有上限，有多少发多少。',
  selfGrab: {
    yes: '可以抢自己发的拼手气红包。',
    no: '不能抢自己发的红包。',
  },
  fairStart: {
    off: '先到先得：发红包的人没有要求时，不公平开抢。',
    on: ({ time }) => `公平开抢：第一个人点了以后，${time}内点的人随机排序。`,
  },
  cardLanguage: {
    none: '卡片语言：还没有选择',
    en: '卡片语言：英文',
    zh: '卡片语言：中文',
  },
  treasurers: ({ names }) => `财务（可以充值和扣款）：${names}`,
  noTreasurers: '财务：无，只有管理员可以充值和扣款。',
  linkedWith: ({ names }) => `互通的群：${names}`,
  linkedPart: ({ name, platform }) => `${name}（${platform} 群）`,
  appointed: ({ name }) => `${name} 是财务了，可以充值和扣款，每次都要写理由。`,
  dismissed: ({ name }) => `${name} 不是财务。以前的记录仍留在账上。`,
  nothingToChange: '设置本来就是这样，没有修改。请写明要改哪一项、改成什么。',
  badCurrency:
    '货币名称要 1 到 32 个字，符号要 1 到 8 个字、不含数字和正负号，小数 0 到 4 位。没有修改，请重新选择。',
  scaleFixed: '已有资金变动，货币的小数位数不能再改。没有修改；不写小数位数，仍然可以改名称和符号。',
  badRules: {
    lifetime: ({ min, max }) => `这个时间不行：红包的有效时间是${min}到${max}。没有修改，请重新选择。`,
    max_open: ({ min, max }) =>
      `每人同时进行中的红包数必须是 ${min} 到 ${max} 的整数。没有修改，请重新选择。`,
    max_total: ({ min, max }) => `单个红包的上限必须是 ${min} 到 ${max}。没有修改，请重新选择。`,
    fair_start: ({ min, max }) => `公平开抢的时间是${min}到${max}。没有修改，请重新选择；不用就写“关”。`,
  },
}

export const answers = { en, zh }

export type Say = typeof en
