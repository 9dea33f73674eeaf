import { createApp } from '../../src/app/app.js'
import { openReadOnly, openStore } from '../../src/integrity/open.js'
import { reconcile } from '../../src/integrity/reconcile.js'
import { cryptoRandom } from '../../src/random.js'
import { SettableClock } from '../support/settable-clock.js'
import { isRemembered, type Outcome, perform, type Request } from './request.js'
import { missingFromBooks, type Told } from './told.js'

/** The books and the key that signs them. */
export interface Books {
  readonly file: string
  readonly keyFile: string
}

/** Everything known from outside about the requests to one file. */
export interface Known {
  readonly told: Told
  /** Requested but not answered: may be in the books or not. */
  readonly doubt: readonly Request[]
  /** Reported as not done, by key. */
  readonly failed?: ReadonlyMap<string, string>
}

export interface Problems {
  readonly violations: string[]
  /** A line for each acknowledged outcome that isn't in the books. */
  readonly lost: string[]
}

/**
 * Restarts the store, as after an accident, and makes all doubtful requests twice. Checks that it opens, has every
 * acknowledged outcome and nothing that failed, gives one answer per key, has a trade for each answer and no other, and
 * reconciles. `now` is UTC milliseconds.
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

/** Returns what reconcile finds, except envelopes that were not swept in time: a stopped program sweeps nothing. */
export async function broken(...request: Parameters<typeof reconcile>): Promise<string[]> {
  const { invariants } = await reconcile(...request)
  return invariants
    .filter(({ number }) => number !== 12)
    .flatMap(({ number, offenders }) => offenders.map((offender) => `invariant ${number}: ${offender}`))
}

/** Returns those of the keys that have a stored answer. */
export function keysInBooks(file: string, keys: Iterable<string>): string[] {
  const database = openReadOnly(file)
  try {
    const record = database.prepare('SELECT 1 FROM idempotency_record WHERE key = ?')
    return [...keys].filter((key) => record.get(key))
  } finally {
    database.close()
  }
}

/** Returns the requested trades; refunds also happen automatically. */
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
