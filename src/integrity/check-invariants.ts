import type { KeyObject } from 'node:crypto'
import { conditionTerms } from '../core/conditions/commitment.js'
import type { Way } from '../core/envelope.js'
import { commit } from '../core/fairness.js'
import { wayTerms } from '../core/ways/ways.js'
import { conditionIn, type KeptCondition } from '../store/conditions/conditions.js'
import { idempotencyChecksum } from '../store/idempotency.js'
import { readRefunding } from '../store/refunds.js'
import Database from '../store/sqlite-library.js'
import { readChains } from './check-chains.js'
import { readOrders } from './check-orders.js'
import { readShakes } from './check-shakes.js'
import { CHECKS, INVARIANTS } from './invariants.js'
import { readStandings } from './recount-standings.js'
import { readSupply } from './recount-supply.js'
import { readSealed } from './row-seals.js'
import { compareSchema, type SchemaObject } from './schema-check.js'

export interface InvariantReport {
  /** Number of the invariant; see docs/architecture.md. */
  readonly number: number
  readonly title: string
  readonly ok: boolean
  /** Up to 20 offenders, each with its id. */
  readonly offenders: readonly string[]
  /** Total number of offenders. */
  readonly count: number
}

export interface ReconcileReport {
  readonly ok: boolean
  readonly invariants: readonly InvariantReport[]
  readonly trades: number
  readonly entries: number
  /** UTC milliseconds. */
  readonly at: number
  /** While refunds wait for a clock correction: until when, UTC milliseconds, and how many envelopes are due. */
  readonly hold?: { readonly until: number; readonly due: number }
}

/** Progress of reading the books. */
export interface ReconcileProgress {
  readonly done: number
  readonly total: number
}

const LISTED = 20
const ENVELOPES_A_SLICE = 200
const ANSWERS_A_SLICE = 500
/** Pages of a file that SQLite checks in a few milliseconds. */
const SMALL_FILE = 250

class Findings {
  readonly offenders: string[] = []
  count = 0
  add(offender: string): void {
    this.count++
    if (this.offenders.length < LISTED) this.offenders.push(offender)
  }
}

/**
 * Checks everything that the file alone can show, and changes nothing. Yields after every slice of work, so the caller
 * can let others run; returns the report. `database` must see one unchanging state: pass a connection inside a
 * transaction. `schema` is the program's own; `now` is UTC milliseconds. Throws when another program holds the file.
 */
export function* reconcileSteps(
  database: Database.Database,
  ledgerKey: KeyObject,
  schema: readonly SchemaObject[],
  now: number,
): Generator<ReconcileProgress, ReconcileReport> {
  const findings = new Map(Object.keys(INVARIANTS).map((number) => [Number(number), new Findings()]))
  const found = (invariant: number) => findings.get(invariant) as Findings
  const read: Read = { trades: 0, entries: 0 }
  try {
    yield* readAll(database, ledgerKey, schema, now, found, read)
  } catch (error) {
    // A file that another program holds says nothing about its books.
    if (!(error instanceof Database.SqliteError) || error.code.startsWith('SQLITE_BUSY')) throw error
    found(14).add(`the file cannot be read to its end (${error.code}: ${error.message})`)
  }

  const invariants = [...findings].map(([number, { offenders, count }]) => ({
    number,
    title: INVARIANTS[number] as string,
    ok: count === 0,
    offenders,
    count,
  }))
  return { ok: invariants.every((invariant) => invariant.ok), invariants, ...read, at: now }
}

/** Everything in a report besides the invariants. */
interface Read {
  trades: number
  entries: number
  hold?: NonNullable<ReconcileReport['hold']>
}

/** Reads everything that can be checked; reports problems to `found` and counts in `read`. */
function* readAll(
  database: Database.Database,
  ledgerKey: KeyObject,
  schema: readonly SchemaObject[],
  now: number,
  found: (invariant: number) => Findings,
  read: Read,
): Generator<ReconcileProgress, void> {
  let readable = true
  compareSchema(database, schema, ({ type }, what) => {
    found(type === 'trigger' ? 6 : 14).add(what)
    if (type === 'table') readable = false
  })
  // With different tables, the queries make no sense.
  if (!readable) return

  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  read.trades = count('trade')
  read.entries = 2 * read.trades
  const refunding = readRefunding(database, now)
  if (refunding.held) {
    const due = `SELECT count(*) FROM envelope WHERE state = 'open' AND deadline <= ?`
    read.hold = { until: refunding.since, due: database.prepare(due).pluck().get(now) as number }
  }
  // The queries cost about as much as reading the trades once.
  const total = read.trades + count('envelope') + CHECKS.length
  let done = 0
  for (const _ of checkFile(database, found)) yield { done, total }
  for (const { invariant, sql } of CHECKS) {
    const query = database.prepare(sql).pluck()
    const rows = (sql.includes('@now') ? query.all({ now, since: refunding.since }) : query.all()) as string[]
    for (const row of rows) found(invariant).add(row)
    yield { done: ++done, total }
  }
  for (const _ of readSealed(database, ledgerKey, (offender) => found(14).add(offender)))
    yield { done, total }
  for (const _ of readAnswers(database, found)) yield { done, total }
  for (const _ of readStandings(database, (offender) => found(14).add(offender))) yield { done, total }
  readSupply(database, (offender) => found(14).add(offender))
  yield { done, total }
  for (const slice of readChains(database, ledgerKey, (invariant, offender) =>
    found(invariant).add(offender),
  )) {
    done += slice
    yield { done, total }
  }
  for (const slice of readSeals(database, found)) {
    done += slice
    yield { done, total }
  }
  for (const _ of readShakes(database, (offender) => found(8).add(offender))) yield { done, total }
  for (const _ of readOrders(database, (offender) => found(8).add(offender))) yield { done, total }
}

