import type { Language } from '../wire.js'

/** The steps of the tour, in order; their places on the page are in tour.tsx. */
const en = {
  title: 'A short tour',
  of: (step: number, steps: number) => `${step} of ${steps}`,
  skip: 'Skip the tour',
  next: 'Next',
  done: 'Start playing',
  steps: {
    grab: {
      title: 'Tap the golden seal',
      text: 'It opens a red packet. What you get goes to your wallet at once. Tap the rest of the card to see who got what.',
    },
    send: {
      title: 'Send one yourself',
      text: 'Enter an amount and how many shares; everything else has a default. Or type / for all commands.',
    },
    members: {
      title: 'You can be anyone',
      text: 'Choose who you are. The others chat and grab on their own until you switch “Lively group” off.',
    },
    books: {
      title: 'Every coin is in the books',
      text: 'Each movement has two entries, and the light on top says whether everything adds up.',
    },
  },
}

const zh: typeof en = {
  title: '新手指引',
  of: (step, steps) => `${step} / ${steps}`,
  skip: '跳过',
  next: '下一步',
  done: '开始玩',
  steps: {
    grab: {
      title: '点一下金色的封印',
      text: '红包就拆开了，抢到的钱马上进钱包。点红包的其他地方，可以看大家的手气。',
    },
    send: {
      title: '自己也发一个',
      text: '填金额和个数就行，其他都有默认值。输入 / 可以看所有命令。',
    },
    members: {
      title: '想扮演谁都行',
      text: '点一下就能换人。其他人会自己聊天、抢红包，不想热闹就关掉「热闹模式」。',
    },
    books: {
      title: '每一分钱都有账',
      text: '每笔钱都记两条流水，上面的灯告诉你账平不平。',
    },
  },
}

export const TOUR_WORDS: Readonly<Record<Language, typeof en>> = { en, zh }
