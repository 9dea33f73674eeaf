import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'
import { notSentYet, unknownEnvelope } from '../envelope-words.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces, inEveryLanguage } from '../framework/words.js'

interface Ended {
  /** The red packet, at the beginning of a sentence. */
  readonly which: string
  readonly grabbed: number
  readonly count: number
}

interface Drawn {
  readonly which: string
  readonly grabbed: number
  readonly joined: number
}

const en = {
  /** As the chat reads it, and as its sender does. */
  which: {
    chat: ({ sender }: { sender: string }) => `${sender}’s red packet`,
    sender: ({ total }: { total: string }) => `Your ${total} red packet`,
  },
  back: {
    chat: ({ amount }: { amount: string }) => `${amount} went back.`,
    sender: ({ amount }: { amount: string }) => `${amount} is back in your wallet.`,
  },
  finished: ({ which, time }: { which: string; time: string }) => `🎊 ${which}: all grabbed in ${time}.`,
  expired: ({ which, grabbed, count }: Ended) =>
    grabbed === 0
      ? `⌛ ${which} expired before anyone grabbed.`
      : `⌛ ${which} expired with ${grabbed}/${count} grabbed.`,
  drawn: ({ which, joined, grabbed }: Drawn) =>
    joined === 0
      ? `🎲 ${which} ended: no one joined the draw.`
      : `🎲 ${which} was drawn: ${grabbed} of ${plural(joined, 'person', 'people')} won.`,
  luckiest: ({ name, amount }: { name: string; amount: string }) => `${name} was luckiest with ${amount}.`,
  fastest: ({ name, time }: { name: string; time: string }) => `${name} was fastest, after ${time}.`,
  /** Time from sending the red packet to grabbing this share. */
  after: ({ time }: { time: string }) => `after ${time}`,
  between: ' ',
  setting: {
    argument: {
      name: 'results',
      about: 'Post how a red packet of three or more shares ended?',
      ask: 'Choose a setting and a new value.',
      typed: ['results'],
    },
    on: 'When a red packet of three or more shares ends, I post how it went.',
    off: 'When a red packet ends, only the sender is told how it went.',
  },
}

const zh: typeof en = {
  which: {
    chat: ({ sender }) => chinese`${sender}的红包`,
    sender: ({ total }) => `你发的 ${total} 红包`,
  },
  back: {
    chat: ({ amount }) => `${amount} 已退回`,
    sender: ({ amount }) => `${amount} 已退回钱包`,
  },
  finished: ({ which, time }) => `🎊 ${which}${time}被抢光`,
  expired: ({ which, grabbed, count }) =>
    grabbed === 0 ? `⌛ ${which}已过期，没有人抢` : `⌛ ${which}已过期，抢了 ${grabbed}/${count} 个`,
  drawn: ({ which, joined, grabbed }) =>
    joined === 0 ? `🎲 ${which}没有人报名抽奖` : `🎲 ${which}已开奖：${joined} 人报名，${grabbed} 人中奖`,
  luckiest: ({ name, amount }) => `手气最佳：${name} ${amount}`,
  fastest: ({ name, time }) => chinese`${name}抢得最快，用时${time}`,
  after: ({ time }) => `用时 ${time}`,
  between: '，',
  setting: {
    argument: {
      name: '结果播报',
      about: '三份以上的红包结束后，要不要在群里播报结果',
      ask: '请写明要改哪一项、改成什么。',
      typed: ['播报', '结果播报'],
    },
    on: '结果播报：开，三份以上的红包结束后，在群里播报结果。',
    off: '结果播报：关，结果只私聊告诉发红包的人。',
  },
}

/** Words that tell how a red packet ended. */
export const resultWords = inEveryLanguage<typeof en>(en, () => zh)

const button = {
  about: 'See how a red packet went',
  example: '/result 3fa94c01be',
  arguments: { number: argumentWords.en.envelope },
  say: {
    stillOpen: 'This red packet is still open. You can see the result once it ends.',
    notSentYet: notSentYet.en,
    unknown: unknownEnvelope.en,
  },
}

const buttonZh = (slash: Slash): typeof button => ({
  about: '看红包的战绩',
  example: `${slash('envelope')} 3fa94c01be`,
  arguments: { number: argumentWords.zh.envelope },
  say: {
    stillOpen: '这个红包还没结束，结束后就能看战绩。',
    notSentYet: notSentYet.zh,
    unknown: unknownEnvelope.zh(slash),
  },
})

export const words = inAllPlaces(
  { en: { name: 'result', also: [] }, zh: { name: '战绩', also: [] } },
  button,
  buttonZh,
)
