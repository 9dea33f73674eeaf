import { sql } from 'kysely'
import { build, many, one, type Plan, run, statement } from './plan.js'

/** A wallet was frozen or thawed. */
export interface StatusChange {
  readonly community: number
  readonly walletNo: string
  readonly status: 'frozen' | 'active'
  /** May be empty for a thaw. */
  readonly reason: string
  /** The admin; null for an operator at the console. */
  readonly actor: number | null
  /** UTC milliseconds. */
  readonly at: number
}

const updateStatus = statement<{ walletNo: string; status: StatusChange['status'] }>()((arg) =>
  build
    .updateTable('account')
    .set({ status: arg('status') })
    .where('account_no', '=', arg('walletNo')),
)

const insertChange = statement<StatusChange>()((arg) =>
  build.insertInto('status_change').values({
    community: arg('community'),
    account_no: arg('walletNo'),
    status: arg('status'),
    reason: arg('reason'),
    actor: arg('actor'),
    after_trade: sql<number>`(SELECT coalesce(max(trade_no), 0) FROM trade)`,
    created_at: arg('at'),
  }),
)

const selectNewest = statement<{ walletNo: string }>()((arg) =>
  build
    .selectFrom('status_change')
    .select(['status', 'reason'])
    .where('account_no', '=', arg('walletNo'))
    .orderBy('id', 'desc')
    .limit(sql.lit(1)),
)

const selectOfCommunity = statement<{ community: number; limit: number }>()((arg) =>
  build
    .selectFrom('status_change')
    .innerJoin('account', 'account.account_no', 'status_change.account_no')
    .innerJoin('member', 'member.id', 'account.user_id')
    .leftJoin('member as actor', 'actor.id', 'status_change.actor')
    .select(['status_change.status', 'status_change.reason', 'status_change.created_at as at'])
    .select(['after_trade as afterTrade', 'member.name as member', 'actor.name as actor'])
    .where('status_change.community', '=', arg('community'))
    .orderBy('status_change.id', 'desc')
    .limit(sql<number>`${arg('limit')}`),
)

/** Freezes or thaws a wallet, and records why and by whom. */
export function* changeStatus(change: StatusChange): Plan<void> {
  yield* run(updateStatus, change)
  yield* run(insertChange, change)
}

/**
 * Returns why a wallet is frozen; undefined when an operator froze it in the file, which leaves no
 * reason. Only for frozen wallets.
 */
export function* freezeReason(walletNo: string): Plan<string | undefined> {
  const newest = yield* one(selectNewest, { walletNo })
  return newest?.status === 'frozen' ? newest.reason : undefined
}

/** Returns the newest freezes and thaws of a community, newest first. */
export function* statusChangesOf(community: number, limit: number) {
  return yield* many(selectOfCommunity, { community, limit })
}
