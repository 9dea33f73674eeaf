import { argumentWords } from '../framework/arguments/argument-words.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const say = {
  en: {
    nothing: 'You haven’t sent a red packet here lately. Send one with /redpacket.',
    conditions: 'This red packet has a condition I can’t copy. Send a new one with /redpacket.',
  },
  zh: (slash: Slash) => ({
    nothing: `你最近没在这里发过红包，用 ${slash('redpacket')} 发一个吧。`,
    conditions: `这个红包的条件没法照搬，请用 ${slash('redpacket')} 重新发。`,
  }),
}

export type Say = typeof say.en

export const words = inAllPlaces(
  { en: { name: 'again', also: [] }, zh: { name: '再发', also: ['再来一个'] } },
  {
    about: 'Send your last red packet again; you can change it first',
    example: '/again',
    arguments: {},
    say: say.en,
  },
  (slash) => ({
    about: '再发一个和上次一样的红包，发之前还能改',
    example: slash('again'),
    arguments: {},
    say: say.zh(slash),
  }),
)

export const resendWords = inAllPlaces(
  { en: { name: 'resend', also: [] }, zh: { name: '再发一个', also: [] } },
  {
    about: 'Send again',
    example: '/again',
    arguments: { number: argumentWords.en.envelope },
    say: say.en,
  },
  (slash) => ({
    about: '再发一个',
    example: slash('again'),
    arguments: { number: argumentWords.zh.envelope },
    say: say.zh(slash),
  }),
)
