import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named } from '../words.js'

const of = ({ commands, discord: { option }, answers, errors }: Catalogue) => ({
  about: commands.verify.description,
  example: commands.verify.example,
  arguments: { envelope: named(option.envelope, { ask: errors.usage.envelope }) },
  say: {
    sealed: answers.sealed,
    revealed: answers.revealed,
    broken: answers.revealedBroken,
    unknown: errors.unknownEnvelope,
  },
})

export const words = inAllPlaces({ en: { name: 'verify', also: [] }, zh: { name: '验证', also: [] } }, of)
