import type { Currency } from '../../core/money.js'
import { userOf } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import {
  dueReversalNotice,
  forgetReversalNotice,
  platformsWithReversalNotices,
  postponeReversalNotice,
  type ReversalNotice,
} from '../../store/reversals.js'

/** A message to one side of a reversed trade, to deliver now. */
export interface DueReversalNotice
  extends Pick<
    ReversalNotice,
    'id' | 'attempts' | 'tradeNo' | 'reverses' | 'amount' | 'flag' | 'reason' | 'other' | 'language'
  > {
  /** The member's user id on the platform; null when unknown there. */
  readonly user: string | null
  /** Name of the community. */
  readonly community: string
  readonly currency: Currency
}

/** Returns the platforms with such a message due now. */
export function* platformsToTellOfReversals(now: number): Plan<string[]> {
  return yield* platformsWithReversalNotices(now)
}

/** Returns a platform's longest-waiting message; undefined when none may be tried yet. */
export function* nextReversalNotice(platform: string, now: number): Plan<DueReversalNotice | undefined> {
  const notice = yield* dueReversalNotice(platform, now)
  if (!notice) return undefined
  const { member, scale, currencyName, currencySymbol, ...rest } = notice
  const user = (yield* userOf(member, platform)) ?? null
  return { ...rest, user, currency: { name: currencyName, symbol: currencySymbol, scale } }
}

/** Records that a message was delivered or never will be. */
export function* reversalNoticeDone(id: number): Plan<void> {
  yield* forgetReversalNotice(id)
}

/** Postpones a message until `nextTryAt` (UTC milliseconds). */
export function* reversalNoticeLater(id: number, nextTryAt: number, attempts: number): Plan<void> {
  yield* postponeReversalNotice(id, nextTryAt, attempts)
}
