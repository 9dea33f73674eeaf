import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named } from '../words.js'

const both = ({ discord: { option }, errors }: Catalogue) => ({
  arguments: {
    member: named(option.member, { ask: errors.usage.member }),
    amount: named(option.amount, { ask: errors.usage.amount }),
    reason: named(option.reason, { ask: errors.usage.reason }),
  },
  refusals: { reasonMissing: errors.reasonMissing, reasonTooLong: errors.reasonTooLong },
})

const topUp = (words: Catalogue) => ({
  about: words.commands.topup.description,
  example: words.commands.topup.example,
  arguments: both(words).arguments,
  say: {
    ...both(words).refusals,
    done: words.answers.toppedUp,
    aloud: words.answers.toppedUpAloud,
    circulationFull: words.errors.circulationFull,
  },
})

const deduct = (words: Catalogue) => ({
  about: words.commands.deduct.description,
  example: words.commands.deduct.example,
  arguments: both(words).arguments,
  say: {
    ...both(words).refusals,
    done: words.answers.deducted,
    aloud: words.answers.deductedAloud,
    memberLacks: words.errors.memberLacks,
  },
})

export const topUpWords = inAllPlaces(
  { en: { name: 'topup', also: [] }, zh: { name: '充值', also: [] } },
  topUp,
)

export const deductWords = inAllPlaces(
  { en: { name: 'deduct', also: [] }, zh: { name: '扣款', also: [] } },
  deduct,
)
