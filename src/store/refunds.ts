import { build, type Plan, run, statement } from './plan.js'
import type Database from './sqlite-library.js'

/** The longest that refunds wait for the machine's clock to be corrected. Milliseconds. */
export const LONGEST_HOLD = 10 * 60_000

/** Whether the program refunds what is due, for those who look at the file from outside. */
export interface Refunding {
  /** Since when it does, UTC milliseconds; a time to come while refunds are on hold. */
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

/** Stores since when what is due is refunded. */
export function* writeRefunding({ since, held }: Refunding): Plan<void> {
  yield* run(write, { name: NAME, value: `${held ? 'held until' : 'since'} ${since}` })
}

/**
 * Since when what is due is refunded, as of `now` (UTC milliseconds). A time that no hold can reach was written under
 * a clock that has been corrected since, and says nothing.
 */
export function readRefunding(database: Database.Database, now: number): Refunding {
  const stored = database.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(NAME)
  const [, how, text] = /^(held until|since) ([0-9]{1,16})$/.exec(String(stored)) ?? []
  const since = Number(text)
  if (!how || since > now + LONGEST_HOLD) return { since: 0, held: false }
  return { since, held: how === 'held until' && now < since }
}
