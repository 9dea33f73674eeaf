import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named } from '../words.js'

const both = ({ discord: { option }, errors }: Catalogue) => ({
  arguments: {
    member: named(option.member, { ask: errors.usage.member }),
    amount: named(option.amount, { ask: errors.usage.amount }),
    reason: named(option.reason, { ask: errors.usage.reason }),
    quiet: named(option.quiet),
  },
  refusals: { reasonMissing: errors.reasonMissing, reasonTooLong: errors.reasonTooLong },
})

const topUp = (words: Catalogue) => {
  const { answers, discord, card } = words
  const { option } = discord
  const { quiet, ...before } = both(words).arguments
  return {
    about: words.commands.topup.description,
    example: words.commands.topup.example,
    arguments: {
      ...before,
      role: named(option.to_role),
      also: named(option.also1),
      and: named(option.also2),
      quiet,
    },
    say: {
      ...both(words).refusals,
      done: answers.toppedUp,
      doneMany: answers.toppedUpMany,
      aloud: discord.toppedUpBy,
      aloudMany: discord.toppedUpManyBy,
      more: card.more,
      namedTwice: answers.namedTwice,
      circulationFull: words.errors.circulationFull,
      tooManyKnown: discord.tooManyKnown,
      nobodyWithRole: discord.nobodyWithRole,
      tooManyForRole: discord.tooManyForRole,
      roleUnreached: discord.roleUnreached,
      roleUnanswered: discord.roleUnanswered,
    },
  }
}

const deduct = (words: Catalogue) => ({
  about: words.commands.deduct.description,
  example: words.commands.deduct.example,
  arguments: both(words).arguments,
  say: {
    ...both(words).refusals,
    done: words.answers.deducted,
    aloud: words.discord.deductedBy,
    memberLacks: words.errors.memberLacks,
    unreached: words.telegram.nothingMoved.member_lacks,
  },
})

export const topUpWords = inAllPlaces(
  { en: { name: 'topup', also: [] }, zh: { name: '充值', also: [] } },
  topUp,
)

export type TopUpSay = ReturnType<typeof topUp>['say']

export const deductWords = inAllPlaces(
  { en: { name: 'deduct', also: [] }, zh: { name: '扣款', also: [] } },
  deduct,
)
