import { readLedgerKey } from '../../../src/integrity/ledger-key.js'
import { openReadOnly } from '../../../src/integrity/open.js'
import { withCopyOf } from '../../../src/integrity/open-mysql.js'
import { reconcile } from '../../../src/integrity/reconcile.js'
import { isRemembered, PLACE } from '../request.js'
import { keysInBooks, type Problems } from '../settle.js'
import { missingFromBooks, type Told } from '../told.js'
import { asOne } from './cluster-requests.js'

/** How far times may differ: each program reads the server's clock once a transaction. Milliseconds. */
const TOLERANCE = 1000

export interface BooksToCheck {
  /** Of all databases. */
  readonly urls: readonly string[]
  readonly keyFile: string
  /** Everything that was asked is in it, except what was refused as not done. */
  readonly told: Told
  /** Keys of requests that were refused as not done, and not repeated. */
  readonly refused: readonly string[]
  /** When requests were left in doubt, by key. UTC milliseconds. */
  readonly inDoubt: ReadonlyMap<string, number>
  /** When nothing was left to expire. UTC milliseconds. */
  readonly sweptAt: number
  /** How far a trade's time may lie before an earlier one's. Milliseconds. */
  readonly longestBehind: number
}

export interface CheckedBooks extends Problems {
  /** Requests in doubt that had been committed by then. */
  readonly committed: number
}

/** Compares all answers with one snapshot of the books, once nothing is under way, and reconciles the books. */
export async function checkBooks(books: BooksToCheck): Promise<CheckedBooks> {
  const { urls, keyFile, told } = books
  const violations: string[] = []
  const lost: string[] = []
  const known = new Set<string>()
  let [money, committed] = [0, 0]
  for (const url of urls)
    await withCopyOf(url, keyFile, async (file) => {
      const own = urls.length === 1 ? told : toldBy(file, told)
      for (const key of own.keys()) known.add(key)
      const found = await checkFile(file, own, books)
      violations.push(...found.violations)
      lost.push(...found.lost)
      money += found.money
      committed += found.committed
    })
  for (const [key, { request, outcome }] of told)
    if (!known.has(key) && isRemembered(request, outcome))
      lost.push(`${key} (${request.verb}, ${outcome.kind}): in no database`)
  const issued = issuedBy(told)
  if (money !== issued) violations.push(`${money} are in the wallets, ${issued} were issued`)
  return { violations, lost, committed }
}

/** Returns the requests that concern this one of several databases. */
function toldBy(file: string, told: Told): Told {
  const database = openReadOnly(file)
  try {
    const record = database.prepare('SELECT 1 FROM idempotency_record WHERE key = ?')
    const chat = database.prepare('SELECT 1 FROM chat WHERE platform = ? AND chat = ?')
    const isOwn = (key: string, { request, outcome }: NonNullable<ReturnType<Told['get']>>) => {
      if (isRemembered(request, outcome)) return record.get(key)
      const { platform, chat: id } = request.place ?? PLACE
      return request.verb !== 'expire' && request.verb !== 'moveOn' && chat.get(platform, id)
    }
    return new Map([...told].filter(([key, each]) => isOwn(key, each)))
  } finally {
    database.close()
  }
}

async function checkFile(file: string, told: Told, books: BooksToCheck) {
  const { keyFile, refused, inDoubt, sweptAt, longestBehind } = books
  const violations: string[] = []
  const lost = missingFromBooks(file, told, asOne)
  for (const key of keysInBooks(file, refused)) violations.push(`${key} was refused, and is in the books`)
  const { invariants } = await reconcile(file, readLedgerKey(keyFile), sweptAt)
  for (const { number, offenders } of invariants)
    violations.push(...offenders.map((offender) => `invariant ${number}: ${offender}`))
  const database = openReadOnly(file)
  try {
    const figure = (sql: string) => database.prepare(sql).pluck().get() as number
    const numbers = [...told.values()]
      .filter(({ outcome }) => typeof outcome.tradeNo === 'number' && outcome.kind !== 'envelope_cancelled')
      .map(({ outcome }) => outcome.tradeNo)
    const answered = new Set(numbers)
    if (answered.size < numbers.length)
      violations.push(`${numbers.length - answered.size} answers share a trade with another`)
    const trades = database
      .prepare(
        `SELECT t.trade_no, t.kind, r.key FROM trade t LEFT JOIN idempotency_record r ON r.trade_no = t.trade_no
         WHERE t.kind <> 'refund' AND t."desc" NOT LIKE '🔗%'`,
      )
      .all() as { trade_no: number; kind: string; key: string | null }[]
    for (const { trade_no, kind, key } of trades.filter((trade) => !answered.has(trade.trade_no))) {
      const heard = JSON.stringify(told.get(key ?? '')?.outcome)
      violations.push(`no answer tells of trade ${trade_no} (${kind} by ${key}; the answer was ${heard})`)
    }
    const back = figure(
      `SELECT coalesce(max(before - created_at), 0) FROM (SELECT created_at,
         lag(created_at, 1, 0) OVER (PARTITION BY community ORDER BY trade_no) AS before FROM trade)`,
    )
    if (back > longestBehind + TOLERANCE) violations.push(`a trade is ${back} ms before the previous one`)
    const ahead = figure('SELECT coalesce(max(created_at), 0) FROM trade') - Date.now()
    if (ahead > TOLERANCE) violations.push(`a trade is ${ahead} ms in the future`)
    const record = database.prepare('SELECT created_at FROM idempotency_record WHERE key = ?').pluck()
    const committed = [...inDoubt].filter(([key, at]) => {
      const created = record.get(key) as number | undefined
      return created !== undefined && created <= at
    })
    const money = figure(`SELECT coalesce(sum(balance), 0) FROM account WHERE account_type <> 'mint'`)
    return { violations, lost, money, committed: committed.length }
  } finally {
    database.close()
  }
}

/** Returns what admins have issued, less what they took back. */
function issuedBy(told: Told): number {
  let issued = 0
  for (const { request, outcome } of told.values()) {
    if (outcome.kind === 'topped_up') issued += (request as { amount: number }).amount
    if (outcome.kind === 'deducted') issued -= (request as { amount: number }).amount
  }
  return issued
}
