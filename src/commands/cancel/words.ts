import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const of = ({ commands, discord: { option }, answers, errors, card }: typeof english) => ({
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

export const words = {
  en: { name: 'cancel', also: [], ...of(english) },
  zh: { name: '撤回', also: ['收回'], ...of(chinese) },
}
