import type { KeyObject } from 'node:crypto'
import type Database from 'better-sqlite3'
import { commit } from '../core/fairness.js'
import { ENTRY_TEXT_SQL } from './ledger.js'
import { createSigner } from './signer.js'

export interface PromiseReport {
  /** The number of the promise; see docs/architecture.md. */
  readonly promise: number
  readonly title: string
  readonly ok: boolean
  /** Up to 20 offenders, each with its id. */
  readonly offenders: readonly string[]
  /** How many there are in all. */
  readonly count: number
}

export interface ReconcileReport {
  readonly ok: boolean
  readonly promises: readonly PromiseReport[]
  readonly trades: number
  readonly entries: number
  /** UTC milliseconds. */
  readonly at: number
}

/** How much of the log has been read. */
export interface ReconcileProgress {
  readonly done: number
  readonly total: number
}

const LISTED = 20
const ENTRIES_A_SLICE = 500
const ENVELOPES_A_SLICE = 200

class Findings {
  readonly offenders: string[] = []
  count = 0
  add(offender: string): void {
    this.count++
    if (this.offenders.length < LISTED) this.offenders.push(offender)
  }
}

/** A query whose every row is an offender, described by its only column. */
interface Check {
  readonly promise: number
  readonly sql: string
}

/** What the queries below may not say about a running program: how late an expiry may be, in milliseconds. */
const LATEST_EXPIRY = 60_000

