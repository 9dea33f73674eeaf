import type { KeyObject } from 'node:crypto'
import { HASH_DIGITS, TRADE_TEXT_SQL, tradeContext } from '../store/ledger.js'
import { createSigner } from '../store/signer.js'
import type Database from '../store/sqlite-library.js'
import { IdSet } from './id-set.js'

const TRADES_A_SLICE = 250
const ACCOUNTS_A_SLICE = 2_000

type TradeRow = [
  tradeNo: number,
  fromId: number,
  fromSeq: number,
  fromBalance: number,
  toId: number,
  toSeq: number,
  toBalance: number,
  amount: number,
  text: string,
  hash: string,
  at: number,
]

/** Head of an account according to its row, and how far its entries have been followed. */
interface Chain {
  readonly accountNo: string
  readonly userId: number | null
  readonly balance: number
  readonly seq: number
  readonly head: string
  readonly updatedAt: number
  readonly closed: 0 | 1
  reached: number
  sum: number
  left: number
  hash: string
  at: number
}

const CHAIN = `account_no AS accountNo, user_id AS userId, balance, seq, lower(hex(hash)) AS head, updated_at AS updatedAt,
  status = 'closed' AS closed, 0 AS reached, 0 AS sum, 0 AS left, '' AS hash, updated_at AS at`

/**
 * Follows every account's entries from the first to its head. Reads the trades in the order in which they were written,
 * which is also the order within every account and needs no index. Remembers an account from its first entry until it is
 * closed, so that accounts of past red packets take no memory. Yields the number of trades read;
 * reports problems by their invariant.
 */
export function* readChains(
  database: Database.Database,
  ledgerKey: KeyObject,
  found: (invariant: number, offender: string) => void,
): Generator<number, void> {
  const chains = new Map<number, Chain>()
  const ended = new IdSet()
  const heads = database.prepare(`SELECT ${CHAIN} FROM account WHERE id = ?`)
  const page = database
    .prepare(
      `SELECT t.trade_no, t.from_account, t.from_seq, t.from_balance, t.to_account, t.to_seq, t.to_balance, t.amount,
              ${TRADE_TEXT_SQL}, lower(hex(t.hash)), t.created_at
       FROM trade t WHERE t.trade_no > ? ORDER BY t.trade_no LIMIT ${TRADES_A_SLICE}`,
    )
    .raw()
  const sign = createSigner(ledgerKey)

  const chainOf = (id: number): Chain | undefined => {
    const known = chains.get(id)
    if (known) return known
    const chain = heads.get(id) as Chain | undefined
    if (!chain) return undefined
    // Its entries were followed to the end, so this one is too many.
    if (ended.has(id)) {
      const { seq: reached, balance, head: hash } = chain
      Object.assign(chain, { reached, sum: balance, left: balance, hash })
    }
    chains.set(id, chain)
    return chain
  }
  const follow = (id: number, chain: Chain, row: TradeRow, seq: number, change: number, balance: number) => {
    const { accountNo } = chain
    if (seq !== chain.reached + 1) found(3, `entry ${accountNo}.${seq} comes after ${chain.reached}`)
    if (balance !== chain.left + change)
      found(3, `entry ${accountNo}.${seq} leaves ${balance} after ${chain.left}`)
    chain.reached = seq
    chain.sum += change
    chain.left = balance
    chain.hash = row[9]
    chain.at = row[10]
    if (chain.closed === 0 || seq !== chain.seq) return
    end(chain)
    chains.delete(id)
    ended.add(id)
  }
  const end = ({ accountNo, balance, seq, head, updatedAt, reached, sum, hash, at }: Chain) => {
    if (balance !== sum) found(2, `account ${accountNo} has ${balance}, its entries sum to ${sum}`)
    if (seq !== reached) found(3, `account ${accountNo} is at ${seq}, its log at ${reached}`)
    else if (head !== hash) found(6, `account ${accountNo} does not have the hash of its last entry`)
    // A playground's clock continues from the latest of these times.
    else if (updatedAt !== at)
      found(3, `account ${accountNo} changed at ${updatedAt}, its last entry at ${at}`)
  }

  let last = 0
  while (true) {
    const rows = page.all(last) as TradeRow[]
    for (const row of rows) {
      // Read one by one: array destructuring costs more than the whole comparison.
      last = row[0]
      const from = chainOf(row[1])
      const to = chainOf(row[4])
      const amount = row[7]
      if (!from || !to) {
        found(3, `trade ${last} names an account that does not exist`)
        continue
      }
      if (sign(tradeContext(from, to) + row[8]).slice(0, HASH_DIGITS) !== row[9])
        found(6, `trade ${last} was not written by this program`)
      follow(row[1], from, row, row[2], -amount, row[3])
      follow(row[4], to, row, row[5], amount, row[6])
    }
    if (rows.length > 0) yield rows.length
    if (rows.length < TRADES_A_SLICE) break
  }

  const accounts = database.prepare(
    `SELECT id, ${CHAIN} FROM account WHERE id > ? ORDER BY id LIMIT ${ACCOUNTS_A_SLICE}`,
  )
  let lastId = Number.MIN_SAFE_INTEGER
  while (true) {
    const rows = accounts.all(lastId) as (Chain & { id: number })[]
    for (const { id, ...untouched } of rows) {
      lastId = id
      const chain = chains.get(id)
      if (chain || !ended.has(id)) end(chain ?? untouched)
    }
    yield 0
    if (rows.length < ACCOUNTS_A_SLICE) break
  }
}
