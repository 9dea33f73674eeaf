import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const of = ({ card, discord: { option }, answers, errors }: typeof english) => ({
  about: card.grab,
  example: card.grab,
  arguments: { envelope: named(option.envelope) },
  say: {
    grabbed: answers.grabbed,
    already: answers.alreadyGrabbed,
    notChosen: errors.notChosen,
    own: errors.ownEnvelope,
    finished: errors.finished,
    expired: errors.expired,
    cancelled: errors.taken,
    unknown: errors.unknownEnvelope,
  },
})

export const grabWords = {
  en: { name: 'grab', also: [], ...of(english) },
  zh: { name: '抢', also: [], ...of(chinese) },
}
