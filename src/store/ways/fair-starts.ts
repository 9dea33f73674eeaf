import { sql } from 'kysely'
import { build, many, one, type Plan, run, statement } from '../plan.js'

const insertFairStart = statement<{ envelope: number; window: number }>()((arg) =>
  build.insertInto('fair_start').values({ envelope: arg('envelope'), window: arg('window') }),
)

const selectFairStart = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('fair_start')
    .select(['window', 'ends_at', 'served'])
    .where('envelope', '=', arg('envelope')),
)

const updateEnd = statement<{ envelope: number; endsAt: number }>()((arg) =>
  build
    .updateTable('fair_start')
    .set({ ends_at: arg('endsAt') })
    .where('envelope', '=', arg('envelope')),
)

const updateServed = statement<{ envelope: number }>()((arg) =>
  build.updateTable('fair_start').set({ served: 1 }).where('envelope', '=', arg('envelope')),
)

// The literals let SQLite see that the partial index applies; a bound parameter would hide it.
const selectDue = statement<{ now: number; limit: number }>()((arg) =>
  build
    .selectFrom('fair_start')
    .select('envelope')
    .where('served', '=', sql.lit(0 as const))
    .where('ends_at', 'is not', null)
    .where((eb) =>
      eb.or([eb('ends_at', '<=', arg('now')), eb('ends_at', '>', sql<number>`${arg('now')} + window`)]),
    )
    .orderBy('ends_at')
    .limit(sql<number>`${arg('limit')}`),
)

/** An envelope's fair start. Times are UTC milliseconds. */
export interface FairStart {
  readonly window: number
  /** Null until the first tap opens the window. */
  readonly endsAt: number | null
  /** True if the collected taps have been served. */
  readonly served: boolean
}

/** Gives an envelope a fair start with a window in milliseconds. */
export function* addFairStart(envelope: number, window: number): Plan<void> {
  yield* run(insertFairStart, { envelope, window })
}

export function* fairStartOf(envelope: number): Plan<FairStart | undefined> {
  const row = yield* one(selectFairStart, { envelope })
  return row && { window: row.window, endsAt: row.ends_at, served: row.served === 1 }
}

/** Records the first tap by setting when the window closes. */
export function* beginFairStart(envelope: number, endsAt: number): Plan<void> {
  yield* run(updateEnd, { envelope, endsAt })
}

export function* fairStartServed(envelope: number): Plan<void> {
  yield* run(updateServed, { envelope })
}

/** Returns the envelopes whose window has closed and whose taps are still waiting, most overdue first. */
export function* dueFairStarts(now: number, limit: number): Plan<number[]> {
  return (yield* many(selectDue, { now, limit })).map(({ envelope }) => envelope)
}
