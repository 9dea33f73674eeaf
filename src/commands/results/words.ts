import { plural } from '../../i18n/format.js'
import { inEveryLanguage } from '../framework/words.js'

interface Ended {
  /** The red packet, at the beginning of a sentence. */
  readonly which: string
  readonly grabbed: number
  readonly count: number
  readonly refunded: string
}

interface Drawn extends Ended {
  readonly joined: number
}

const en = {
  /** As the chat reads it, and as its sender does. */
  which: ({ sender }: { sender: string }) => `${sender}’s red packet`,
  yours: ({ total }: { total: string }) => `Your ${total} red packet`,
  finished: ({ which, time }: { which: string; time: string }) => `🎊 ${which} was all grabbed in ${time}.`,
  expired: ({ which, grabbed, count, refunded }: Ended) =>
    grabbed === 0
      ? `⌛ ${which} expired before anyone grabbed. ${refunded} went back.`
      : `⌛ ${which} expired with ${grabbed}/${count} grabbed. ${refunded} went back.`,
  drawn: ({ which, joined, grabbed }: Drawn) =>
    `🎲 ${which} was drawn: ${grabbed} of ${plural(joined, 'person', 'people')} won.`,
  drawExpired: ({ which, joined, grabbed, refunded }: Drawn) =>
    joined === 0
      ? `🎲 No one joined the draw. ${which} ended, and ${refunded} went back.`
      : `🎲 ${which} was drawn: ${grabbed} of ${plural(joined, 'person', 'people')} won. ${refunded} went back.`,
  luckiest: ({ name, amount }: { name: string; amount: string }) => `${name} was luckiest with ${amount}.`,
  fastest: ({ name, time }: { name: string; time: string }) => `${name} was fastest, after ${time}.`,
  between: ' ',
  setting: {
    argument: {
      name: 'results',
      about: 'Post how a red packet of three or more shares ended?',
      ask: 'Choose a setting and a new value.',
      typed: ['results'],
    },
    on: 'When a red packet of three or more shares ends, a short message tells how.',
    off: 'How a red packet ended is told to its sender only.',
  },
}

const zh: typeof en = {
  which: ({ sender }) => `${sender}的红包`,
  yours: ({ total }) => `你发的 ${total} 红包`,
  finished: ({ which, time }) => `🎊 ${which}${time}被抢光`,
  expired: ({ which, grabbed, count, refunded }) =>
    grabbed === 0
      ? `⌛ ${which}已过期，没有人抢，${refunded} 已退回`
      : `⌛ ${which}已过期，抢了 ${grabbed}/${count} 个，${refunded} 已退回`,
  drawn: ({ which, joined, grabbed }) => `🎲 ${which}已开奖：${joined} 人报名，${grabbed} 人中奖`,
  drawExpired: ({ which, joined, grabbed, refunded }) =>
    joined === 0
      ? `🎲 ${which}没人报名抽奖，${refunded} 已退回`
      : `🎲 ${which}已开奖：${joined} 人报名，${grabbed} 人中奖，${refunded} 已退回`,
  luckiest: ({ name, amount }) => `手气最佳：${name} ${amount}`,
  fastest: ({ name, time }) => `${name}抢得最快，用时${time}`,
  between: '，',
  setting: {
    argument: {
      name: '结果播报',
      about: '3个以上的红包结束后，要不要在群里播报结果',
      ask: '请写明要改哪一项、改成什么。',
      typed: ['播报', '结果播报'],
    },
    on: '3个以上的红包结束后，在群里播报结果。',
    off: '红包结束后不在群里播报，只私下告诉发红包的人。',
  },
}

/** Words that tell how a red packet ended. */
export const resultWords = inEveryLanguage<typeof en>(en, () => zh)
