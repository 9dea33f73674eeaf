import { sql } from 'kysely'
import type { Amount } from '../core/money.js'
import { byDialect, LEAST } from './dialect.js'
import { build, many, type Plan, type Statement, statement } from './plan.js'
import type { AccountType, ChangeFlag, ChangeType } from './schema.js'
import { INTO_OWN, NEXT_SEGMENT, RECEIVED } from './segments.js'

/** What every list of entries has of an entry. */
interface Entry {
  readonly log_no: string
  readonly trade_no: number
  readonly amount: Amount
  readonly balance: Amount
  readonly change_type: ChangeType
  readonly change_flag: ChangeFlag
  readonly desc: string
  readonly created_at: number
}

/** A line of a wallet's statement, as it is stored. */
interface StatementRow extends Entry {
  readonly seq: number
  /** The trade that this one reverses. */
  readonly reverses: number | null
  /** The other side's name, when that is a member. */
  readonly other_name: string | null
  readonly envelope_no: string | null
}

// An account's entries are numbered without a gap, so a page of them is a range of numbers, and it is known how many of
// them are to be found among what the account received.
const selectStatement = statement<{ walletNo: string; before: number; limit: number }>()<StatementRow>(
  (arg) => {
    const onPage = (seq: 'from_seq' | 'to_seq') =>
      sql`t.${sql.raw(seq)} >= own.behind - ${arg('limit')} AND t.${sql.raw(seq)} < own.behind`
    const segments = sql`
      segment (number, wanted) AS (
        SELECT (SELECT max(trade_no) >> 16 FROM trade), min(${arg('limit')}, own.behind - 1) - (
          SELECT count(*) FROM trade AS t WHERE t.from_account = own.id AND ${onPage('from_seq')})
        FROM own
        UNION ALL
        SELECT ${sql.raw(NEXT_SEGMENT)}, segment.wanted - (
          SELECT count(*) FROM trade AS t INDEXED BY trade_received
          WHERE ${sql.raw(INTO_OWN)} AND ${onPage('to_seq')})
        FROM segment CROSS JOIN own WHERE segment.number > 0 AND segment.wanted > 0),`
    return {
      compile: () =>
        sql<StatementRow>`
          WITH RECURSIVE own AS (
            SELECT id, account_no, ${LEAST}(${arg('before')}, seq + 1) AS behind FROM account
            WHERE account_no = ${arg('walletNo')}),
          ${byDialect(segments, sql``)}
          entry AS (
            SELECT own.account_no, t.trade_no, t.from_seq AS seq, -1 AS flag, t.from_balance AS balance,
                   t.to_account AS other
            FROM own JOIN trade AS t ON t.from_account = own.id AND ${onPage('from_seq')}
            UNION ALL
            SELECT own.account_no, t.trade_no, t.to_seq, 1, t.to_balance, t.from_account
            FROM own ${byDialect(sql`${sql.raw(RECEIVED)}`, sql`JOIN trade AS t ON t.to_account = own.id`)}
              AND ${onPage('to_seq')})
          SELECT entry.account_no || '.' || entry.seq AS log_no, entry.trade_no, t.amount, entry.balance,
                 t.kind AS change_type, entry.flag AS change_flag, t."desc", t.created_at, entry.seq,
                 reversal.reverses, member.name AS other_name, envelope.envelope_no
          FROM entry JOIN trade AS t ON t.trade_no = entry.trade_no
          JOIN account AS other ON other.id = entry.other
          LEFT JOIN member ON member.id = other.user_id
          LEFT JOIN envelope ON envelope.id = t.envelope
          LEFT JOIN reversal ON reversal.trade_no = entry.trade_no
          ORDER BY entry.seq DESC`.compile(build),
    }
  },
)

const selectTrades = statement<{ community: number; from: number; limit: number }>()((arg) =>
  build
    .selectFrom('trade')
    .innerJoin('account as payer', 'payer.id', 'trade.from_account')
    .innerJoin('account as receiver', 'receiver.id', 'trade.to_account')
    .select([
      'trade.trade_no',
      'amount',
      'kind',
      'desc',
      'trade.created_at',
      'from_seq',
      'from_balance',
      'to_seq',
      'to_balance',
      'payer.account_no as payer_no',
      'payer.account_type as payer_type',
      'payer.username as payer_name',
      'receiver.account_no as receiver_no',
      'receiver.account_type as receiver_type',
      'receiver.username as receiver_name',
    ])
    .where('trade.community', '=', arg('community'))
    .where('trade.trade_no', '>=', arg('from'))
    .orderBy('trade.trade_no')
    .limit(sql<number>`${arg('limit')}`),
)

const selectNewest = statement<{ community: number; limit: number }>()((arg) =>
  build
    .selectFrom('trade')
    .select('trade_no')
    .where('community', '=', arg('community'))
    .orderBy('trade_no', 'desc')
    .limit(sql<number>`${arg('limit')}`),
)

interface AdminTrade {
  readonly trade_no: number
  readonly created_at: number
  readonly kind: ChangeType
  readonly amount: Amount
  readonly actor_name: string | null
  readonly member_name: string | null
  /** The members who paid and got a reversal. */
  readonly payer_name: string | null
  readonly receiver_name: string | null
  readonly reverses: number | null
  readonly desc: string
}

