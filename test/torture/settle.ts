import { createApp } from '../../src/app/app.js'
import { openReadOnly, openStore } from '../../src/integrity/open.js'
import { reconcile } from '../../src/integrity/reconcile.js'
import { cryptoRandom } from '../../src/random.js'
import { SettableClock } from '../support/settable-clock.js'
import { isRemembered, type Outcome, perform, type Request } from './request.js'
import { missingFromBooks, type Told } from './told.js'

/** Where the books are, and the key that they are signed with. */
export interface Books {
  readonly file: string
  readonly keyFile: string
}

/** All that is known from outside of what was asked of one file. */
export interface Known {
  readonly told: Told
  /** Asked and not answered: may be in the books or not. */
  readonly doubt: readonly Request[]
  /** Said not to have been done, by key. */
  readonly failed?: ReadonlyMap<string, string>
}

export interface Problems {
  readonly violations: string[]
  /** A line for each outcome that was told and is not in the books. */
  readonly lost: string[]
}

/**
 * Starts the store once more, as after an accident, and asks twice for all that is in doubt. Finds out whether it
 * opens, has what was told and nothing of what failed, gives one answer to one key, has a trade for each answer and
 * no other, and reconciles. `now` is UTC milliseconds.
 */
export async function settle(books: Books, { told, doubt, failed }: Known, now: number): Promise<Problems> {
  const violations: string[] = []
  try {
    const store = await openStore({
      file: books.file,
      ledgerKeyFile: books.keyFile,
      onFatal: (error) => violations.push(`fatal after the restart: ${error}`),
    })
    try {
      const lost = missingFromBooks(books.file, told)
      for (const key of keysInBooks(books.file, failed?.keys() ?? []))
        violations.push(`${key} was said to have failed, and is in the books`)

      const app = createApp({ store, clock: new SettableClock(now), random: cryptoRandom })
      const all = new Map(told)
      await Promise.all(
        doubt.map(async (request) => {
          const [first, second] = await Promise.all([perform(app, request), perform(app, request)])
          if (isRemembered(request, first) && JSON.stringify(first) !== JSON.stringify(second))
            violations.push(`${request.key} has two answers`)
          if (isRemembered(request, first)) all.set(request.key, { request, outcome: first as Outcome })
        }),
      )
      violations.push(...missingFromBooks(books.file, all).filter((line) => !lost.includes(line)))
      const [trades, answers] = [tradesIn(books.file), tradesTold(all)]
      if (lost.length === 0 && trades !== answers)
        violations.push(`${trades} trades are in the books for ${answers} answers`)
      violations.push(...(await broken(books.file, store.ledgerKey, now)))
      return { violations, lost }
    } finally {
      await store.close()
    }
  } catch (error) {
    violations.push(`did not open: ${error}`)
    return { violations, lost: told.size > 0 ? [`all ${told.size} outcomes`] : [] }
  }
}

/** What reconcile finds, but for envelopes that nobody swept in time: a stopped program sweeps nothing. */
export async function broken(...request: Parameters<typeof reconcile>): Promise<string[]> {
  const { invariants } = await reconcile(...request)
  return invariants
    .filter(({ number }) => number !== 12)
    .flatMap(({ number, offenders }) => offenders.map((offender) => `invariant ${number}: ${offender}`))
}

/** Those of the keys under which an answer is kept. */
export function keysInBooks(file: string, keys: Iterable<string>): string[] {
  const database = openReadOnly(file)
  try {
    const record = database.prepare('SELECT 1 FROM idempotency_record WHERE key = ?')
    return [...keys].filter((key) => record.get(key))
  } finally {
    database.close()
  }
}

/** The trades that somebody asked for; refunds also come by themselves. */
function tradesIn(file: string): number {
  const database = openReadOnly(file)
  try {
    return database.prepare(`SELECT count(*) FROM trade WHERE kind <> 'refund'`).pluck().get() as number
  } finally {
    database.close()
  }
}

function tradesTold(told: Told): number {
  return [...told.values()].filter(
    ({ outcome }) => typeof outcome.tradeNo === 'number' && outcome.kind !== 'envelope_cancelled',
  ).length
}
