import { conditionTerms } from '../core/conditions/commitment.js'
import type { EnvelopeState } from '../core/envelope.js'
import { commitmentText } from '../core/fairness.js'
import { type Way, wayTerms } from '../core/ways/ways.js'
import type { Snapshot } from '../integrity/snapshot.js'
import { conditionIn, type KeptCondition } from '../store/conditions/conditions.js'
import { RECEIVED, SEGMENTS } from '../store/segments.js'

/** Operator's view of an account. Amounts are minor units, times UTC milliseconds. */
export interface AccountFound {
  readonly account_no: string
  readonly account_type: string
  readonly user_id: number | null
  readonly username: string
  readonly balance: number
  readonly status: string
  readonly created_at: number
  readonly seq: number
  readonly community: number
  readonly community_name: string
  readonly scale: number
  readonly symbol: string
}

export interface EntryFound {
  readonly log_no: string
  readonly trade_no: number
  readonly target_account_no: string
  readonly amount: number
  readonly balance: number
  readonly change_type: string
  readonly change_flag: 1 | -1
  readonly desc: string
  readonly created_at: number
}

export interface TradeFound {
  readonly trade_no: number
  readonly from_account_no: string
  readonly to_account_no: string
  readonly amount: number
  readonly kind: string
  readonly actor: number | null
  readonly actor_name: string | null
  readonly envelope_no: string | null
  readonly created_at: number
  readonly community: number
  readonly community_name: string
  readonly scale: number
  readonly symbol: string
}

export interface EnvelopeFound {
  readonly id: number
  readonly envelope_no: string
  readonly account_no: string
  readonly sender: number
  readonly sender_name: string
  readonly kind: string
  readonly audience: string
  readonly theme: string
  readonly greeting: string
  readonly total: number
  readonly count: number
  readonly state: EnvelopeState
  readonly grabbed_count: number
  readonly grabbed_total: number
  readonly salt: string
  readonly commitment: string
  readonly created_at: number
  readonly deadline: number
  readonly ended_at: number | null
  readonly refund_trade_no: number | null
  readonly refunded: number | null
  readonly community: number
  readonly community_name: string
  readonly scale: number
  readonly symbol: string
}

export interface ShareFound {
  readonly position: number
  readonly amount: number
  readonly claimer: number | null
  readonly claimer_name: string | null
  readonly claimed_at: number | null
  readonly trade_no: number | null
}

const COMMUNITY = 'c.name AS community_name, c.scale, c.currency_symbol AS symbol'

/** Returns the account with this number, if any. */
export function findAccount(snapshot: Snapshot, accountNo: string): AccountFound | undefined {
  return snapshot
    .prepare(
      `SELECT a.account_no, a.account_type, a.user_id, a.username, a.balance, a.status, a.created_at, a.seq,
              a.community, ${COMMUNITY}
       FROM account a JOIN community c ON c.id = a.community WHERE a.account_no = ?`,
    )
    .get(accountNo) as AccountFound | undefined
}

const ENTRY = `log_no, trade_no, target_account_no, amount, balance, change_type, change_flag, "desc", created_at`

/** Returns the latest entries of an account, newest first. Trusts no number of the account: the books may be damaged. */
export function newestEntries(snapshot: Snapshot, accountNo: string, limit: number): EntryFound[] {
  const trades = snapshot
    .prepare(
      `WITH RECURSIVE ${SEGMENTS}, own AS (SELECT id FROM account WHERE account_no = @accountNo)
       SELECT t.trade_no FROM own JOIN trade t ON t.from_account = own.id
       UNION ALL
       SELECT t.trade_no FROM own JOIN trade t ON t.to_account = own.id AND t.kind = 'send'
       UNION ALL
       SELECT t.trade_no FROM own ${RECEIVED}
       ORDER BY trade_no DESC LIMIT @limit`,
    )
    .pluck()
    .all({ accountNo, limit })
  const entry = snapshot.prepare(`SELECT ${ENTRY} FROM account_log WHERE trade_no = ? AND account_no = ?`)
  return trades.flatMap((tradeNo) => entry.all(tradeNo, accountNo) as EntryFound[])
}

