import type { SendOutcome } from '../../app/envelopes/send-envelope.js'
import { LONGEST_AHEAD, MAX_SCHEDULED } from '../../core/envelope.js'
import type { Currency } from '../../core/money.js'
import type { Language } from '../../i18n/language.js'
import type { Context } from '../framework/define.js'
import { bad, good, info, privately, type Said } from '../framework/replies/reply.js'
import { momentText } from './moments.js'
import { momentsOf, readAppointment } from './read-appointment.js'
import { scheduleSay } from './words.js'

/** What a person wants to be sent later. */
export interface Order {
  /** As typed. */
  readonly on: string
  /** The moment of the first that was shown and confirmed, UTC milliseconds. */
  readonly confirmed: number | undefined
  /** Of each, in minor units. */
  readonly total: number
  readonly count: number
  /** Why it can't be one of a series; undefined when it can. */
  readonly notInSeries: string | undefined
}

type Asking = Pick<Context<never, unknown>, 'app' | 'language' | 'money' | 'community' | 'confirmAsGiven'>

/**
 * Reads when to send a red packet, and shows it with weekday and time zone before it counts. Returns the moments that were
 * confirmed, or what is said instead.
 */
export async function scheduleOrder(
  order: Order,
  { app, language, money, community, confirmAsGiven }: Asking,
): Promise<readonly number[] | Said> {
  const say = scheduleSay[language]
  const { timeZone: zone, currency } = await community()
  const now = app.now()
  const read = readAppointment(order.on, now, zone)
  if (!read) return bad(say.unreadable, { outcome: 'usage' })
  const isSeries = read.everyDays > 0
  if (isSeries && (read.times < 2 || read.times > MAX_SCHEDULED))
    return bad(say.badTimes({ max: MAX_SCHEDULED }), { outcome: 'usage' })
  if (isSeries && order.notInSeries !== undefined) return bad(order.notInSeries, { outcome: 'unsafe' })
  // What was confirmed counts, however the words are read by now.
  const moments = momentsOf(order.confirmed ?? read.first, read, zone)
  if (order.confirmed !== undefined) return moments
  const [first = 0, last = first] = [moments[0], moments.at(-1)]
  if (first <= now || last > now + LONGEST_AHEAD)
    return badTime(first <= now ? first : last, now, zone, language)
  const text = (at: number) => momentText(at, language, zone)
  const { count } = order
  const total = money(order.total, currency)
  const question = isSeries
    ? say.previewSeries({
        ...{ total, count, times: moments.length, zone },
        ...{ sum: money(order.total * moments.length, currency), first: text(first), last: text(last) },
      })
    : say.preview({ total, count, time: text(first), zone })
  return info(`${question}\n${say.held}`, {
    actions: confirmAsGiven({ confirmed: String(first) }, 'primary'),
    outcome: 'schedule_preview',
  })
}

function badTime(at: number, now: number, zone: string, language: Language): Said {
  const [time, latest] = [at, now + LONGEST_AHEAD].map((each) => momentText(each, language, zone))
  const words = { time: time as string, latest: latest as string, zone }
  return bad(scheduleSay[language].badTime(words), { outcome: 'bad_appointment' })
}

/** The replies to the outcomes of an order. */
export function scheduleReplies(language: Language, money: (amount: number, currency: Currency) => string) {
  const say = scheduleSay[language]
  return {
    scheduled({
      envelopes,
      timeZone: zone,
      currency,
      ...order
    }: Extract<SendOutcome, { kind: 'scheduled' }>) {
      const [total, balance] = [money(order.total, currency), money(order.balance, currency)]
      const text = (index: number) => momentText(envelopes.at(index)?.opensAt ?? 0, language, zone)
      const times = envelopes.length
      const said =
        times === 1
          ? say.scheduled({ no: envelopes[0]?.envelopeNo ?? '', total, time: text(0), zone, balance })
          : say.scheduledSeries({ times, total, first: text(0), last: text(-1), zone, balance })
      return privately(good(said, { replaces: true, dismisses: true }))
    },
    bad_appointment: ({ earliest, timeZone }: Extract<SendOutcome, { kind: 'bad_appointment' }>) =>
      badTime(earliest, earliest, timeZone, language),
    too_many_scheduled: (refusal: { max: number }) => bad(say.tooMany(refusal)),
  }
}
