import { unknownEnvelope } from '../envelope-words.js'
import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'
import { conditionsWords } from './conditions/conditions-words.js'

const en = {
  about: 'Grab a share of a red packet',
  example: '/grab 3fa94c01be',
  arguments: {
    envelope: { name: 'number', about: 'Which red packet', ask: argumentWords.en.envelope.ask },
    answer: conditionsWords.en.answer,
  },
  form: { title: conditionsWords.en.title, submit: conditionsWords.en.submit },
  say: {
    grabbed: ({ amount, balance }: { amount: string; balance: string }) =>
      `You got ${amount}! You now have ${balance}.`,
    already: ({ amount }: { amount: string }) =>
      `You already got ${amount} from this one. One share per person.`,
    notChosen: 'This one is for other people. Wait for the next, or send one with /redpacket.',
    own: 'You sent this one, so it’s for the others to grab.',
    finished: 'Too late, all shares are gone. Tap Details to see who got them.',
    expired: 'This red packet has expired. What was left went back to the sender.',
    cancelled: 'The sender cancelled this red packet.',
    unknown: unknownEnvelope.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '抢红包',
  example: `${slash('grab')} 3fa94c01be`,
  arguments: {
    envelope: { name: '编号', about: '哪个红包', ask: argumentWords.zh.envelope.ask },
    answer: conditionsWords.zh.answer,
  },
  form: { title: conditionsWords.zh.title, submit: conditionsWords.zh.submit },
  say: {
    grabbed: ({ amount, balance }) => `恭喜，抢到 ${amount}！余额 ${balance}。`,
    already: ({ amount }) => `你已经抢过了，抢到 ${amount}。每人只能抢一次。`,
    notChosen: `这是别人的专属红包。等下一个吧，或者用 ${slash('redpacket')} 自己发一个。`,
    own: '这是你自己发的红包，留给大家抢吧。',
    finished: '手慢了，红包已被抢光。点“详情”看看大家的手气。',
    expired: '红包已过期，没抢完的已退回。',
    cancelled: '红包已被撤回。',
    unknown: unknownEnvelope.zh(slash),
  },
})

export const grabWords = inAllPlaces({ en: { name: 'grab', also: [] }, zh: { name: '抢', also: [] } }, en, zh)
