import { sql } from 'kysely'
import type { Amount } from '../core/money.js'
import type { Place } from '../core/place.js'
import { numbersIn } from './dialect.js'
import { BrokenInvariant } from './ledger.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

// Literal states let SQLite see that the partial indexes apply.
const SCHEDULED = sql.lit('scheduled' as const)

const insertAppointment = statement<Appointment>()((arg) =>
  build.insertInto('appointment').values({
    envelope: arg('envelope'),
    platform: arg('platform'),
    chat: arg('chat'),
    thread: arg('thread'),
    everywhere: arg('everywhere'),
  }),
)

const selectAppointment = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('appointment')
    .select(['envelope', 'platform', 'chat', 'thread', 'everywhere', 'opened_at as openedAt'])
    .where('envelope', '=', arg('envelope')),
)

const selectDue = statement<{ now: number; limit: number; except: string }>()((arg) =>
  build
    .selectFrom('envelope')
    .select('id')
    .where('state', '=', SCHEDULED)
    .where('opens_at', '<=', arg('now'))
    .where('id', 'not in', numbersIn(arg('except')))
    .orderBy('opens_at')
    .orderBy('id')
    .limit(sql<number>`${arg('limit')}`),
)

const selectNext = statement<{ now: number }>()((arg) =>
  build
    .selectFrom('envelope')
    .select('opens_at as opensAt')
    .where('state', '=', SCHEDULED)
    .where('opens_at', '>', arg('now'))
    .orderBy('opens_at')
    .limit(sql.lit(1)),
)

const openEnvelope = statement<{ id: number }>()((arg) =>
  build
    .updateTable('envelope')
    .set({ state: 'open' })
    .where('id', '=', arg('id'))
    .where('state', '=', SCHEDULED),
)

const setOpened = statement<{ id: number; at: number }>()((arg) =>
  build
    .updateTable('appointment')
    .set({ opened_at: arg('at') })
    .where('envelope', '=', arg('id'))
    .where('opened_at', 'is', null),
)

const countOf = statement<{ member: number }>()((arg) =>
  build
    .selectFrom('envelope')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', SCHEDULED)
    .where(
      'sender',
      'in',
      sql<number>`(SELECT id FROM member WHERE id = ${arg('member')} OR merged_into = ${arg('member')})`,
    ),
)

const selectScheduled = statement<ScheduledPlace & { community: number; limit: number }>()((arg) =>
  build
    .selectFrom('envelope')
    .innerJoin('member', 'member.id', 'envelope.sender')
    .innerJoin('appointment', 'appointment.envelope', 'envelope.id')
    .leftJoin('chat', (join) =>
      join.onRef('chat.platform', '=', 'appointment.platform').onRef('chat.chat', '=', 'appointment.chat'),
    )
    .select([
      'envelope.id',
      'envelope.envelope_no as envelopeNo',
      'envelope.opens_at as opensAt',
      'envelope.total',
      'envelope.count',
      'member.name as sender',
      'appointment.platform',
      'appointment.chat',
      'chat.origin',
      'chat.moved_to as movedTo',
    ])
    .select(sql<number>`coalesce(member.merged_into, member.id)`.as('owner'))
    .where('envelope.state', '=', SCHEDULED)
    .where('envelope.community', '=', arg('community'))
    .where(sql<boolean>`(envelope.opens_at, envelope.id) > (${arg('opensAt')}, ${arg('id')})`)
    .orderBy('envelope.opens_at')
    .orderBy('envelope.id')
    .limit(sql<number>`${arg('limit')}`),
)

/** The place of a scheduled envelope in the order of appointments. */
export interface ScheduledPlace {
  readonly opensAt: number
  readonly id: number
}

const FIRST_SCHEDULED: ScheduledPlace = { opensAt: 0, id: 0 }
/** More than there ever are. */
const ALL = 1_000_000_000

/** Where the card of an envelope is to be posted. */
export interface Appointment {
  readonly envelope: number
  readonly platform: string
  readonly chat: string
  readonly thread: string | null
  /** True if every linked community gets a card. */
  readonly everywhere: 0 | 1
}

/** An envelope that is scheduled, with the member that represents its sender and where it will be shown. */
export interface ScheduledEnvelope {
  readonly id: number
  readonly envelopeNo: string
  /** UTC milliseconds. */
  readonly opensAt: number
  readonly total: Amount
  readonly count: number
  readonly sender: string
  readonly owner: number
  readonly platform: string
  /** As the platform calls the chat now. */
  readonly chat: string
  /** The community from which the chat came when it is linked. */
  readonly origin: number | null
}

/** Stores where the card of a scheduled envelope is to be posted. */
export function* writeAppointment(envelope: number, place: Place, everywhere: boolean): Plan<void> {
  const { platform, chat, thread = null } = place
  yield* run(insertAppointment, { envelope, platform, chat, thread, everywhere: everywhere ? 1 : 0 })
}

/** The appointment of an envelope that was scheduled. Throws when there is none. */
export function* appointmentOf(envelope: number) {
  const appointment = yield* one(selectAppointment, { envelope })
  if (!appointment) throw new BrokenInvariant(`envelope ${envelope} has no appointment`)
  return appointment
}

/** The scheduled envelopes whose time has come, `except` some, the longest due first, by id. */
export function* dueAppointments(now: number, limit: number, except: readonly number[] = []): Plan<number[]> {
  return (yield* many(selectDue, { now, limit, except: JSON.stringify(except) })).map(({ id }) => id)
}

/** When the next envelope after now is to be opened (UTC milliseconds); undefined when none is scheduled. */
export function* nextOpening(now: number): Plan<number | undefined> {
  return (yield* one(selectNext, { now }))?.opensAt ?? undefined
}

/** Opens a scheduled envelope. Throws when it was opened or has ended before. */
export function* openNow(id: number, at: number): Plan<void> {
  const opened = yield* run(openEnvelope, { id })
  const kept = yield* run(setOpened, { id, at })
  if (opened.changes !== 1 || kept.changes !== 1)
    throw new BrokenInvariant(`envelope ${id} was opened or has ended before`)
}

/** How many envelopes of a member, and of those merged into it, are scheduled. */
export function* countScheduledOf(member: number): Plan<number> {
  return (yield* one(countOf, { member }))?.count ?? 0
}

/** The scheduled envelopes of a community after a place, the next first; all of them by default. */
export function* scheduledIn(
  community: number,
  { opensAt, id }: ScheduledPlace = FIRST_SCHEDULED,
  limit = ALL,
): Plan<ScheduledEnvelope[]> {
  return (yield* many(selectScheduled, { community, opensAt, id, limit })).map(
    ({ movedTo, opensAt, ...row }) => ({
      ...row,
      opensAt: opensAt as number,
      chat: movedTo ?? row.chat,
    }),
  )
}
