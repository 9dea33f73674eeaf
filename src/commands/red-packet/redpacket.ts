import {
  type EnvelopeRefusal,
  type EnvelopeRules,
  MAX_CHOSEN,
  MAX_GREETING,
  MAX_SHARES,
} from '../../core/envelope.js'
import { luckyAmounts, THEMES } from '../../core/festivals.js'
import { duration as durationText } from '../../i18n/format.js'
import { resend } from '../again/again.js'
import { resendWords } from '../again/words.js'
import { encodeAction } from '../framework/actions.js'
import {
  amount,
  choice,
  duration,
  flag,
  further,
  optional,
  people,
  text,
  whole,
} from '../framework/arguments/arguments.js'
import { type Context, defineCommand } from '../framework/define.js'
import { bad, good, privately } from '../framework/replies/reply.js'
import { takeAppointment } from '../schedule/read-appointment.js'
import { scheduleOrder, scheduleReplies } from '../schedule/schedule.js'
import {
  conditionArguments,
  conditionFault,
  conditionFields,
  conditionsIn,
  unsafeConditions,
  unsafeInSeries,
} from './conditions/conditions.js'
import { CHOSEN_WAYS, TIMED_WAYS } from './ways/ways.js'
import { type Say, words } from './words.js'

/** Characters of a time to send it at. */
const MAX_WHEN = 60
const SECOND = 1_000
const HOUR = 3_600_000
const LIFETIMES = [
  ...[20 * SECOND, 300 * SECOND, HOUR / 2],
  ...[HOUR, 8 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR],
]

/** Fair start windows offered in the form. */
const FAIR_STARTS = [3 * SECOND, 5 * SECOND, 10 * SECOND]

/** Offered times: those that the community's rules allow, its own default always. */
function lifetimes({ minLifetime, maxLifetime, defaultLifetime }: EnvelopeRules): number[] {
  const allowed = LIFETIMES.filter((time) => time >= minLifetime && time <= maxLifetime)
  return [...new Set([...allowed, defaultLifetime])].sort((a, b) => a - b)
}

const arguments_ = {
  amount: amount({ suggest: ['5', '10', '20', '50', '88', '100'], suggestOn: luckyAmounts }),
  /** Default: one share for each person chosen by name. */
  count: whole({ max: MAX_SHARES, suggest: [1, 3, 5, 8, 10, 20], or: 'for', eachChosen: true }),
  /** `each`: equal, with the amount per share, as in “2 each 5”. */
  kind: optional(choice(['lucky', 'equal', 'each'], { ahead: 'each', implies: 'equal' })),
  for: optional(people({ max: MAX_CHOSEN })),
  time: optional(duration({ suggest: lifetimes })),
  way: further(choice(CHOSEN_WAYS, { takes: TIMED_WAYS })),
  fairStart: further(duration({ suggest: () => FAIR_STARTS, orNone: true, unset: true })),
  ...conditionArguments,
  theme: further(choice(THEMES)),
  everywhere: further(flag({ bare: true })),
  greeting: optional(text({ max: MAX_GREETING, rest: true })),
  on: further(text({ max: MAX_WHEN, takes: takeAppointment })),
  /** The moment that was shown before. */
  confirmed: optional(whole({ max: Number.MAX_SAFE_INTEGER, hidden: true })),
}

export const redpacket = defineCommand({
  name: 'redpacket',
  words,
  arguments: arguments_,
  does: 'moves money',
  posts: true,
  onMember: 'for',
  form: {
    fields: [
      'kind',
      ['amount', 'count'],
      'greeting',
      'for',
      'time',
      'way',
      'fairStart',
      'theme',
      ...conditionFields,
      'on',
    ],
    starts: { kind: 'lucky' },
    cost: { amount: 'amount', each: { count: 'count', choice: 'kind', value: 'each' } },
  },
  async run({ here, key, args, say, answer, ...context }) {
    const { app, language, money } = context
    const {
      amount,
      kind = 'lucky',
      for: chosen,
      time: lifetime,
      way,
      fairStart,
      theme,
      everywhere,
      greeting = '',
    } = args
    const count = args.count ?? (chosen?.roles.length === 0 ? chosen.people.length : undefined)
    if (count === undefined) return bad(say.howMany, { outcome: 'usage' })
    const unsafe = unsafeConditions(args, context.request)
    if (unsafe !== undefined) return bad(unsafe, { outcome: 'unsafe' })
    const conditions = conditionsIn(args)
    const total = kind === 'each' ? amount * count : amount
    const { on, confirmed } = args
    const order = { confirmed, total, count, notInSeries: unsafeInSeries(conditions, language) }
    const appointments = on === undefined ? undefined : await scheduleOrder({ on, ...order }, context)
    if (appointments && 'tone' in appointments) return appointments
    const outcome = await app.sendEnvelope({
      ...here,
      key,
      kind: kind === 'lucky' ? 'lucky' : 'equal',
      total,
      count,
      greeting,
      ...(lifetime !== undefined && { lifetime }),
      ...(theme && { theme }),
      ...(way && { way }),
      ...(fairStart !== undefined && { fairStart }),
      ...(chosen && chosen.people.length > 0 && { chosen: chosen.people }),
      ...(chosen && chosen.roles.length > 0 && { chosenRoles: chosen.roles }),
      ...(conditions.length > 0 && { conditions }),
      ...(everywhere && { everywhere }),
      ...(appointments && { appointments }),
    })
    return answer(outcome, {
      sent({ envelopeNo: no, count, chats = 1, currency, ...sent }) {
        const [total, balance] = [money(sent.total, currency), money(sent.balance, currency)]
        const text = say.sent({ total, count, balance })
        return privately(
          good(chats > 1 ? `${text} ${say.sentEverywhere({ chats })}` : text, {
            replaces: true,
            dismisses: true,
            envelope: no,
            actions: [
              [
                {
                  label: resendWords[language].about,
                  data: encodeAction(resend, { number: no }, here.by),
                },
              ],
            ],
          }),
        )
      },
      ...scheduleReplies(language, money),
      too_many_open: (refusal) => bad(say.tooManyOpen(refusal)),
      envelope_refused: ({ refusal, currency }) =>
        bad(refusalText(refusal, say, (amount) => money(amount, currency), language)),
    })
  },
})

function refusalText(
  refusal: EnvelopeRefusal,
  { refused }: Say,
  write: (amount: number) => string,
  language: Context<never, Say>['language'],
): string {
  switch (refusal.kind) {
    case 'bad_count':
      return refused.badCount(refusal)
    case 'amount_too_large':
      return refused.amountTooLarge({ max: write(refusal.max) })
    case 'too_small':
      return refused.tooSmall({ count: refusal.count, least: write(refusal.count) })
    case 'not_divisible': {
      const { count, lower } = refusal
      return refused.notDivisible({ count, lower: write(lower), higher: write(refusal.higher) })
    }
    case 'greeting_too_long':
      return refused.greetingTooLong(refusal)
    case 'bad_lifetime': {
      const { min, max } = refusal
      return refused.badLifetime({ min: durationText(min, language), max: durationText(max, language) })
    }
    case 'bad_fair_start': {
      const { min, max } = refusal
      return refused.badFairStart({ min: durationText(min, language), max: durationText(max, language) })
    }
    case 'fair_start_elsewhere':
      return refused.fairStartElsewhere
    case 'bad_chosen':
      return refused.badChosen(refusal)
    case 'more_shares_than_chosen':
      return refused.moreSharesThanChosen(refusal)
    default:
      return conditionFault(refusal, language)
  }
}
