import { sql } from 'kysely'
import { numbersIn } from '../dialect.js'
import { BrokenInvariant } from '../ledger.js'
import { build, many, one, type Plan, run, statement } from '../plan.js'

const selectShake = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('envelope_way')
    .select([
      'details',
      sql<number>`(SELECT coalesce(max(number), 0) FROM shake_try WHERE shake_try.envelope = envelope_way.envelope)`.as(
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
    .where('ticket', 'in', numbersIn(arg('tickets'))),
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

/** A try at a shake envelope. */
export interface Try {
  /** Numbered over the whole envelope, from 1. */
  readonly number: number
  readonly ticket: number
  /** The share it won, if any. */
  readonly position: number | null
  readonly at: number
}

/** Returns the winning tries and how many tries there have been. Throws when the envelope isn't a shake. */
export function* shakeOf(envelope: number): Plan<{ wins: number[]; tries: number }> {
  const row = yield* one(selectShake, { envelope })
  if (!row) throw new BrokenInvariant(`envelope ${envelope} has no tape`)
  const { wins } = JSON.parse(row.details) as { wins: number[] }
  return { wins, tries: row.tries }
}

/** Returns how many tries the holders of these tickets have used. */
export function* triesOf(envelope: number, tickets: readonly number[]): Plan<number> {
  if (tickets.length === 0) return 0
  return (yield* one(countTries, { envelope, tickets: JSON.stringify(tickets) }))?.tries ?? 0
}

export function* addTry(envelope: number, tried: Try): Plan<void> {
  yield* run(insertTry, { envelope, ...tried })
}

/** Returns the tries that have won so far. */
export function* hitsOf(envelope: number): Plan<{ number: number; position: number }[]> {
  return (yield* many(selectHits, { envelope })) as { number: number; position: number }[]
}
