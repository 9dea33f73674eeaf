import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named, type Tongue } from '../words.js'
import { waysWords } from './ways-words.js'

const of = ({ card, discord: { option }, answers, errors }: Catalogue, tongue: Tongue) => ({
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
    ...waysWords[tongue].say,
  },
})

export const grabWords = inAllPlaces({ en: { name: 'grab', also: [] }, zh: { name: '抢', also: [] } }, of)
