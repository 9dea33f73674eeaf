import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const both = ({ discord: { option }, errors }: typeof english) => ({
  arguments: {
    member: named(option.member, { ask: errors.usage.member }),
    amount: named(option.amount, { ask: errors.usage.amount }),
    reason: named(option.reason, { ask: errors.usage.reason }),
  },
  refusals: { reasonMissing: errors.reasonMissing, reasonTooLong: errors.reasonTooLong },
})

const topUp = (words: typeof english) => ({
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

const deduct = (words: typeof english) => ({
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

export const topUpWords = {
  en: { name: 'topup', also: [], ...topUp(english) },
  zh: { name: '充值', also: [], ...topUp(chinese) },
}

export const deductWords = {
  en: { name: 'deduct', also: [], ...deduct(english) },
  zh: { name: '扣款', also: [], ...deduct(chinese) },
}
