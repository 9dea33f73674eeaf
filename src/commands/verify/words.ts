import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const of = ({ commands, discord: { option }, answers, errors }: typeof english) => ({
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

export const words = {
  en: { name: 'verify', also: [], ...of(english) },
  zh: { name: '验证', also: [], ...of(chinese) },
}
