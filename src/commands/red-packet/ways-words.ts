import { inEveryLanguage } from '../words.js'

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`)

const en = {
  argument: {
    name: 'way',
    about: 'How it is received. Speed: first come, first served. Draw: all join, then lots are drawn',
    label: 'How is it received?',
    choices: {
      speed: ['First come, first served', 'speed'],
      draw: ['Draw when the time is up', 'draw'],
    },
  },
  card: {
    draw: {
      how: '🎲 Drawn by lot: tap to join. When the time is up, chance picks who gets a share.',
      button: 'Join',
      progress: ({ joined, count }: { joined: number; count: number }) =>
        `${joined} joined · ${count === 1 ? '1 share' : `${count} shares`}`,
      until: ({ time }: { time: string }) => `Drawn at ${time}`,
      nobody: 'No one has joined yet',
      finished: ({ joined, count }: { joined: number; count: number }) =>
        `Drawn: ${count} of ${people(joined)} won`,
      expired: ({ joined, grabbed, refunded, sender }: Drawn) =>
        joined === 0
          ? `No one joined: ${refunded} went back to ${sender}`
          : `Drawn: ${grabbed} of ${people(joined)} won, and ${refunded} went back to ${sender}`,
      claim: ({ position, name, amount }: { position: number; name: string; amount: string }) =>
        `${position}. ${name}  ${amount}`,
    },
  },
  say: {
    joined: ({ ticket, time }: { ticket: number; time: string }) =>
      `You’re in, as number ${ticket}. The draw is at ${time}; the card will show the result.`,
    alreadyJoined: ({ ticket, time }: { ticket: number; time: string }) =>
      `You’re in already, as number ${ticket}. The draw is at ${time}; the card will show the result.`,
    beingDrawn: 'The time to join is over. The lots are being drawn; look at the card in a moment.',
    drawn: ({ amount, position }: { amount: string; position: number }) =>
      `You won share ${position} of this draw: ${amount}. It is in your wallet.`,
    notDrawn: ({ ticket }: { ticket: number }) =>
      `Your number ${ticket} won nothing this time. Details on the card shows who won.`,
  },
  order: ({ joined }: { joined: number }) =>
    `This line repeats the order in which the ${joined === 1 ? 'one number' : `${joined} numbers`} had their turn, the first on top:`,
  served: ({ names }: { names: string }) => `The shares went to ${names}.`,
  ticket: ({ ticket, name }: { ticket: number; name: string }) => `${ticket} ${name}`,
  more: ({ count }: { count: number }) => `${count} more`,
}

interface Drawn {
  readonly joined: number
  readonly grabbed: number
  readonly refunded: string
  readonly sender: string
}

export type WaysWords = typeof en

const zh: WaysWords = {
  argument: {
    name: '玩法',
    about: '怎么领。先到先得：手快有；抽奖：大家先报名，到点抽',
    label: '怎么领？',
    choices: { speed: ['先到先得', '先到先得'], draw: ['到点抽奖', '抽奖'] },
  },
  card: {
    draw: {
      how: '🎲 抽奖红包：点按钮报名，到点抽出谁得红包，不拼手速。',
      button: '参与抽奖',
      progress: ({ joined, count }) => `${joined} 人已报名 · ${count} 个红包`,
      until: ({ time }) => `${time} 开奖`,
      nobody: '还没有人报名',
      finished: ({ joined, count }) => `已开奖：${joined} 人报名，${count} 人中奖`,
      expired: ({ joined, grabbed, refunded, sender }) =>
        joined === 0
          ? `没有人报名，${refunded} 已退回 ${sender}`
          : `已开奖：${joined} 人报名，${grabbed} 人中奖，剩余 ${refunded} 已退回 ${sender}`,
      claim: ({ position, name, amount }) => `${position}. ${name}  ${amount}`,
    },
  },
  say: {
    joined: ({ ticket, time }) => `报名成功，你是 ${ticket} 号。${time} 开奖，结果看卡片。`,
    alreadyJoined: ({ ticket, time }) => `你已经报名了，是 ${ticket} 号。${time} 开奖，结果看卡片。`,
    beingDrawn: '报名已截止，正在开奖，稍后看卡片。',
    drawn: ({ amount, position }) => `你抽中了第 ${position} 个红包：${amount}，已放进钱包。`,
    notDrawn: ({ ticket }) => `你的 ${ticket} 号这次没有抽中。点卡片上的“详情”看看谁中了。`,
  },
  order: ({ joined }) => `运行这一行，就能重现 ${joined} 个号码的开奖顺序，排在最前的先得：`,
  served: ({ names }) => `得到红包的：${names}。`,
  ticket: ({ ticket, name }) => `${ticket} 号${name}`,
  more: ({ count }) => `另外 ${count} 人`,
}

/** Words of the ways in which a red packet is received. */
export const waysWords = inEveryLanguage<WaysWords>(en, () => zh)
