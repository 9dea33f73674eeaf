import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named, type Tongue } from '../words.js'

const own = {
  en: {
    joined: ({ count }: { count: number }) =>
      `${count === 1 ? '1 person has' : `${count} people have`} joined already, so it cannot be taken back. What no one wins returns to you.`,
  },
  zh: {
    joined: ({ count }: { count: number }) => `已经有 ${count} 人参与，不能撤回。没有发出去的部分会退给你。`,
  },
}

const of = ({ commands, discord: { option }, answers, errors, card }: Catalogue, tongue: Tongue) => ({
  about: commands.cancel.description,
  example: commands.cancel.example,
  arguments: { envelope: named(option.envelope, { ask: errors.usage.envelope }) },
  say: {
    cancelled: answers.cancelled,
    notSender: errors.notSender,
    grabbed: errors.somebodyGrabbed,
    joined: own[tongue].joined,
    ended: errors.ended,
    unknown: errors.unknownEnvelope,
    state: card.state,
  },
})

export const words = inAllPlaces(
  { en: { name: 'cancel', also: [] }, zh: { name: '撤回', also: ['收回'] } },
  of,
)
