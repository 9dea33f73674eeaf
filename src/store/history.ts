import { sql } from 'kysely'
import type { Amount } from '../core/money.js'
import { build, many, type Plan, statement } from './plan.js'
import type { ChangeType } from './schema.js'

const selectStatement = statement<{ accountNo: string; before: number; limit: number }>()((arg) =>
  build
    .selectFrom('account_log')
    .leftJoin('member as other', 'other.id', 'account_log.target_user_id')
    .leftJoin('trade', 'trade.trade_no', 'account_log.trade_no')
    .leftJoin('envelope', 'envelope.id', 'trade.envelope')
    .leftJoin('reversal', 'reversal.trade_no', 'account_log.trade_no')
    .select([
      'reversal.reverses',
      'account_log.log_no',
      'account_log.trade_no',
      'account_log.amount',
      'account_log.balance',
      'account_log.change_type',
      'account_log.change_flag',
      'account_log.desc',
      'account_log.created_at',
      'account_log.seq',
      'other.name as other_name',
      'envelope.envelope_no',
    ])
    .where('account_log.account_no', '=', arg('accountNo'))
    .where('account_log.seq', '<', arg('before'))
    .orderBy('account_log.seq', 'desc')
    .limit(sql<number>`${arg('limit')}`),
)

// CROSS JOIN fixes the order: from the community's trades to their entries, never through those of others.
const selectEntries = statement<{ community: number; after: number; limit: number }>()((arg) =>
  build
    .selectFrom('trade')
    .crossJoin('account_log')
    .innerJoin('account', 'account.account_no', 'account_log.account_no')
    .select([
      'account_log.id',
      'account_log.log_no',
      'account_log.trade_no',
      'account_log.account_no',
      'account_log.target_account_no',
      'account_log.amount',
      'account_log.balance',
      'account_log.change_type',
      'account_log.change_flag',
      'account_log.desc',
      'account_log.created_at',
      'account.account_type',
      'account.username',
    ])
    .whereRef('account_log.trade_no', '=', 'trade.trade_no')
    .where('trade.community', '=', arg('community'))
    .where('trade.trade_no', '>=', (eb) =>
      eb
        .selectFrom('account_log as next')
        .select('next.trade_no')
        .where('next.id', '>', arg('after'))
        .orderBy('next.id')
        .limit(sql.lit(1)),
    )
    .where('account_log.id', '>', arg('after'))
    .orderBy('trade.trade_no')
    .orderBy('account_log.id')
    .limit(sql<number>`${arg('limit')}`),
)

const selectNewest = statement<{ community: number; limit: number }>()((arg) =>
  build
    .selectFrom('trade')
    .crossJoin('account_log')
    .select('account_log.id')
    .whereRef('account_log.trade_no', '=', 'trade.trade_no')
    .where('trade.community', '=', arg('community'))
    .orderBy('trade.trade_no', 'desc')
    .orderBy('account_log.id', 'desc')
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

// The literal kinds let SQLite see that the partial index applies, and INDEXED BY forces it: the planner would prefer
// the index over all trades of the community and scan every grab. Reads the receiving entry of each trade: either its
// own account or the other one is the member's.
const selectByAdmin = statement<{ community: number; limit: number }>()<AdminTrade>((arg) => ({
  compile: () =>
    sql<AdminTrade>`
      SELECT trade.trade_no, trade.created_at, trade.kind, trade.amount, actor.name AS actor_name,
             member.name AS member_name, account_log."desc", reversal.reverses, payer.name AS payer_name,
             receiver.name AS receiver_name
      FROM trade INDEXED BY trade_by_admin
      JOIN account_log ON account_log.trade_no = trade.trade_no AND account_log.change_flag = 1
      LEFT JOIN member AS actor ON actor.id = trade.actor
      LEFT JOIN member ON member.id = coalesce(account_log.user_id, account_log.target_user_id)
      LEFT JOIN reversal ON reversal.trade_no = trade.trade_no
      LEFT JOIN member AS payer ON payer.id = account_log.target_user_id AND trade.kind = 'reversal'
      LEFT JOIN member AS receiver ON receiver.id = account_log.user_id AND trade.kind = 'reversal'
      WHERE trade.community = ${arg('community')} AND trade.kind IN ('top_up', 'deduct', 'reversal')
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

/** Returns the entries of one account before the numbered one, newest first. */
export function* statementOf(accountNo: string, before: number, limit: number) {
  return yield* many(selectStatement, { accountNo, before, limit })
}

/** Returns the entries of a community after this id, oldest first. */
export function* entriesAfter(community: number, after: number, limit: number) {
  return yield* many(selectEntries, { community, after, limit })
}

/** Returns the id after which a community has its newest `limit` entries. */
export function* newestEntriesStart(community: number, limit: number): Plan<number> {
  const newest = yield* many(selectNewest, { community, limit })
  return (newest.at(-1)?.id ?? 1) - 1
}

/** Returns a community's latest trades by admins and operators, newest first. */
export function* tradesByAdmins(community: number, limit: number) {
  return yield* many(selectByAdmin, { community, limit })
}
