import type { Snapshot } from '../integrity/snapshot.js'

/**
 * Kind of a column: `free` is text typed by people, `text` was written by this program, `amount` is in minor
 * units of the row's currency scale, `time` is UTC milliseconds.
 */
export type ColumnKind = 'number' | 'text' | 'free' | 'amount' | 'time'

export interface ExportedTable {
  readonly name: string
  readonly columns: readonly (readonly [name: string, kind: ColumnKind])[]
  readonly from: string
  readonly source: string
}

/**
 * The tables that bookkeeping needs. While an envelope is open, its remaining shares and the salt that would
 * reveal them stay secret.
 */
export const EXPORTED: readonly ExportedTable[] = [
  {
    name: 'accounts',
    source: 'account',
    columns: [
      ['id', 'number'],
      ['account_no', 'text'],
      ['account_name', 'free'],
      ['account_type', 'text'],
      ['user_id', 'number'],
      ['username', 'free'],
      ['balance', 'amount'],
      ['status', 'text'],
      ['created_at', 'time'],
      ['updated_at', 'time'],
      ['community', 'number'],
      ['currency', 'free'],
    ],
    from: `SELECT a.*, c.currency_name AS currency, c.scale
           FROM account a JOIN community c ON c.id = a.community ORDER BY a.id`,
  },
  {
    name: 'account_log',
    source: 'account_log',
    columns: [
      ['id', 'number'],
      ['account_no', 'text'],
      ['trade_no', 'number'],
      ['log_no', 'text'],
      ['target_account_no', 'text'],
      ['user_id', 'number'],
      ['target_user_id', 'number'],
      ['amount', 'amount'],
      ['balance', 'amount'],
      ['change_type', 'text'],
      ['change_flag', 'number'],
      ['status', 'text'],
      ['desc', 'free'],
      ['created_at', 'time'],
      ['seq', 'number'],
      ['hash', 'text'],
    ],
    from: `SELECT l.id, l.account_no, l.trade_no, l.log_no, l.target_account_no, l.user_id, l.target_user_id, l.amount,
                  l.balance, l.change_type, l.change_flag, l.status, l.desc, l.created_at, l.seq,
                  lower(hex(l.hash)) AS hash,
                  (SELECT scale FROM community c JOIN trade t ON t.community = c.id WHERE t.trade_no = l.trade_no) AS scale
           FROM account_log l ORDER BY l.trade_no, l.change_flag`,
  },
  {
    name: 'trades',
    source: 'trade',
    columns: [
      ['trade_no', 'number'],
      ['community', 'number'],
      ['from_account_no', 'text'],
      ['to_account_no', 'text'],
      ['amount', 'amount'],
      ['kind', 'text'],
      ['actor', 'number'],
      ['envelope_no', 'text'],
      ['reverses', 'number'],
      ['created_at', 'time'],
    ],
    from: `SELECT t.trade_no, t.community, f.account_no AS from_account_no, o.account_no AS to_account_no, t.amount,
                  t.kind, t.actor, e.envelope_no, r.reverses, t.created_at, c.scale
           FROM trade t JOIN community c ON c.id = t.community
           JOIN account f ON f.id = t.from_account JOIN account o ON o.id = t.to_account
           LEFT JOIN envelope e ON e.id = t.envelope LEFT JOIN reversal r ON r.trade_no = t.trade_no
           ORDER BY t.trade_no`,
  },
  {
    name: 'envelopes',
    source: 'envelope',
    columns: [
      ['envelope_no', 'text'],
      ['community', 'number'],
      ['account_no', 'text'],
      ['sender', 'number'],
      ['sender_name', 'free'],
      ['kind', 'text'],
      ['audience', 'text'],
      ['theme', 'text'],
      ['greeting', 'free'],
      ['total', 'amount'],
      ['count', 'number'],
      ['state', 'text'],
      ['grabbed_count', 'number'],
      ['grabbed_total', 'amount'],
      ['commitment', 'text'],
      ['salt', 'text'],
      ['created_at', 'time'],
      ['deadline', 'time'],
      ['ended_at', 'time'],
      ['refund_trade_no', 'number'],
    ],
    from: `SELECT e.envelope_no, e.community, e.account_no, e.sender, m.name AS sender_name, e.kind, e.audience,
                  e.theme, e.greeting, e.total, e.count, e.state, e.grabbed_count, e.grabbed_total, e.commitment,
                  CASE WHEN e.state NOT IN ('scheduled', 'open') THEN e.salt END AS salt,
                  e.created_at, e.deadline, e.ended_at, e.refund_trade_no, c.scale
           FROM envelope e JOIN community c ON c.id = e.community JOIN member m ON m.id = e.sender ORDER BY e.id`,
  },
  {
    name: 'shares',
    source: 'share',
    columns: [
      ['envelope_no', 'text'],
      ['position', 'number'],
      ['amount', 'amount'],
      ['claimer', 'number'],
      ['claimer_name', 'free'],
      ['claimed_at', 'time'],
      ['trade_no', 'number'],
      ['reaction', 'number'],
    ],
    from: `SELECT e.envelope_no, s.position,
                  CASE WHEN e.state NOT IN ('scheduled', 'open') OR s.claimer IS NOT NULL THEN s.amount END AS amount,
                  s.claimer, m.name AS claimer_name, s.claimed_at, s.trade_no, s.reaction, c.scale
           FROM share s JOIN envelope e ON e.id = s.envelope JOIN community c ON c.id = e.community
           LEFT JOIN member m ON m.id = s.claimer ORDER BY s.envelope, s.position`,
  },
  {
    name: 'members',
    source: 'member',
    columns: [
      ['id', 'number'],
      ['community', 'number'],
      ['community_name', 'free'],
      ['name', 'free'],
      ['treasurer', 'number'],
      ['wallet_no', 'text'],
      ['identities', 'free'],
      ['created_at', 'time'],
    ],
    from: `SELECT m.id, m.community, c.name AS community_name, m.name, m.treasurer, a.account_no AS wallet_no,
                  (SELECT group_concat(i.platform || ':' || i.user, ' ') FROM identity i
                   WHERE i.member = m.id) AS identities,
                  m.created_at, c.scale
           FROM member m JOIN community c ON c.id = m.community JOIN account a ON a.user_id = m.id ORDER BY m.id`,
  },
]

export type ExportedRow = Readonly<Record<string, string | number | null>> & { readonly scale: number }

/** Returns the number of rows in a table. */
export function countRows(snapshot: Snapshot, table: ExportedTable): number {
  return snapshot.prepare(`SELECT count(*) FROM ${table.source}`).pluck().get() as number
}

/**
 * Yields the rows of a table in the order in which they were created, one at a time: a table may not fit in
 * memory.
 */
export function rowsOf(snapshot: Snapshot, table: ExportedTable): IterableIterator<ExportedRow> {
  return snapshot.prepare(table.from).iterate() as IterableIterator<ExportedRow>
}
