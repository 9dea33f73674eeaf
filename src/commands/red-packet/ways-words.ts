import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'
import { inEveryLanguage } from '../framework/words.js'

const en = {
  argument: {
    name: 'way',
    about: 'Speed: first come, first served. Draw: random winners. Shake: three tries each',
    label: 'Way to play',
    unset: 'Default',
    choices: {
      speed: ['First come, first served', 'speed'],
      draw: ['Draw winners at the end', 'draw'],
      shake: ['Shake: three tries each', 'shake'],
    },
  },
  fairStart: {
    name: 'fair_start',
    about: 'How long to collect taps before serving them in random order; off to disable',
    label: 'Fair start',
    unset: 'This chat’s default',
    ask: 'How long should the fair start last? 1s to 10s, or off.',
    typed: ['fair-start', 'fair'],
    placeholder: '3s|off',
  },
  refused: {
    badFairStart: ({ min, max }: { min: string; max: string }) =>
      `Nothing was sent: a fair start can last ${min} to ${max}. Use “off” to skip it.`,
    fairStartElsewhere: 'Nothing was sent: a fair start only works with first come, first served.',
  },
  card: {
    fairStart: {
      how: ({ time }: { time: string }) =>
        `⚖️ Fair start: everyone who taps in the first ${time} gets a turn in random order.`,
      waiting: ({ waiting, count }: { waiting: number; count: number }) =>
        `${plural(waiting, 'person', 'people')} waiting · ${plural(count, 'share', 'shares')}`,
    },
    shake: {
      how: ({ wins, tape }: { wins: number; tape: number }) =>
        `📳 Shake up to three times; you can win once. ${wins} of the first ${tape} shakes ${wins === 1 ? 'wins' : 'win'}, fixed in advance.`,
      button: 'Shake',
    },
    draw: {
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
  },
  say: {
    joined: ({ ticket, time }: { ticket: number; time: string }) =>
      `You’re in! Your number is ${ticket}. The card will show the winners at ${time}.`,
    alreadyJoined: ({ ticket, time }: { ticket: number; time: string }) =>
      `You’re already in. Your number is ${ticket}. The card will show the winners at ${time}.`,
    beingDrawn: 'Too late to join: the draw has begun. The card will show the winners in a moment.',
    waiting: 'Your tap counts. Tap again in a moment to see what you got.',
    missed: ({ left }: { left: number }) =>
      left === 0
        ? 'No luck this time, and that was your last try.'
        : `No luck this time. Shake again: ${plural(left, 'try', 'tries')} left.`,
    noTriesLeft: 'You’ve used all three tries. Better luck with the next one!',
    drawn: ({ amount }: { amount: string }) => `You won ${amount} in this draw. It’s in your wallet.`,
    notDrawn: ({ ticket }: { ticket: number }) =>
      `Number ${ticket} didn’t win this time. Tap Details to see who did.`,
  },
  order: ({ joined }: { joined: number }) =>
    `This line prints ${joined === 1 ? 'the one number' : `all ${joined} numbers`} in the order they were served, first on top:`,
  served: ({ names }: { names: string }) => `The shares went to ${names}.`,
  hits: ({ names }: { names: string }) => `Winning shakes: ${names}.`,
  hit: ({ number, name }: { number: number; name: string }) => `${number} ${name}`,
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
    about: '先到先得拼手速，抽奖到点开，摇一摇每人三次',
    label: '玩法',
    unset: '默认',
    choices: {
      speed: ['先到先得', '先到先得'],
      draw: ['到点抽奖', '抽奖'],
      shake: ['摇一摇（每人三次）', '摇一摇', '摇'],
    },
  },
  fairStart: {
    name: '公平开抢',
    about: '开头几秒内点的人随机排先后；写“关”就不用',
    label: '公平开抢',
    unset: '按群设置',
    ask: '公平开抢要几秒？1秒到10秒都行，不用就写“关”。',
    typed: ['公平开抢', '公平'],
    placeholder: '3秒|关',
  },
  refused: {
    badFairStart: ({ min, max }) => `没有发出：公平开抢只能设${min}到${max}，不用就写“关”。`,
    fairStartElsewhere: '没有发出：先到先得的红包才能用公平开抢。',
  },
  card: {
    fairStart: {
      how: ({ time }) => `⚖️ 公平开抢：从第一个人点起，${time}内点的人随机排先后，不拼手速。`,
      waiting: ({ waiting, count }) => `${waiting} 人在排队 · ${count} 个红包`,
    },
    shake: {
      how: ({ wins, tape }) =>
        `📳 摇一摇：每人三次，最多中一个。前 ${tape} 摇里有 ${wins} 摇能中，发出时就定好了。`,
      button: '摇一摇',
    },
    draw: {
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
  },
  say: {
    joined: ({ ticket, time }) => `报名成功，你是 ${ticket} 号。${time} 开奖，结果看卡片。`,
    alreadyJoined: ({ ticket, time }) => `你已经报过名了，是 ${ticket} 号。${time} 开奖，结果看卡片。`,
    beingDrawn: '报名已截止，正在开奖，稍后看卡片。',
    waiting: '排上队了，马上揭晓！稍后再点一次看结果。',
    missed: ({ left }) => (left === 0 ? '没摇中，三次都摇完了。' : `没摇中，还能摇 ${left} 次，再来！`),
    noTriesLeft: '三次都摇完了，等下一个吧。',
    drawn: ({ amount }) => `恭喜，抽中 ${amount}！已存入钱包。`,
    notDrawn: ({ ticket }) => `可惜，${ticket} 号没抽中。点“详情”看看谁中了。`,
  },
  order: ({ joined }) => `再运行这一行，就能重现 ${joined} 个号码的先后，排在前面的先得：`,
  served: ({ names }) => `拿到红包的是：${names}。`,
  hits: ({ names }) => `摇中的是：${names}。`,
  hit: ({ number, name }) => chinese`第 ${number} 摇${name}`,
  ticket: ({ ticket, name }) => chinese`${ticket} 号${name}`,
  more: ({ count }) => `另外 ${count} 人`,
}

/** Words for draws, fair starts and shakes. */
export const waysWords = inEveryLanguage<WaysWords>(en, () => zh)
