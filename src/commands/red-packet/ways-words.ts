import { chinese } from '../../i18n/chinese.js'
import { plural } from '../../i18n/format.js'
import { inEveryLanguage } from '../words.js'

const en = {
  argument: {
    name: 'way',
    about: 'Speed: first come, first served. Draw: winners by lot. Shake: three tries each',
    label: 'Way to play',
    choices: {
      speed: ['First come, first served', 'speed'],
      draw: ['Draw when the time is up', 'draw'],
      shake: ['Shake: three tries each', 'shake'],
    },
  },
  fairStart: {
    name: 'fair_start',
    about: 'How long the first taps are collected and then served in random order; off for none',
    label: 'Fair start',
    unset: 'As in the settings',
    ask: 'How long should taps be collected? From 1s to 10s, or off.',
    typed: ['fair-start', 'fair'],
    placeholder: '3s|off',
  },
  refused: {
    badFairStart: ({ min, max }: { min: string; max: string }) =>
      `Nothing was sent: a fair start takes ${min} to ${max}, or “off”.`,
    fairStartElsewhere: 'Nothing was sent: only a first come, first served red packet can have a fair start.',
  },
  card: {
    fairStart: {
      how: ({ time }: { time: string }) =>
        `⚖️ Fair start: taps of the first ${time} are collected and then served in random order.`,
      waiting: ({ waiting, count }: { waiting: number; count: number }) =>
        `${plural(waiting, 'person is', 'people are')} waiting · ${plural(count, 'share', 'shares')}`,
    },
    shake: {
      how: '📳 Shake: three tries each, one win at most. The winning tries were sealed when it was sent.',
      button: 'Shake',
    },
    draw: {
      how: '🎲 Drawn by lot: tap to join. When the time is up, chance picks who gets a share.',
      button: 'Join',
      progress: ({ joined, count }: { joined: number; count: number }) =>
        `${joined} joined · ${plural(count, 'share', 'shares')}`,
      until: ({ time }: { time: string }) => `Drawn at ${time}`,
      nobody: 'No one has joined yet',
      finished: ({ joined, count }: { joined: number; count: number }) =>
        `Drawn: ${count} of ${plural(joined, 'person', 'people')} won`,
      expired: ({ joined, grabbed, refunded, sender }: Drawn) =>
        joined === 0
          ? `No one joined: ${refunded} went back to ${sender}`
          : `Drawn: ${grabbed} of ${plural(joined, 'person', 'people')} won, and ${refunded} went back to ${sender}`,
      claim: ({ position, name, amount }: { position: number; name: string; amount: string }) =>
        `${position}. ${name}  ${amount}`,
    },
  },
  say: {
    joined: ({ ticket, time }: { ticket: number; time: string }) =>
      `You’re in as number ${ticket}. The draw is at ${time}; the card will show the result.`,
    alreadyJoined: ({ ticket, time }: { ticket: number; time: string }) =>
      `You’re already in as number ${ticket}. The draw is at ${time}; the card will show the result.`,
    beingDrawn: 'It’s too late to join. The draw is on; the card will show the result in a moment.',
    waiting: 'Your tap counts. Tap again in a moment to see what you got.',
    missed: ({ number, left }: { number: number; left: number }) =>
      left === 0
        ? `Nothing this time (shake ${number} of this red packet). That was your last try.`
        : `Nothing this time (shake ${number} of this red packet). ${plural(left, 'try', 'tries')} left: shake again.`,
    noTriesLeft: 'You’ve used your three tries. Better luck with the next one!',
    drawn: ({ amount }: { amount: string }) => `You won ${amount} in this draw. It’s in your wallet.`,
    notDrawn: ({ ticket }: { ticket: number }) =>
      `Number ${ticket} didn’t win this time. Tap Details to see who did.`,
  },
  order: ({ joined }: { joined: number }) =>
    `This line repeats the order in which the ${joined === 1 ? 'one number' : `${joined} numbers`} had their turn, the first on top:`,
  served: ({ names }: { names: string }) => `The shares went to ${names}.`,
  hits: ({ names }: { names: string }) => `These shakes won: ${names}.`,
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
    about: '先到先得：手快有；抽奖：到点抽；摇一摇：每人三次',
    label: '怎么抢？',
    choices: {
      speed: ['先到先得', '先到先得'],
      draw: ['到点抽奖', '抽奖'],
      shake: ['摇一摇，每人三次', '摇一摇', '摇'],
    },
  },
  fairStart: {
    name: '公平开抢',
    about: '开抢后多久内点的人一起随机排序；关 表示不用',
    label: '公平开抢',
    unset: '按设置',
    ask: '公平开抢多久？1秒到10秒，不用就写“关”。',
    typed: ['公平开抢', '公平'],
    placeholder: '3秒|关',
  },
  refused: {
    badFairStart: ({ min, max }) => `没有发出：公平开抢的时间是${min}到${max}，不用就写“关”。`,
    fairStartElsewhere: '没有发出：只有先到先得的红包才能公平开抢。',
  },
  card: {
    fairStart: {
      how: ({ time }) => `⚖️ 公平开抢：第一个人点了以后，${time}内点的人一起随机排序，不拼手速。`,
      waiting: ({ waiting, count }) => `${waiting} 人在等 · ${count} 个红包`,
    },
    shake: {
      how: '📳 摇一摇：每人三次，最多中一个。哪几次能中，发红包时就已封好。',
      button: '摇一摇',
    },
    draw: {
      how: '🎲 抽奖红包：点按钮报名，到点抽出谁得红包，不拼手速。',
      button: '参与抽奖',
      progress: ({ joined, count }) => `${joined} 人已报名 · ${count} 个红包`,
      until: ({ time }) => `${time} 开奖`,
      nobody: '还没有人报名',
      finished: ({ joined, count }) => `已开奖：${joined} 人报名，${count} 人中奖`,
      expired: ({ joined, grabbed, refunded, sender }) =>
        joined === 0
          ? chinese`没有人报名，${refunded} 已退回给${sender}`
          : chinese`已开奖：${joined} 人报名，${grabbed} 人中奖，${refunded} 已退回给${sender}`,
      claim: ({ position, name, amount }) => `${position}. ${name}  ${amount}`,
    },
  },
  say: {
    joined: ({ ticket, time }) => `报名成功，你是 ${ticket} 号。${time} 开奖，结果看卡片。`,
    alreadyJoined: ({ ticket, time }) => `你已经报名了，是 ${ticket} 号。${time} 开奖，结果看卡片。`,
    beingDrawn: '报名已截止，正在开奖，稍后看卡片。',
    waiting: '你已经点到了，马上就发。等一下再点一次，就能看到结果。',
    missed: ({ number, left }) =>
      left === 0
        ? `没摇中（这个红包的第 ${number} 摇），三次都用完了。`
        : `没摇中（这个红包的第 ${number} 摇），还能摇 ${left} 次，再来！`,
    noTriesLeft: '三次都摇完了，等下一个吧。',
    drawn: ({ amount }) => `恭喜，抽中 ${amount}，已放进钱包。`,
    notDrawn: ({ ticket }) => `很遗憾，${ticket} 号没抽中。点“详情”看看谁中了。`,
  },
  order: ({ joined }) => `运行这一行，就能重现 ${joined} 个号码的开奖顺序，排在最前的先得：`,
  served: ({ names }) => `得到红包的：${names}。`,
  hits: ({ names }) => `摇中的是：${names}。`,
  hit: ({ number, name }) => chinese`第 ${number} 摇${name}`,
  ticket: ({ ticket, name }) => chinese`${ticket} 号${name}`,
  more: ({ count }) => `另外 ${count} 人`,
}

/** Words of the ways in which a red packet is received. */
export const waysWords = inEveryLanguage<WaysWords>(en, () => zh)