const CHECKS: readonly Check[] = [
  {
    promise: 1,
    sql: `SELECT 'community ' || community || ' sums to ' || sum(balance) FROM account
          GROUP BY community HAVING sum(balance) <> 0`,
  },
  {
    promise: 4,
    sql: `SELECT 'trade ' || t.trade_no || ' has no two entries that mirror it' FROM trade t
          LEFT JOIN account_log o ON o.trade_no = t.trade_no AND o.change_flag = -1
          LEFT JOIN account_log i ON i.trade_no = t.trade_no AND i.change_flag = 1
          WHERE o.id IS NULL OR i.id IS NULL
             OR o.amount <> t.amount OR i.amount <> t.amount
             OR o.account_no <> t.from_account_no OR o.target_account_no <> t.to_account_no
             OR i.account_no <> t.to_account_no OR i.target_account_no <> t.from_account_no
             OR o.change_type <> t.kind OR i.change_type <> t.kind
             OR o.created_at <> t.created_at OR i.created_at <> t.created_at`,
  },
  {
    promise: 4,
    sql: `SELECT 'trade ' || t.trade_no || ' names another member or envelope than its accounts do' FROM trade t
          JOIN account f ON f.account_no = t.from_account_no JOIN account o ON o.account_no = t.to_account_no
          LEFT JOIN envelope e ON e.id = t.envelope
          WHERE CASE t.kind
            WHEN 'send' THEN t.actor IS NOT f.user_id OR e.account_no IS NOT t.to_account_no
            WHEN 'grab' THEN t.actor IS NOT o.user_id OR e.account_no IS NOT t.from_account_no
            WHEN 'refund' THEN t.actor IS NOT NULL OR e.account_no IS NOT t.from_account_no
            WHEN 'transfer' THEN t.actor IS NOT f.user_id OR t.envelope IS NOT NULL
            ELSE t.envelope IS NOT NULL END`,
  },
  {
    promise: 4,
    sql: `SELECT 'trade ' || trade_no || ' has ' || count(*) || ' entries that net to ' || sum(amount * change_flag)
          FROM account_log GROUP BY trade_no HAVING count(*) <> 2 OR sum(amount * change_flag) <> 0`,
  },
  {
    promise: 4,
    sql: `SELECT 'entry ' || l.log_no || ' belongs to no trade' FROM account_log l
          LEFT JOIN trade t ON t.trade_no = l.trade_no WHERE t.trade_no IS NULL`,
  },
  {
    promise: 5,
    sql: `SELECT 'account ' || account_no || ' (' || account_type || ') has ' || balance FROM account
          WHERE CASE account_type WHEN 'mint' THEN balance > 0 ELSE balance < 0 END`,
  },
  {
    promise: 6,
    sql: `SELECT 'trigger ' || name || ' is missing or does nothing' FROM (
            SELECT 'trade_no_update' AS name UNION ALL SELECT 'trade_no_delete'
            UNION ALL SELECT 'account_log_no_update' UNION ALL SELECT 'account_log_no_delete'
            UNION ALL SELECT 'account_no_delete' UNION ALL SELECT 'share_no_delete' UNION ALL SELECT 'share_fixed'
            UNION ALL SELECT 'envelope_no_delete' UNION ALL SELECT 'envelope_ends_once'
            UNION ALL SELECT 'envelope_promised')
          WHERE name NOT IN (SELECT name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'
                               AND (substr(sql, 1, instr(upper(sql), 'BEGIN')) NOT LIKE '%WHEN%'
                                    OR name IN ('share_fixed', 'envelope_ends_once')))`,
  },
  // Numbers are given one after the other and a plan that is undone gives its own back: a gap is a deletion.
  {
    promise: 6,
    sql: `SELECT 'there are ' || count(*) || ' trades, the last is trade ' || max(trade_no) FROM trade
          HAVING max(trade_no) <> count(*)`,
  },
  {
    promise: 6,
    sql: `SELECT 'there are ' || count(*) || ' entries, the last has id ' || max(id) FROM account_log
          HAVING max(id) <> count(*)`,
  },
  {
    promise: 6,
    sql: `SELECT 'account ' || a.account_no || ' is not of the member for whom entry ' || l.log_no || ' was written'
          FROM account_log l JOIN account a ON a.account_no = l.account_no WHERE l.user_id IS NOT a.user_id`,
  },
  {
    promise: 7,
    sql: `SELECT 'envelope ' || e.envelope_no || ': sent ' || e.total || ', grabbed ' || coalesce(s.grabbed, 0)
              || ', refunded ' || coalesce(r.amount, 0) || ', held ' || a.balance
          FROM envelope e
          JOIN account a ON a.account_no = e.account_no
          LEFT JOIN (SELECT envelope, sum(amount) AS total, count(*) AS count,
                            sum(CASE WHEN claimer IS NOT NULL THEN amount END) AS grabbed, count(claimer) AS claims
                     FROM share GROUP BY envelope) s ON s.envelope = e.id
          LEFT JOIN trade r ON r.trade_no = e.refund_trade_no
          WHERE e.total <> coalesce(s.total, 0) OR e.count <> coalesce(s.count, 0)
             OR e.grabbed_total <> coalesce(s.grabbed, 0) OR e.grabbed_count <> coalesce(s.claims, 0)
             OR e.total <> coalesce(s.grabbed, 0) + coalesce(r.amount, 0) + a.balance
             OR (e.state <> 'open' AND a.balance <> 0)`,
  },
  {
    promise: 7,
    sql: `SELECT 'envelope ' || e.envelope_no || ' was not paid for by exactly one trade' FROM envelope e
          LEFT JOIN trade t ON t.to_account_no = e.account_no
          GROUP BY e.id HAVING count(t.trade_no) <> 1 OR min(t.kind) <> 'send' OR min(t.amount) <> e.total`,
  },
  {
    promise: 8,
    sql: `SELECT 'member ' || claimer || ' has ' || count(*) || ' shares of envelope ' || e.envelope_no
          FROM share s JOIN envelope e ON e.id = s.envelope
          WHERE claimer IS NOT NULL GROUP BY s.envelope, claimer HAVING count(*) > 1`,
  },
  {
    promise: 8,
    sql: `SELECT 'share ' || s.position || ' of envelope ' || e.envelope_no || ' has no trade of its own'
          FROM share s JOIN envelope e ON e.id = s.envelope
          LEFT JOIN trade t ON t.trade_no = s.trade_no
          LEFT JOIN account a ON a.account_no = t.to_account_no
          WHERE s.claimer IS NOT NULL
            AND (t.trade_no IS NULL OR t.kind <> 'grab' OR t.amount <> s.amount
                 OR t.from_account_no <> e.account_no OR a.user_id IS NOT s.claimer
                 OR t.created_at <> s.claimed_at)`,
  },
  {
    promise: 8,
    sql: `SELECT 'trade ' || t.trade_no || ' paid for no share' FROM trade t
          LEFT JOIN share s ON s.trade_no = t.trade_no
          WHERE t.kind = 'grab' AND s.trade_no IS NULL`,
  },
  {
    promise: 9,
    sql: `SELECT 'envelope ' || e.envelope_no || ' (' || e.state || ') did not end as it says' FROM envelope e
          LEFT JOIN trade r ON r.trade_no = e.refund_trade_no
          LEFT JOIN account a ON a.account_no = r.to_account_no
          WHERE (e.state = 'finished' AND e.grabbed_count <> e.count)
             OR (e.state = 'open' AND e.grabbed_count = e.count)
             OR ((e.state IN ('expired', 'cancelled')) <> (e.refund_trade_no IS NOT NULL))
             OR (e.state = 'expired' AND e.ended_at < e.deadline)
             OR (e.state = 'cancelled' AND e.grabbed_count > 0)
             OR (e.refund_trade_no IS NOT NULL
                 AND (r.kind IS NOT 'refund' OR r.from_account_no IS NOT e.account_no OR a.user_id IS NOT e.sender))`,
  },
  {
    promise: 9,
    sql: `SELECT 'trade ' || t.trade_no || ' refunds envelope ' || coalesce(e.envelope_no, '?') || ' once more'
          FROM trade t LEFT JOIN envelope e ON e.account_no = t.from_account_no
          WHERE t.kind = 'refund' AND e.refund_trade_no IS NOT t.trade_no`,
  },
  {
    promise: 9,
    sql: `SELECT 'share ' || s.position || ' of envelope ' || e.envelope_no || ' was claimed after the deadline'
          FROM share s JOIN envelope e ON e.id = s.envelope WHERE s.claimed_at >= e.deadline`,
  },
  {
    promise: 10,
    sql: `SELECT 'trade ' || trade_no || ' answers ' || count(*) || ' keys' FROM request
          WHERE trade_no IS NOT NULL GROUP BY trade_no HAVING count(*) > 1`,
  },
  {
    promise: 10,
    sql: `SELECT 'the answer to ' || key || ' is not the one that was given' FROM request
          WHERE CASE WHEN json_valid(outcome) THEN json_extract(outcome, '$.tradeNo') IS NOT trade_no ELSE 1 END`,
  },
  {
    promise: 11,
    sql: `SELECT 'the answer to ' || r.key || ' tells of trade ' || r.trade_no || ', which is not in the books'
          FROM request r LEFT JOIN trade t ON t.trade_no = r.trade_no
          WHERE r.trade_no IS NOT NULL AND t.trade_no IS NULL`,
  },
  {
    promise: 12,
    sql: `SELECT 'envelope ' || envelope_no || ' was due ' || CAST((@now - deadline) / 1000 AS INTEGER) || ' s ago' FROM envelope
          WHERE state = 'open' AND deadline < @now - ${LATEST_EXPIRY}`,
  },
  {
    promise: 13,
    sql: `SELECT 'trade ' || t.trade_no || ' crosses communities' FROM trade t
          JOIN account f ON f.account_no = t.from_account_no JOIN account o ON o.account_no = t.to_account_no
          WHERE f.community <> t.community OR o.community <> t.community`,
  },
  {
    promise: 13,
    sql: `SELECT 'account ' || a.account_no || ' and its member are of different communities' FROM account a
          JOIN member m ON m.id = a.user_id WHERE m.community <> a.community`,
  },
  {
    promise: 13,
    sql: `SELECT 'envelope ' || e.envelope_no || ' and its sender or account are of different communities'
          FROM envelope e JOIN account a ON a.account_no = e.account_no JOIN member m ON m.id = e.sender
          WHERE a.community <> e.community OR m.community <> e.community`,
  },
  {
    promise: 13,
    sql: `SELECT 'person ' || i.user || ' of ' || i.platform || ' and member ' || m.id || ' are of different communities'
          FROM identity i JOIN member m ON m.id = i.member WHERE m.community <> i.community`,
  },
  {
    promise: 14,
    sql: `SELECT 'index ' || name || ' is missing' FROM (
            SELECT 'account_mint' AS name UNION ALL SELECT 'share_once'
            UNION ALL SELECT 'account_log_line' UNION ALL SELECT 'account_log_leg')
          WHERE name NOT IN (SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE INDEX%')`,
  },
]

