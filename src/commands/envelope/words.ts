import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const of = ({ commands, discord: { option }, answers, errors, card, greeting }: typeof english) => ({
  about: commands.envelope.description,
  example: commands.envelope.example,
  arguments: { envelope: named(option.envelope, { ask: errors.usage.envelope }) },
  say: {
    details: answers.details,
    recent: answers.recent,
    recentLine: answers.recentLine,
    recentEmpty: answers.recentEmpty,
    unknown: errors.unknownEnvelope,
    greeting,
    card,
  },
})

export const words = {
  en: { name: 'envelope', also: [], ...of(english) },
  zh: { name: '详情', also: [], ...of(chinese) },
}

export type Say = (typeof words)['en']['say']
