import { unknownEnvelope } from '../envelope-words.js'
import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'
import { cardWords } from './card-words.js'
import { waysWords } from './ways-words.js'

const en = {
  about: cardWords.en.grab,
  example: cardWords.en.grab,
  arguments: { envelope: { name: 'number', about: 'Which red packet' } },
  say: {
    grabbed: ({
      amount,
      position,
      count,
      balance,
    }: {
      amount: string
      position: number
      count: number
      balance: string
    }) => `You got ${amount} (${position} of ${count})! You now have ${balance}.`,
    already: ({ amount, position }: { amount: string; position: number }) =>
      `You have your share already: ${amount}, number ${position}. One for each person; /wallet shows your money.`,
    notChosen:
      'This red packet is for other people. Wait for the next one, or send one yourself with /redpacket.',
    own: 'You cannot grab this red packet because you sent it. It is for the others.',
    finished: 'Too late: all shares are gone. Details on the card shows who got them.',
    expired: 'This red packet has expired; what was left went back to the sender. Look out for the next one.',
    cancelled: 'The sender took this red packet back. Look out for the next one.',
    unknown: unknownEnvelope.en,
    ...waysWords.en.say,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: cardWords.zh.grab,
  example: cardWords.zh.grab,
  arguments: { envelope: { name: '编号', about: '哪个红包' } },
  say: {
    grabbed: ({ amount, position, count, balance }) =>
      `恭喜，抢到 ${amount}（第 ${position}/${count} 个）！余额 ${balance}。`,
    already: ({ amount, position }) =>
      `你已经抢过了：第 ${position} 个，${amount}。每人只能抢一次，发 ${slash('wallet')} 查看余额。`,
    notChosen: `这是别人的专属红包。等下一个吧，也可以自己发 ${slash('redpacket')}。`,
    own: '这是你自己发的红包，留给大家抢吧。',
    finished: '手慢了，红包已被抢光。点卡片上的“详情”看看大家的手气。',
    expired: '红包已过期，剩余金额已退回。留意下一个吧。',
    cancelled: '红包已被撤回。留意下一个吧。',
    unknown: unknownEnvelope.zh(slash),
    ...waysWords.zh.say,
  },
})

export const grabWords = inAllPlaces({ en: { name: 'grab', also: [] }, zh: { name: '抢', also: [] } }, en, zh)
