import { chinese } from '../../../i18n/chinese.js'
import { plural } from '../../../i18n/format.js'
import { inEveryLanguage } from '../../framework/words.js'

interface Drawn {
  readonly joined: number
  readonly grabbed: number
  readonly refunded: string
  readonly sender: string
}

const en = {
  choices: ['Draw winners at the end', 'draw'],
  card: {
    how: '🎲 Draw: tap to join. Winners are picked at random when time is up.',
    button: 'Join',
    progress: ({ joined, count }: { joined: number; count: number }) =>
      `${joined} joined · ${plural(count, 'share', 'shares')}`,
    until: ({ time }: { time: string }) => `Draw at ${time}`,
    nobody: 'No one has joined yet',
    finished: ({ joined, count }: { joined: number; count: number }) =>
      `${count} of ${plural(joined, 'person', 'people')} won`,
    expired: ({ joined, grabbed, refunded, sender }: Drawn) =>
      joined === 0
        ? `No one joined: ${refunded} went back to ${sender}`
        : `${grabbed} of ${plural(joined, 'person', 'people')} won. ${refunded} went back to ${sender}`,
    claim: ({ position, name, amount }: { position: number; name: string; amount: string }) =>
      `${position}. ${name}  ${amount}`,
  },
  say: {
    joined: ({ ticket, time }: { ticket: number; time: string }) =>
      `You’re in! Your number is ${ticket}. The card will show the winners at ${time}.`,
    alreadyJoined: ({ ticket, time }: { ticket: number; time: string }) =>
      `You’re already in. Your number is ${ticket}. The card will show the winners at ${time}.`,
    beingDrawn: 'Too late to join: the draw has begun. The card will show the winners in a moment.',
    drawn: ({ amount }: { amount: string }) => `You won ${amount} in this draw. It’s in your wallet.`,
    notDrawn: ({ ticket }: { ticket: number }) =>
      `Number ${ticket} didn’t win this time. Tap Details to see who did.`,
  },
}

const zh: typeof en = {
  choices: ['到点抽奖', '抽奖'],
  card: {
    how: '🎲 抽奖红包：先报名，到点开奖，不拼手速。',
    button: '参与抽奖',
    progress: ({ joined, count }) => `${joined} 人已报名 · ${count} 个红包`,
    until: ({ time }) => `${time} 开奖`,
    nobody: '还没人报名',
    finished: ({ joined, count }) => `已开奖：${joined} 人报名，${count} 人中奖`,
    expired: ({ joined, grabbed, refunded, sender }) =>
      joined === 0
        ? chinese`没人报名，${refunded} 已退回给${sender}`
        : chinese`已开奖：${joined} 人报名，${grabbed} 人中奖，${refunded} 已退回给${sender}`,
    claim: ({ position, name, amount }) => `${position}. ${name}  ${amount}`,
  },
  say: {
    joined: ({ ticket, time }) => `报名成功，你是 ${ticket} 号。${time} 开奖，结果看卡片。`,
    alreadyJoined: ({ ticket, time }) => `你已经报过名了，是 ${ticket} 号。${time} 开奖，结果看卡片。`,
    beingDrawn: '报名已截止，正在开奖，稍后看卡片。',
    drawn: ({ amount }) => `恭喜，抽中 ${amount}！已存入钱包。`,
    notDrawn: ({ ticket }) => `可惜，${ticket} 号没抽中。点“详情”看看谁中了。`,
  },
}

/** Words for draws. */
export const drawWords = inEveryLanguage(en, () => zh)