/** Compares every stored answer with its checksum. */
function* readAnswers(
  database: Database.Database,
  found: (invariant: number) => Findings,
): Generator<void, void> {
  const answers = database
    .prepare('SELECT key, lower(hex(body)), outcome, trade_no, created_at, checksum FROM idempotency_record')
    .raw()
  let read = 0
  for (const [key, body, outcome, tradeNo, at, checksum] of answers.iterate() as Iterable<AnswerRow>) {
    if (idempotencyChecksum(key, body, outcome, tradeNo, at) !== checksum)
      found(10).add(`the answer to ${key} is not what was stored`)
    if (++read % ANSWERS_A_SLICE === 0) yield
  }
}

type AnswerRow = [
  key: string,
  body: string,
  outcome: string,
  tradeNo: number | null,
  at: number,
  checksum: number,
]

/** Compares every envelope's shares with the commitment shown before anyone grabbed. */
function* readSeals(
  database: Database.Database,
  found: (invariant: number) => Findings,
): Generator<number, void> {
  const page = database.prepare(
    `SELECT id, envelope_no AS envelopeNo, way, salt, commitment,
            CASE WHEN way <> 'speed' THEN coalesce(
              (SELECT details FROM envelope_way WHERE envelope = envelope.id),
              (SELECT json_object('window', window) FROM fair_start WHERE envelope = envelope.id)) END AS details,
            CASE WHEN conditions > 0 THEN (SELECT json_group_array(json_object('kind', kind, 'details', details) ORDER BY kind)
               FROM envelope_condition WHERE envelope = envelope.id) END AS kept,
            (SELECT group_concat(amount, ',' ORDER BY position) FROM share WHERE envelope = envelope.id) AS shares
     FROM envelope WHERE id > ? ORDER BY id LIMIT ${ENVELOPES_A_SLICE}`,
  )
  let last = 0
  while (true) {
    const rows = page.all(last) as SealRow[]
    for (const { id, envelopeNo, salt, commitment, shares, ...row } of rows) {
      last = id
      const way = promisedByWay(row)
      if (!way) found(7).add(`envelope ${envelopeNo} has a way that this program did not write`)
      const conditions = promisedBy(row.kept, salt)
      if (!conditions) found(7).add(`envelope ${envelopeNo} has conditions that this program did not write`)
      const terms = [...(way ?? []), ...(conditions ?? [])]
      const sealed = { envelopeNo, salt, shares: (shares ?? '').split(',').map(Number), terms }
      if (commit(sealed) !== commitment)
        found(7).add(`envelope ${envelopeNo} does not have the shares it was sealed with`)
    }
    if (rows.length > 0) yield rows.length
    if (rows.length < ENVELOPES_A_SLICE) return
  }
}

/** Returns the terms of an envelope's way; undefined when they can't be read. */
function promisedByWay({ way, details }: Pick<SealRow, 'way' | 'details'>): readonly string[] | undefined {
  try {
    return wayTerms(way, JSON.parse(details ?? '{}') as object)
  } catch {
    return undefined
  }
}

/** Returns the terms of an envelope's conditions, given as JSON; undefined when they can't be read. */
function promisedBy(kept: string | null, salt: string): readonly string[] | undefined {
  if (kept === null) return []
  try {
    return conditionTerms((JSON.parse(kept) as KeptCondition[]).map(conditionIn), salt)
  } catch {
    return undefined
  }
}

interface SealRow {
  id: number
  envelopeNo: string
  way: Way
  /** Details that the way fixed, as JSON. */
  details: string | null
  /** Its conditions, as JSON. */
  kept: string | null
  salt: string
  commitment: string
  shares: string | null
}

/**
 * Lets SQLite check its own structure, every index, every CHECK and every reference: table by table, or a small file in
 * one go.
 */
function* checkFile(
  database: Database.Database,
  found: (invariant: number) => Findings,
): Generator<void, void> {
  const isSmall = (database.pragma('page_count', { simple: true }) as number) <= SMALL_FILE
  for (const table of isSmall ? [''] : tablesOf(database)) {
    for (const row of database.pragma(`integrity_check${table}`) as { integrity_check: string }[])
      if (row.integrity_check !== 'ok') found(14).add(row.integrity_check)
    yield
    for (const row of database.pragma(`foreign_key_check${table}`) as MissingReference[])
      found(14).add(`${row.table} row ${row.rowid} names a missing ${row.parent}`)
    yield
  }
}

/** Returns the names of all tables, in parentheses. */
function tablesOf(database: Database.Database): string[] {
  return database
    .prepare(`SELECT '(' || name || ')' FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[]
}

interface MissingReference {
  readonly table: string
  readonly rowid: number
  readonly parent: string
}
