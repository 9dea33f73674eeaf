import { sql } from 'kysely'
import type { PassedOver } from '../../core/envelope.js'
import type { Person } from '../../core/person.js'
import { linkedIdentities } from '../linked-identities.js'
import { build, many, one, type Plan, run, statement } from '../plan.js'

// Tickets of an envelope's entrants. Like a share, a ticket belongs to a member, to the members merged into it, and to all
// identities that were linked when it was issued.

type Asking = { envelope: number; member: number; platform: string; user: string }

const selectTickets = statement<Asking>()((arg) =>
  build
    .selectFrom('entrant')
    .select(['ticket', 'position', 'key'])
    .where('envelope', '=', arg('envelope'))
    .where((eb) =>
      eb.or([
        eb('member', '=', arg('member')),
        eb(
          'member',
          'in',
          eb
            .selectFrom('member as merged')
            .select('merged.id')
            .where('merged.merged_into', '=', arg('member')),
        ),
        eb(
          'ticket',
          'in',
          eb
            .selectFrom('entrant_holder')
            .select('entrant_holder.ticket')
            .where('entrant_holder.envelope', '=', arg('envelope'))
            .where('entrant_holder.platform', '=', arg('platform'))
            .where('entrant_holder.user', '=', arg('user')),
        ),
        eb(
          'ticket',
          'in',
          eb
            .selectFrom('person_identity as own')
            .innerJoin('person_identity as linked', 'linked.person', 'own.person')
            .innerJoin('entrant_holder', (join) =>
              join
                .onRef('entrant_holder.platform', '=', 'linked.platform')
                .onRef('entrant_holder.user', '=', 'linked.user'),
            )
            .select('entrant_holder.ticket')
            .where('own.platform', '=', arg('platform'))
            .where('own.user', '=', arg('user'))
            .where('entrant_holder.envelope', '=', arg('envelope')),
        ),
      ]),
    )
    .orderBy('ticket'),
)

// The usual case: an identity that was never linked.
const selectTicket = statement<Pick<Asking, 'envelope' | 'member'>>()((arg) =>
  build
    .selectFrom('entrant')
    .select(['ticket', 'position', 'key'])
    .where('envelope', '=', arg('envelope'))
    .where('member', '=', arg('member')),
)

const countEntrants = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('entrant')
    .select((eb) => eb.fn.max('ticket').as('last'))
    .where('envelope', '=', arg('envelope')),
)

const insertEntrant = statement<Asking & { ticket: number; at: number } & Tap>()((arg) =>
  build.insertInto('entrant').values({
    envelope: arg('envelope'),
    ticket: arg('ticket'),
    member: arg('member'),
    platform: arg('platform'),
    user: arg('user'),
    joined_at: arg('at'),
    key: arg('key'),
    reaction: arg('reaction'),
  }),
)

const insertHolders = statement<Omit<Asking, 'member'> & { ticket: number }>()((arg) =>
  build
    .insertInto('entrant_holder')
    .columns(['envelope', 'platform', 'user', 'ticket'])
    .expression(
      linkedIdentities(arg('platform'), arg('user')).select([
        sql<number>`${arg('envelope')}`.as('envelope'),
        'linked.platform',
        'linked.user',
        sql<number>`${arg('ticket')}`.as('ticket'),
      ]),
    ),
)

const selectWaiting = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('entrant')
    .select(['ticket', 'platform', 'user', 'reaction'])
    .where('envelope', '=', arg('envelope'))
    .where('position', 'is', null)
    .where('passed_over', 'is', null)
    .orderBy('ticket'),
)

const updateServed = statement<{ envelope: number; ticket: number; position: number }>()((arg) =>
  build
    .updateTable('entrant')
    .set({ position: arg('position') })
    .where('envelope', '=', arg('envelope'))
    .where('ticket', '=', arg('ticket')),
)