// The kinds as the partial index has them let SQLite see that it applies, and INDEXED BY forces it: the planner would prefer
// the index over all trades of the community and scan every grab.
const selectByAdmin = statement<{ community: number; limit: number }>()<AdminTrade>((arg) => ({
  compile: () =>
    sql<AdminTrade>`
      SELECT trade.trade_no, trade.created_at, trade.kind, trade.amount, actor.name AS actor_name,
             member.name AS member_name, trade."desc", reversal.reverses, payer.name AS payer_name,
             receiver.name AS receiver_name
      FROM trade ${byDialect(sql`INDEXED BY trade_by_admin`, sql``)}
      JOIN account AS paying ON paying.id = trade.from_account
      JOIN account AS receiving ON receiving.id = trade.to_account
      LEFT JOIN member AS actor ON actor.id = trade.actor
      LEFT JOIN member ON member.id = coalesce(receiving.user_id, paying.user_id)
      LEFT JOIN reversal ON reversal.trade_no = trade.trade_no
      LEFT JOIN member AS payer ON payer.id = paying.user_id AND trade.kind = 'reversal'
      LEFT JOIN member AS receiver ON receiver.id = receiving.user_id AND trade.kind = 'reversal'
      WHERE trade.community = ${arg('community')}
        AND (trade.kind = 'top_up' OR trade.kind = 'deduct' OR trade.kind = 'reversal')
      ORDER BY trade.trade_no DESC LIMIT ${arg('limit')}`.compile(build),
}))

/** So many of the newest trades of a community are looked through, and no more. */
const NEWEST_TRADES = 2_000

const selectGrabbers = statement<{ community: number; since: number }>()((arg) =>
  build
    .selectFrom(
      build
        .selectFrom('trade')
        .select(['kind', 'actor', 'created_at'])
        .where('community', '=', arg('community'))
        .orderBy('trade_no', 'desc')
        .limit(sql.lit(NEWEST_TRADES))
        .as('newest'),
    )
    .innerJoin('member', 'member.id', 'newest.actor')
    .select(sql<number>`coalesce(member.merged_into, member.id)`.as('id'))
    .distinct()
    .where('newest.kind', '=', sql.lit('grab' as const))
    .where('newest.created_at', '>=', arg('since'))
    // Members on none of the remaining platforms left with an unlinked chat.
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('identity')
          .innerJoin('chat', 'chat.platform', 'identity.platform')
          .select('identity.member')
          .where('chat.community', '=', arg('community'))
          .where('identity.member', '=', eb.fn.coalesce('member.merged_into', 'member.id')),
      ),
    ),
)

/**
 * The members who grabbed since then (UTC milliseconds) and can still reach the community, as they are represented now; of
 * a very busy hour the last of them.
 */
export function* grabbersSince(community: number, since: number): Plan<number[]> {
  return (yield* many(selectGrabbers, { community, since })).map(({ id }) => id)
}

/** Returns the entries of a wallet before the numbered one, newest first. */
export function* statementOf(walletNo: string, before: number, limit: number) {
  return yield* many(selectStatement, { walletNo, before, limit })
}

/** An entry as an audit lists it. */
export interface ListedEntry extends Entry {
  readonly id: number
  readonly account_no: string
  readonly target_account_no: string
  readonly account_type: AccountType
  readonly username: string
}

/**
 * Returns the entries of a community after this id, oldest first. A trade's entries have twice its number as their ids,
 * and one less.
 */
export function* entriesAfter(community: number, after: number, limit: number): Plan<ListedEntry[]> {
  const from = Math.floor(after / 2) + 1
  const entries: ListedEntry[] = []
  // The first of them may have only its second entry after this id.
  for (const row of yield* many(selectTrades, { community, from, limit: Math.floor(limit / 2) + 1 })) {
    if (2 * row.trade_no - 1 > after) entries.push(paying(row))
    entries.push(receiving(row))
  }
  return entries.slice(0, limit)
}

type TradeRow = typeof selectTrades extends Statement<never, infer Row> ? Row : never

function paying(row: TradeRow): ListedEntry {
  return {
    id: 2 * row.trade_no - 1,
    log_no: `${row.payer_no}.${row.from_seq}`,
    trade_no: row.trade_no,
    account_no: row.payer_no,
    target_account_no: row.receiver_no,
    amount: row.amount,
    balance: row.from_balance,
    change_type: row.kind,
    change_flag: -1,
    desc: row.desc,
    created_at: row.created_at,
    account_type: row.payer_type,
    username: row.payer_name,
  }
}

function receiving(row: TradeRow): ListedEntry {
  return {
    id: 2 * row.trade_no,
    log_no: `${row.receiver_no}.${row.to_seq}`,
    trade_no: row.trade_no,
    account_no: row.receiver_no,
    target_account_no: row.payer_no,
    amount: row.amount,
    balance: row.to_balance,
    change_type: row.kind,
    change_flag: 1,
    desc: row.desc,
    created_at: row.created_at,
    account_type: row.receiver_type,
    username: row.receiver_name,
  }
}

/** Returns the id after which a community has its newest `limit` entries. */
export function* newestEntriesStart(community: number, limit: number): Plan<number> {
  const trades = Math.ceil(limit / 2)
  const newest = yield* many(selectNewest, { community, limit: trades })
  const oldest = newest.at(-1)?.trade_no
  if (oldest === undefined) return 0
  // Of an odd number, the oldest trade has only its second entry among them.
  return 2 * oldest - (limit % 2 === 1 && newest.length === trades ? 1 : 2)
}

/** Returns a community's latest trades by admins and operators, newest first. */
export function* tradesByAdmins(community: number, limit: number) {
  return yield* many(selectByAdmin, { community, limit })
}
