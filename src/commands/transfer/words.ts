import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named } from '../words.js'

const of = ({ commands, discord: { option }, answers, errors }: Catalogue) => ({
  about: commands.transfer.description,
  example: commands.transfer.example,
  arguments: {
    member: named(option.member, { ask: errors.usage.member }),
    amount: named(option.amount, { ask: errors.usage.amount }),
    note: named(option.note),
    quiet: named(option.quiet),
  },
  say: {
    done: answers.transferred,
    aloud: answers.transferredAloud,
    toSelf: errors.toSelf,
    noteTooLong: errors.noteTooLong,
  },
})

export const words = inAllPlaces({ en: { name: 'transfer', also: [] }, zh: { name: '转账', also: [] } }, of)
