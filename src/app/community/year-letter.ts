import type { CalendarDate } from '../../core/calendar-date.js'
import { letterYear } from '../../core/festivals/letter-year.js'
import { festivalZone } from '../../core/festivals.js'
import type { Currency } from '../../core/money.js'
import { dateAt, wallTimeToUtc } from '../../core/time-zone.js'
import { openSnapshot } from '../../integrity/snapshot.js'
import { communityAt } from '../../store/communities.js'
import { StoreBusy } from '../../store/engine.js'
import { findMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import {
  type CommunityYear,
  communityYear,
  type LetterPeriod,
  type MemberYear,
  memberYear,
} from '../../store/year-letter.js'
import type { Command, UnknownChat } from '../command.js'

export type { CommunityYear, MemberYear } from '../../store/year-letter.js'

export interface LetterQuery extends Command {
  /** The asker's year, or that of everyone in the chat. */
  readonly of: 'mine' | 'chat'
}

/** The days that a letter covers, and the months in them. */
export interface LetterDays {
  readonly first: CalendarDate
  readonly last: CalendarDate
  readonly months: readonly Pick<CalendarDate, 'year' | 'month'>[]
}

export type LetterOutcome =
  | { kind: 'own_year'; name: string; currency: Currency; days: LetterDays; year: MemberYear }
  | { kind: 'chat_year'; name: string; currency: Currency; days: LetterDays; year: CommunityYear }
  /** Nothing was sent or grabbed. */
  | { kind: 'no_year' }
  | UnknownChat

/** Scope of a letter, as plain data for another thread. */
export type LetterOrder = LetterPeriod & ({ readonly community: number } | { readonly member: number })

export type ReadLetter = (order: LetterOrder) => Promise<MemberYear | CommunityYear>

/** Reads a year from the file, even while it is written. */
export async function readLetter(file: string, order: LetterOrder): Promise<MemberYear | CommunityYear> {
  const snapshot = openSnapshot(file)
  try {
    return 'member' in order
      ? memberYear(snapshot, order.member, order)
      : communityYear(snapshot, order.community, order)
  } finally {
    snapshot.close()
  }
}

/** Letters that may wait; on New Year's Eve many ask at once. */
const MAX_WAITING = 100

/**
 * Reads one letter at a time, because each takes a thread, and the same letter only once for everyone who waits for it.
 * Members don't wait for communities' letters, which take longer. Rejects as busy when too many wait.
 */
export function inTurn(read: ReadLetter): ReadLetter {
  const waiting = new Map<string, Promise<MemberYear | CommunityYear>>()
  const last = { member: Promise.resolve(), community: Promise.resolve() }
  return async (order) => {
    const key = JSON.stringify(order)
    const shared = waiting.get(key)
    if (shared) return await shared
    if (waiting.size >= MAX_WAITING) throw new StoreBusy('too many year letters wait to be read')
    const lane = 'member' in order ? 'member' : 'community'
    const reading = last[lane].then(() => read(order)).finally(() => waiting.delete(key))
    last[lane] = reading.then(
      () => undefined,
      () => undefined,
    )
    waiting.set(key, reading)
    return await reading
  }
}

type Run = <Outcome>(make: (now: number) => Plan<Outcome>) => Promise<Outcome>

/** Returns a year of a member or a community, by the figures of the books. */
export async function yearLetter(query: LetterQuery, run: Run, read: ReadLetter): Promise<LetterOutcome> {
  const asked = await run((now) => lookUp(query, now))
  if (asked.kind !== 'asked') return asked
  const { community, member, today, timeZone } = asked
  const { first, last, months } = daysOf(today)
  const midnight = (date: CalendarDate) => wallTimeToUtc({ ...date, hour: 0, minute: 0 }, timeZone)
  const period = {
    from: midnight(first),
    until: midnight({ ...last, day: last.day + 1 }),
    months: months.map((month, index) => midnight(index === 0 ? first : { ...month, day: 1 })),
  }
  const days = { first, last, months }
  const { currency } = community
  if (query.of === 'chat') {
    const year = (await read({ ...period, community: community.id })) as CommunityYear
    if (year.packets === 0) return { kind: 'no_year' }
    return { kind: 'chat_year', name: community.name, currency, days, year }
  }
  if (!member) return { kind: 'no_year' }
  const year = (await read({ ...period, member: member.id })) as MemberYear
  if (year.packetsSent + year.packetsGrabbed === 0) return { kind: 'no_year' }
  return { kind: 'own_year', name: member.name, currency, days, year }
}

function* lookUp({ place, by }: LetterQuery, now: number) {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' } as const
  const timeZone = festivalZone(community.timeZone)
  const member = yield* findMember(community.id, by)
  return { kind: 'asked', community, member, timeZone, today: dateAt(now, timeZone) } as const
}

function daysOf(today: CalendarDate): LetterDays {
  const { first, last } = letterYear(today)
  const months: { year: number; month: number }[] = []
  for (let { year, month } = first; year * 12 + month <= last.year * 12 + last.month; ) {
    months.push({ year, month })
    if (month === 12) [year, month] = [year + 1, 1]
    else month++
  }
  return { first, last, months }
}
