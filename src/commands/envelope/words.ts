import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named } from '../words.js'

const of = ({ commands, discord: { option }, answers, errors, card }: Catalogue) => ({
  about: commands.envelope.description,
  example: commands.envelope.example,
  arguments: { envelope: named(option.envelope, { ask: errors.usage.envelope }) },
  say: {
    details: answers.details,
    which: errors.usage.envelope,
    recent: answers.recent,
    recentLine: answers.recentLine,
    recentEmpty: answers.recentEmpty,
    unknown: errors.unknownEnvelope,
    card,
  },
})

export const words = inAllPlaces({ en: { name: 'envelope', also: [] }, zh: { name: '详情', also: [] } }, of)

export type Say = (typeof words)['en']['say']