const updatePassedOver = statement<{ envelope: number; ticket: number; why: PassedOver }>()((arg) =>
  build
    .updateTable('entrant')
    .set({ passed_over: arg('why') })
    .where('envelope', '=', arg('envelope'))
    .where('ticket', '=', arg('ticket')),
)

// A share won by a ticket belongs to everyone who held the ticket.
const insertShareHolders = statement<{ envelope: number; ticket: number; position: number }>()((arg) =>
  build
    .insertInto('share_holder')
    .columns(['envelope', 'platform', 'user', 'position'])
    .expression((eb) =>
      eb
        .selectFrom('entrant_holder')
        .select(['envelope', 'platform', 'user', sql<number>`${arg('position')}`.as('position')])
        .where('envelope', '=', arg('envelope'))
        .where('ticket', '=', arg('ticket')),
    )
    .onConflict((conflict) => conflict.doNothing()),
)

const selectServed = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('entrant')
    .select(['ticket', 'position'])
    .where('envelope', '=', arg('envelope'))
    .where('position', 'is not', null)
    .orderBy('position'),
)

/** A person's ticket for an envelope, and the share it won, if any. */
export interface Ticket {
  readonly ticket: number
  readonly position: number | null
  /** Idempotency key of the tap that joined a fair start. */
  readonly key: string | null
}

/** A ticket that hasn't been served, and the identity that took it. */
export interface Waiting {
  readonly ticket: number
  readonly platform: string
  readonly user: string
  /** Milliseconds from the card to the tap, where known. */
  readonly reaction: number | null
}

/** The tap that joined a fair start. */
interface Tap {
  /** Idempotency key: this tap will get the result. */
  readonly key: string | null
  readonly reaction: number | null
}

const NO_TAP: Tap = { key: null, reaction: null }

/** Returns a person's tickets for an envelope. There can be several when accounts were linked after joining. */
export function* ticketsOf(
  envelope: number,
  member: { readonly id: number; readonly everLinked: boolean },
  { platform, user }: Pick<Person, 'platform' | 'user'>,
): Plan<Ticket[]> {
  if (!member.everLinked) return yield* many(selectTicket, { envelope, member: member.id })
  return yield* many(selectTickets, { envelope, member: member.id, platform, user })
}

/** Returns how many have joined an envelope. */
export function* entrantsOf(envelope: number): Plan<number> {
  return (yield* one(countEntrants, { envelope }))?.last ?? 0
}

/** Issues the next ticket to a member and to all currently linked identities; returns its number. */
export function* addEntrant(
  envelope: number,
  member: { readonly id: number; readonly everLinked: boolean },
  { platform, user }: Pick<Person, 'platform' | 'user'>,
  at: number,
  { key, reaction }: Tap = NO_TAP,
): Plan<number> {
  const ticket = (yield* entrantsOf(envelope)) + 1
  yield* run(insertEntrant, { envelope, ticket, member: member.id, platform, user, at, key, reaction })
  if (member.everLinked) yield* run(insertHolders, { envelope, ticket, platform, user })
  return ticket
}

/** Returns the unserved tickets in the order they were issued. */
export function* waitingEntrants(envelope: number): Plan<Waiting[]> {
  return yield* many(selectWaiting, { envelope })
}

/** Records the share that a ticket won. */
export function* entrantServed(served: { envelope: number; ticket: number; position: number }): Plan<void> {
  yield* run(updateServed, served)
  yield* run(insertShareHolders, served)
}

/** Records why a ticket was passed over. */
export function* entrantPassedOver(passed: {
  envelope: number
  ticket: number
  why: PassedOver
}): Plan<void> {
  yield* run(updatePassedOver, passed)
}

/** Returns the winning tickets, in the order of their shares. */
export function* servedTickets(envelope: number): Plan<{ ticket: number; position: number }[]> {
  return (yield* many(selectServed, { envelope })) as { ticket: number; position: number }[]
}
