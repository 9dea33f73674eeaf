import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const of = ({ commands, discord: { option }, answers, errors }: typeof english) => ({
  about: commands.transfer.description,
  example: commands.transfer.example,
  arguments: {
    member: named(option.member, { ask: errors.usage.member }),
    amount: named(option.amount, { ask: errors.usage.amount }),
    note: named(option.note),
  },
  say: {
    done: answers.transferred,
    aloud: answers.transferredAloud,
    toSelf: errors.toSelf,
    noteTooLong: errors.noteTooLong,
  },
})

export const words = {
  en: { name: 'transfer', also: [], ...of(english) },
  zh: { name: '转账', also: [], ...of(chinese) },
}