export const PROMISES: Record<number, string> = {
  1: 'the balances of a community sum to zero',
  2: 'a balance equals the sum of its entries',
  3: 'each entry follows from the one before, without gaps',
  4: 'a trade has two linked entries that net to zero',
  5: 'only a mint is below zero, and never above',
  6: 'the log is append-only and its hash chain holds',
  7: 'an envelope: total = grabbed + refunded + held',
  8: 'a member has at most one share, a grabbed share one trade',
  9: 'an envelope ends once; no grab at or after the deadline',
  10: 'a key has one answer and an answer one key',
  11: 'an answer that was given is in the books',
  12: 'no envelope stays open past its deadline',
  13: 'money never crosses communities',
  14: 'the database is sound',
}

/**
 * Proves what can be proven from the file alone, and changes nothing. Yields after every slice of work, so
 * that the caller may let others run; returns the report. `database` must see one unchanging state: pass a
 * connection inside a transaction. `now` is UTC milliseconds.
 */
export function* reconcileSteps(
  database: Database.Database,
  ledgerKey: KeyObject,
  now: number,
): Generator<ReconcileProgress, ReconcileReport> {
  const findings = new Map(Object.keys(PROMISES).map((promise) => [Number(promise), new Findings()]))
  const found = (promise: number) => findings.get(promise) as Findings
  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  const entries = count('account_log')
  const trades = count('trade')
  // The queries weigh about as much as reading the log once.
  const total = entries + count('envelope') + CHECKS.length
  let done = 0

  for (const { promise, sql } of CHECKS) {
    const query = database.prepare(sql).pluck()
    const rows = (sql.includes('@now') ? query.all({ now }) : query.all()) as string[]
    for (const row of rows) found(promise).add(row)
    yield { done: ++done, total }
  }
  for (const _ of checkFile(database, found)) yield { done, total }
  for (const slice of readChains(database, ledgerKey, found)) {
    done += slice
    yield { done, total }
  }
  for (const slice of readSeals(database, found)) {
    done += slice
    yield { done, total }
  }

  const promises = [...findings].map(([promise, { offenders, count }]) => ({
    promise,
    title: PROMISES[promise] as string,
    ok: count === 0,
    offenders,
    count,
  }))
  return { ok: promises.every((promise) => promise.ok), promises, trades, entries, at: now }
}