/** Returns the trade with this number, if any. */
export function findTrade(snapshot: Snapshot, tradeNo: number): TradeFound | undefined {
  return snapshot
    .prepare(
      `SELECT t.trade_no, f.account_no AS from_account_no, o.account_no AS to_account_no, t.amount, t.kind, t.actor, m.name AS actor_name,
              e.envelope_no, t.created_at, t.community, ${COMMUNITY}
       FROM trade t JOIN community c ON c.id = t.community
       JOIN account f ON f.id = t.from_account JOIN account o ON o.id = t.to_account
       LEFT JOIN member m ON m.id = t.actor LEFT JOIN envelope e ON e.id = t.envelope
       WHERE t.trade_no = ?`,
    )
    .get(tradeNo) as TradeFound | undefined
}

/** Returns the two entries of a trade: out, then in. */
export function entriesOfTrade(snapshot: Snapshot, tradeNo: number): EntryFound[] {
  return snapshot
    .prepare(`SELECT ${ENTRY} FROM account_log WHERE trade_no = ? ORDER BY change_flag`)
    .all(tradeNo) as EntryFound[]
}

/** Returns the envelope with this number, if any. Its salt is secret while it is open. */
export function findEnvelope(snapshot: Snapshot, envelopeNo: string): EnvelopeFound | undefined {
  return snapshot
    .prepare(
      `SELECT e.id, e.envelope_no, e.account_no, e.sender, m.name AS sender_name, e.kind, e.audience, e.theme,
              e.greeting, e.total, e.count, e.state, e.grabbed_count, e.grabbed_total, e.salt, e.commitment,
              e.created_at, e.deadline, e.ended_at, e.refund_trade_no, r.amount AS refunded, e.community,
              ${COMMUNITY}
       FROM envelope e JOIN community c ON c.id = e.community JOIN member m ON m.id = e.sender
       LEFT JOIN trade r ON r.trade_no = e.refund_trade_no
       WHERE e.envelope_no = ?`,
    )
    .get(envelopeNo) as EnvelopeFound | undefined
}

/** Returns the text whose SHA-256 is an envelope's commitment. Secret until it ends. */
export function committedTextOf(snapshot: Snapshot, { id, ...envelope }: EnvelopeFound): string {
  const { way, details } = snapshot
    .prepare(
      `SELECT way, coalesce((SELECT details FROM envelope_way WHERE envelope = envelope.id),
                (SELECT json_object('window', window) FROM fair_start WHERE envelope = envelope.id), '{}') AS details
       FROM envelope WHERE id = ?`,
    )
    .get(id) as { way: Way; details: string }
  const conditions = snapshot
    .prepare('SELECT kind, details FROM envelope_condition WHERE envelope = ? ORDER BY kind')
    .all(id) as KeptCondition[]
  const { envelope_no: envelopeNo, salt } = envelope
  const terms = [
    ...wayTerms(way, JSON.parse(details) as object),
    ...conditionTerms(conditions.map(conditionIn), salt),
  ]
  return commitmentText({
    envelopeNo,
    shares: sharesFound(snapshot, id).map(({ amount }) => amount),
    salt,
    terms,
  })
}

/** Returns all shares of an envelope in the order in which they are handed out. */
export function sharesFound(snapshot: Snapshot, envelope: number): ShareFound[] {
  return snapshot
    .prepare(
      `SELECT s.position, s.amount, s.claimer, m.name AS claimer_name, s.claimed_at, s.trade_no
       FROM share s LEFT JOIN member m ON m.id = s.claimer WHERE s.envelope = ? ORDER BY s.position`,
    )
    .all(envelope) as ShareFound[]
}
