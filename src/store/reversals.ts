import { sql } from 'kysely'
import type { CommunityLanguage } from '../core/community.js'
import type { Amount } from '../core/money.js'
import { IF } from './dialect.js'
import { build, many, one, type Plan, run, statement } from './plan.js'
import type { ChangeType } from './schema.js'

/** A trade that may be reversed. */
export interface PastTrade {
  readonly tradeNo: number
  readonly community: number
  readonly kind: ChangeType
  readonly amount: Amount
  readonly fromAccountNo: string
  readonly toAccountNo: string
  /** Its note or reason. */
  readonly desc: string
  readonly envelopeNo: string | null
  /** UTC milliseconds. */
  readonly at: number
  /** The trade that reversed it, if any. */
  readonly reversedBy: number | null
}

const selectTrade = statement<{ tradeNo: number }>()((arg) =>
  build
    .selectFrom('trade')
    .innerJoin('account as payer', 'payer.id', 'trade.from_account')
    .innerJoin('account as receiver', 'receiver.id', 'trade.to_account')
    .leftJoin('envelope', 'envelope.id', 'trade.envelope')
    .leftJoin('reversal', 'reversal.reverses', 'trade.trade_no')
    .select(['trade.trade_no as tradeNo', 'trade.community', 'trade.kind', 'trade.amount'])
    .select(['payer.account_no as fromAccountNo', 'receiver.account_no as toAccountNo'])
    .select(['trade.desc', 'envelope_no as envelopeNo', 'trade.created_at as at'])
    .select('reversal.trade_no as reversedBy')
    .where('trade.trade_no', '=', arg('tradeNo')),
)

const insertReversal = statement<{ tradeNo: number; reverses: number }>()((arg) =>
  build.insertInto('reversal').values({ trade_no: arg('tradeNo'), reverses: arg('reverses') }),
)

// A wallet's newest hundred entries are looked through, because money usually moves on soon after it came.
const selectLinkedTo = statement<{ walletNo: string; linked: string }>()((arg) =>
  build
    .selectFrom('account')
    .innerJoin('trade', 'trade.from_account', 'account.id')
    .innerJoin('account as receiver', 'receiver.id', 'trade.to_account')
    .innerJoin('member', 'member.id', 'receiver.user_id')
    .select('member.name')
    .where('account.account_no', '=', arg('walletNo'))
    .where('trade.from_seq', '>', sql<number>`account.seq - 100`)
    .where('trade.kind', '=', sql.lit('transfer' as const))
    .where('trade.desc', '=', arg('linked'))
    .orderBy('trade.from_seq', 'desc')
    .limit(sql.lit(1)),
)

const insertNotice = statement<{ tradeNo: number; member: number; platform: string }>()((arg) =>
  build
    .insertInto('reversal_notice')
    .values({ trade_no: arg('tradeNo'), member: arg('member'), platform: arg('platform') }),
)

const selectPlatforms = statement<{ now: number }>()((arg) =>
  build.selectFrom('reversal_notice').select('platform').distinct().where('next_try_at', '<=', arg('now')),
)

const selectDue = statement<{ platform: string; now: number }>()((arg) =>
  build
    .selectFrom('reversal_notice')
    .innerJoin('member', 'member.id', 'reversal_notice.member')
    .innerJoin('community', 'community.id', 'member.community')
    .innerJoin('trade', 'trade.trade_no', 'reversal_notice.trade_no')
    .innerJoin('reversal', 'reversal.trade_no', 'reversal_notice.trade_no')
    .innerJoin('account as payer', 'payer.id', 'trade.from_account')
    .innerJoin('account as receiver', 'receiver.id', 'trade.to_account')
    .leftJoin('member as other', (join) =>
      join.on(
        'other.id',
        '=',
        sql<number>`${IF}(receiver.user_id = member.id, payer.user_id, receiver.user_id)`,
      ),
    )
    .select([
      'reversal_notice.id',
      'reversal_notice.member',
      'attempts',
      'reversal_notice.trade_no as tradeNo',
    ])
    .select([
      'reverses',
      'amount',
      sql<1 | -1>`${IF}(receiver.user_id = member.id, 1, -1)`.as('flag'),
      'trade.desc as reason',
      'other.name as other',
    ])
    .select(['community.name as community', 'language', 'scale'])
    .select(['currency_name as currencyName', 'currency_symbol as currencySymbol'])
    .where(sql<boolean>`member.id IN (payer.user_id, receiver.user_id)`)
    .where('platform', '=', arg('platform'))
    .where('next_try_at', '<=', arg('now'))
    .orderBy('next_try_at')
    .orderBy('reversal_notice.id')
    .limit(sql.lit(1)),
)

const setLater = statement<{ id: number; nextTryAt: number; attempts: number }>()((arg) =>
  build
    .updateTable('reversal_notice')
    .set({ next_try_at: arg('nextTryAt'), attempts: arg('attempts') })
    .where('id', '=', arg('id')),
)

const endPauses = statement<{ now: number }>()((arg) =>
  build.updateTable('reversal_notice').set({ next_try_at: 0 }).where('next_try_at', '>', arg('now')),
)

const removeNotice = statement<{ id: number }>()((arg) =>
  build.deleteFrom('reversal_notice').where('id', '=', arg('id')),
)

/** A message to one side of a reversed trade. */
export interface ReversalNotice {
  readonly id: number
  readonly member: number
  readonly attempts: number
  readonly tradeNo: number
  readonly reverses: number
  readonly amount: Amount
  /** 1 when the member got money back, -1 when it was taken. */
  readonly flag: 1 | -1
  readonly reason: string
  /** The other side's name, when that is a member. */
  readonly other: string | null
  readonly community: string
  readonly language: CommunityLanguage | null
  readonly scale: number
  readonly currencyName: string
  readonly currencySymbol: string
}

/** Returns a trade of any community; undefined when there is none of this number. */
export function* pastTrade(tradeNo: number): Plan<PastTrade | undefined> {
  return yield* one(selectTrade, { tradeNo })
}

/** Records which trade a reversal undoes. */
export function* storeReversal(tradeNo: number, reverses: number): Plan<void> {
  yield* run(insertReversal, { tradeNo, reverses })
}

/** Returns the name of the member to whom a wallet's money last moved because accounts were linked or unlinked. */
export function* linkedAwayTo(walletNo: string, linked: string): Plan<string | undefined> {
  return (yield* one(selectLinkedTo, { walletNo, linked }))?.name
}

/** Requests a message to one side of a reversal on a platform. */
export function* wantReversalNotice(tradeNo: number, member: number, platform: string): Plan<void> {
  yield* run(insertNotice, { tradeNo, member, platform })
}

/** Returns the platforms with a message that may be tried now (UTC milliseconds). */
export function* platformsWithReversalNotices(now: number): Plan<string[]> {
  return (yield* many(selectPlatforms, { now })).map(({ platform }) => platform)
}

/** Returns a platform's longest-waiting message that may be tried now. */
export function* dueReversalNotice(platform: string, now: number): Plan<ReversalNotice | undefined> {
  return yield* one(selectDue, { platform, now })
}

export function* postponeReversalNotice(id: number, nextTryAt: number, attempts: number): Plan<void> {
  yield* run(setLater, { id, nextTryAt, attempts })
}

/** Makes every postponed message retry at once. */
export function* endReversalNoticePauses(now: number): Plan<void> {
  yield* run(endPauses, { now })
}

/** Deletes a message that was delivered or never will be. */
export function* forgetReversalNotice(id: number): Plan<void> {
  yield* run(removeNotice, { id })
}