/** Compares every envelope's shares with the commitment that was shown before anybody grabbed. */
function* readSeals(
  database: Database.Database,
  found: (promise: number) => Findings,
): Generator<number, void> {
  const page = database.prepare(
    `SELECT id, envelope_no AS envelopeNo, salt, commitment,
            (SELECT group_concat(amount, ',' ORDER BY position) FROM share WHERE envelope = envelope.id) AS shares
     FROM envelope WHERE id > ? ORDER BY id LIMIT ${ENVELOPES_A_SLICE}`,
  )
  let last = 0
  while (true) {
    const rows = page.all(last) as SealRow[]
    for (const { id, envelopeNo, salt, commitment, shares } of rows) {
      last = id
      const sealed = { envelopeNo, salt, shares: (shares ?? '').split(',').map(Number) }
      if (commit(sealed) !== commitment)
        found(7).add(`envelope ${envelopeNo} has not the shares it was sealed with`)
    }
    if (rows.length > 0) yield rows.length
    if (rows.length < ENVELOPES_A_SLICE) return
  }
}

interface SealRow {
  id: number
  envelopeNo: string
  salt: string
  commitment: string
  shares: string | null
}

/** Lets SQLite check its own structure, every CHECK and every reference, table by table. */
function* checkFile(
  database: Database.Database,
  found: (promise: number) => Findings,
): Generator<void, void> {
  const tables = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[]
  for (const table of tables) {
    for (const row of database.pragma(`quick_check(${table})`) as { quick_check: string }[])
      if (row.quick_check !== 'ok') found(14).add(row.quick_check)
    yield
    // Whatever an entry names is compared with its trade and its account elsewhere.
    if (table === 'account_log') continue
    for (const row of database.pragma(`foreign_key_check(${table})`) as { rowid: number; parent: string }[])
      found(14).add(`${table} row ${row.rowid} names a missing ${row.parent}`)
    yield
  }
}

