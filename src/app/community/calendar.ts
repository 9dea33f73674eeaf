import type { CalendarDate } from '../../core/calendar-date.js'
import type { Community } from '../../core/community.js'
import type { OwnDay } from '../../core/festivals/festival-days.js'
import {
  type Festivals,
  type FestivalTheme,
  festivalZone,
  type Occasion,
  occasionOn,
  type Theme,
  themeOf,
} from '../../core/festivals.js'
import type { Currency } from '../../core/money.js'
import type { Place } from '../../core/place.js'
import { plainName } from '../../core/text.js'
import { dateAt } from '../../core/time-zone.js'
import { type ScheduledEnvelope, type ScheduledPlace, scheduledIn } from '../../store/appointments.js'
import { communityAt, currentPlace } from '../../store/communities.js'
import { festivalsOf, putDay, removeDay, switchTheme } from '../../store/community-days.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { findMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, Command, UnknownChat } from '../command.js'

/** How many days a community may add. */
export const MAX_OWN_DAYS = 50

type Scheduled = ScheduledEnvelope & { readonly own: boolean }

export type CalendarOutcome =
  | {
      kind: 'calendar'
      timeZone: string
      /** The day in the community's time zone. */
      today: CalendarDate
      occasion: Occasion
      festivals: Festivals
      currency: Currency
      /** Red packets that the asker may know of, the next first. */
      scheduled: readonly Scheduled[]
    }
  | UnknownChat

export interface CalendarQuery extends Command {
  /** The platform says, as of now, that the person administers the chat. */
  readonly platformAdmin: boolean
}

/** Scheduled envelopes read in a plan: a few milliseconds. */
const SCHEDULED_A_PLAN = 500

/** Runs a plan of this community's chat. */
type Run = <Outcome>(make: (now: number) => Plan<Outcome>) => Promise<Outcome>

/**
 * What comes in a community, for everybody in it. Of what is scheduled, members are shown what will be sent in this chat and
 * what is their own, and admins everything. Reads that in portions, between which clicks get their turn.
 */
export async function calendar(query: CalendarQuery, run: Run): Promise<CalendarOutcome> {
  const scheduled: Scheduled[] = []
  let after: ScheduledPlace | undefined
  while (true) {
    const from: ScheduledPlace | undefined = after
    const page = await run((now) => calendarPage(query, from, now))
    if (page.kind !== 'calendar') return page
    const { next, ...outcome } = page
    scheduled.push(...outcome.scheduled)
    if (!next) return { ...outcome, scheduled }
    after = next
  }
}

/** Returns the calendar with a portion of what is scheduled, and where the next portion begins; undefined after the last. */
function* calendarPage(
  { place, by, platformAdmin }: CalendarQuery,
  after: ScheduledPlace | undefined,
  now: number,
) {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' } as const
  const { timeZone } = community
  const festivals = yield* festivalsOf(community.id)
  const today = dateAt(now, festivalZone(timeZone))
  const { platform, chat } = yield* currentPlace(place)
  const asker = yield* findMember(community.id, by)
  const portion = yield* scheduledIn(community.id, after, SCHEDULED_A_PLAN)
  const scheduled = portion
    .map((envelope) => ({ ...envelope, own: envelope.owner === asker?.id }))
    .filter((each) => platformAdmin || each.own || (each.platform === platform && each.chat === chat))
  const { currency } = community
  const next = portion.length < SCHEDULED_A_PLAN ? undefined : portion.at(-1)
  return {
    kind: 'calendar' as const,
    ...{ timeZone, today, occasion: occasionOn(today, festivals), festivals, currency, scheduled, next },
  }
}

/** What a community keeps the day as, at a moment (UTC milliseconds). */
export function* occasionAt({ id, timeZone }: Community, at: number): Plan<Occasion> {
  return occasionOn(dateAt(at, festivalZone(timeZone)), yield* festivalsOf(id))
}

/** The theme of today in a chat. */
export function* themeAt(place: Place, now: number): Plan<Theme> {
  const community = yield* communityAt(place)
  return community ? (yield* occasionAt(community, now)).theme : themeOf(now)
}

export interface SwitchFestival extends AdminCommand {
  readonly theme: FestivalTheme
  readonly on: boolean
}

export type SwitchFestivalOutcome =
  | { kind: 'festival_switched'; theme: FestivalTheme; on: boolean }
  | { kind: 'nothing_to_change' }
  | { kind: 'not_admin' }
  | UnknownChat
  | KeyReused

/** An admin lets the day of a festival give red packets its theme, or no longer. */
export function* switchFestival(command: SwitchFestival, now: number): Plan<SwitchFestivalOutcome> {
  const { key, place, theme, on } = command
  const body = bodyOf('festival', command)
  return yield* idempotent<SwitchFestivalOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    return (yield* switchTheme(community.id, theme, on))
      ? { kind: 'festival_switched', theme, on }
      : { kind: 'nothing_to_change' }
  })
}

export interface AddDay extends AdminCommand, Omit<OwnDay, 'name'> {
  readonly called: string
}

export type AddDayOutcome =
  | { kind: 'day_added'; day: OwnDay; today: CalendarDate }
  | { kind: 'too_many_days'; max: number }
  | { kind: 'not_admin' }
  | UnknownChat
  | KeyReused

/** An admin adds a day to the calendar, such as a birthday, in place of one of the same name. */
export function* addDay(command: AddDay, now: number): Plan<AddDayOutcome> {
  const { key, place, calendar, month, day } = command
  const body = bodyOf('calendar_add', command)
  return yield* idempotent<AddDayOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    const name = plainName(command.called)
    const { own } = yield* festivalsOf(community.id)
    if (own.length >= MAX_OWN_DAYS && !own.some((each) => each.name === name))
      return { kind: 'too_many_days', max: MAX_OWN_DAYS }
    const added = { name, calendar, month, day }
    yield* putDay(community.id, added, now)
    return { kind: 'day_added', day: added, today: dateAt(now, festivalZone(community.timeZone)) }
  })
}

export interface RemoveDay extends AdminCommand {
  readonly called: string
}

export type RemoveDayOutcome =
  | { kind: 'day_removed'; called: string }
  | { kind: 'unknown_day'; known: readonly string[] }
  | { kind: 'not_admin' }
  | UnknownChat
  | KeyReused

/** An admin takes a day out of the calendar that was added. */
export function* removeOwnDay(command: RemoveDay, now: number): Plan<RemoveDayOutcome> {
  const { key, place } = command
  const body = bodyOf('calendar_remove', command)
  return yield* idempotent<RemoveDayOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    const called = plainName(command.called)
    if (yield* removeDay(community.id, called)) return { kind: 'day_removed', called }
    const { own } = yield* festivalsOf(community.id)
    return { kind: 'unknown_day', known: own.map(({ name }) => name) }
  })
}
