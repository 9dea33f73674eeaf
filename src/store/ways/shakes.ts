import { sql } from 'kysely'
import { BrokenInvariant } from '../ledger.js'
import { build, many, one, type Plan, run, statement } from '../plan.js'

const insertShake = statement<{ envelope: number; wins: string }>()((arg) =>
  build.insertInto('shake').values({ envelope: arg('envelope'), wins: arg('wins') }),
)

const selectShake = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('shake')
    .select([
      'wins',
      sql<number>`(SELECT coalesce(max(number), 0) FROM shake_try WHERE shake_try.envelope = shake.envelope)`.as(
        'tries',
      ),
    ])
    .where('envelope', '=', arg('envelope')),
)

const countTries = statement<{ envelope: number; tickets: string }>()((arg) =>
  build
    .selectFrom('shake_try')
    .select((eb) => eb.fn.countAll<number>().as('tries'))
    .where('envelope', '=', arg('envelope'))
    .where('ticket', 'in', sql<number>`(SELECT value FROM json_each(${arg('tickets')}))`),
)

const insertTry = statement<Try & { envelope: number }>()((arg) =>
  build.insertInto('shake_try').values({
    envelope: arg('envelope'),
    number: arg('number'),
    ticket: arg('ticket'),
    position: arg('position'),
    tried_at: arg('at'),
  }),
)

const selectHits = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('shake_try')
    .select(['number', 'position'])
    .where('envelope', '=', arg('envelope'))
    .where('position', 'is not', null)
    .orderBy('number'),
)

/** A try of an envelope that is shaken. */
export interface Try {
  /** Counts all tries of the envelope, from 1. */
  readonly number: number
  readonly ticket: number
  /** The share that it won; null for none. */
  readonly position: number | null
  readonly at: number
}

/** Fixes which tries of an envelope win. */
export function* addShake(envelope: number, wins: readonly number[]): Plan<void> {
  yield* run(insertShake, { envelope, wins: wins.join(',') })
}

/** Which tries win, and how many there were so far. Throws when the envelope is not one that is shaken. */
export function* shakeOf(envelope: number): Plan<{ wins: number[]; tries: number }> {
  const row = yield* one(selectShake, { envelope })
  if (!row) throw new BrokenInvariant(`envelope ${envelope} has no tape`)
  return { wins: row.wins.split(',').map(Number), tries: row.tries }
}

/** How often the holders of these tickets have tried. */
export function* triesOf(envelope: number, tickets: readonly number[]): Plan<number> {
  if (tickets.length === 0) return 0
  return (yield* one(countTries, { envelope, tickets: JSON.stringify(tickets) }))?.tries ?? 0
}

export function* addTry(envelope: number, tried: Try): Plan<void> {
  yield* run(insertTry, { envelope, ...tried })
}

/** The tries that won so far. */
export function* hitsOf(envelope: number): Plan<{ number: number; position: number }[]> {
  return (yield* many(selectHits, { envelope })) as { number: number; position: number }[]
}