/** Id, account, number, amount with its sign, balance after, what is signed but for the hash before it, hash. */
type EntryRow = [
  id: number,
  accountNo: string,
  seq: number,
  change: number,
  balance: number,
  text: string,
  hash: string,
]

/** An account's head as the account says, and how far its entries have been followed. */
interface Chain {
  readonly account_no: string
  readonly balance: number
  readonly seq: number
  readonly hash: string
  reached: number
  sum: number
  left: number
  chained: string
}

/**
 * Follows every account's entries from the first to its head. Reads the log in the order in which it was
 * written, which is the order within every account too and needs no index. Yields how many entries were read.
 */
function* readChains(
  database: Database.Database,
  ledgerKey: KeyObject,
  found: (promise: number) => Findings,
): Generator<number, void> {
  const chains = new Map<string, Chain>()
  const heads = database.prepare(`SELECT account_no, balance, seq, hash, 0 AS reached, 0 AS sum, 0 AS left,
                                         '' AS chained FROM account`)
  for (const chain of heads.iterate() as Iterable<Chain>) chains.set(chain.account_no, chain)
  const page = database
    .prepare(
      `SELECT l.id, l.account_no, l.seq, l.amount * l.change_flag, l.balance, ${ENTRY_TEXT_SQL}, l.hash
       FROM account_log l LEFT JOIN trade t ON t.trade_no = l.trade_no
       WHERE l.id > ? ORDER BY l.id LIMIT ${ENTRIES_A_SLICE}`,
    )
    .raw()
  const sign = createSigner(ledgerKey)
  let last = 0
  while (true) {
    const rows = page.all(last) as EntryRow[]
    for (const row of rows) {
      // Taken one by one: taking an array apart by a pattern costs more than the whole comparison.
      const accountNo = row[1]
      const seq = row[2]
      const change = row[3]
      const balance = row[4]
      const hash = row[6]
      last = row[0]
      const chain = chains.get(accountNo)
      if (!chain) {
        found(3).add(`entry ${accountNo}.${seq} is of an account that does not exist`)
        continue
      }
      if (seq !== chain.reached + 1) found(3).add(`entry ${accountNo}.${seq} comes after ${chain.reached}`)
      if (balance !== chain.left + change)
        found(3).add(`entry ${accountNo}.${seq} leaves ${balance} after ${chain.left}`)
      if (sign(chain.chained + row[5]) !== hash)
        found(6).add(`entry ${accountNo}.${seq} was not written by this program`)
      chain.reached = seq
      chain.sum += change
      chain.left = balance
      chain.chained = hash
    }
    if (rows.length > 0) yield rows.length
    if (rows.length < ENTRIES_A_SLICE) break
  }
  for (const { account_no, balance, seq, hash, reached, sum, chained } of chains.values()) {
    if (balance !== sum) found(2).add(`account ${account_no} has ${balance}, its entries sum to ${sum}`)
    if (seq !== reached) found(3).add(`account ${account_no} is at ${seq}, its log at ${reached}`)
    else if (hash !== chained) found(6).add(`account ${account_no} has not the hash of its last entry`)
  }
}
