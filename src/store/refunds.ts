import { build, type Plan, run, statement } from './plan.js'
import type Database from './sqlite-library.js'

/** Longest wait of refunds for a correction of the machine's clock. Milliseconds. */
export const LONGEST_HOLD = 10 * 60_000

/** State of the refunds, for programs that read the file from outside. */
export interface Refunding {
  /** When refunds started, UTC milliseconds; in the future while they are on hold. */
  readonly since: number
  readonly held: boolean
}

const NAME = 'refunding'

const write = statement<{ name: string; value: string }>()((arg) =>
  build
    .insertInto('meta')
    .values({ name: arg('name'), value: arg('value') })
    .onConflict((row) => row.column('name').doUpdateSet({ value: arg('value') })),
)

/** Stores when refunds started, or until when they are on hold. */
export function* writeRefunding({ since, held }: Refunding): Plan<void> {
  yield* run(write, { name: NAME, value: `${held ? 'held until' : 'since'} ${since}` })
}

/**
 * Returns the refund state as of `now` (UTC milliseconds). A time beyond any possible hold was written before a clock
 * correction and is ignored.
 */
export function readRefunding(database: Database.Database, now: number): Refunding {
  const stored = database.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(NAME)
  const [, how, text] = /^(held until|since) ([0-9]{1,16})$/.exec(String(stored)) ?? []
  const since = Number(text)
  if (!how || since > now + LONGEST_HOLD) return { since: 0, held: false }
  return { since, held: how === 'held until' && now < since }
}
