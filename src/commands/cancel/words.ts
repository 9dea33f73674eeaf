import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named } from '../words.js'

const of = ({ commands, discord: { option }, answers, errors, card }: Catalogue) => ({
  about: commands.cancel.description,
  example: commands.cancel.example,
  arguments: { envelope: named(option.envelope, { ask: errors.usage.envelope }) },
  say: {
    cancelled: answers.cancelled,
    notSender: errors.notSender,
    grabbed: errors.somebodyGrabbed,
    ended: errors.ended,
    unknown: errors.unknownEnvelope,
    state: card.state,
  },
})

export const words = inAllPlaces(
  { en: { name: 'cancel', also: [] }, zh: { name: '撤回', also: ['收回'] } },
  of,
)
