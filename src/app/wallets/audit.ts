import type { Amount, Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { tradesByAdmins } from '../../store/history.js'
import type { Plan } from '../../store/plan.js'
import { statusChangesOf } from '../../store/wallet-status.js'
import type { Command, UnknownChat } from '../command.js'

/** A movement of money, a freeze or a thaw by an admin, a treasurer or an operator. */
export interface AuditLine {
  /** Null for a freeze or thaw. */
  readonly tradeNo: number | null
  /** UTC milliseconds. */
  readonly at: number
  readonly kind: 'top_up' | 'deduct' | 'reversal' | 'freeze' | 'thaw'
  /** The admin or treasurer; null when an operator did it at the console. */
  readonly actor: string | null
  /** The wallet's member; null when no member's wallet was involved. */
  readonly member: string | null
  /** For a reversal: the trade it undoes, and the two sides; null for the mint. */
  readonly reversal?: {
    readonly reverses: number
    readonly from: string | null
    readonly to: string | null
  }
  /** Null for a freeze or thaw. */
  readonly amount: Amount | null
  readonly reason: string
}

export type AuditOutcome = { kind: 'audit'; currency: Currency; lines: AuditLine[] } | UnknownChat

/**
 * Returns the newest top-ups, deductions, corrections, freezes and thaws with their reasons, newest first; `limit` is clamped to 1 to
 * 100. Open to everyone in the community.
 */
export function* audit({ place }: Command, limit: number): Plan<AuditOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const most = Math.min(Math.max(limit, 1), 100)
  const rows = yield* tradesByAdmins(community.id, most)
  const lines: AuditLine[] = rows.map((row) => ({
    tradeNo: row.trade_no,
    at: row.created_at,
    kind: row.kind as AuditLine['kind'],
    actor: row.actor_name,
    member: row.member_name,
    amount: row.amount,
    reason: row.desc,
    ...(row.reverses !== null && {
      reversal: { reverses: row.reverses, from: row.payer_name, to: row.receiver_name },
    }),
  }))
  for (const { afterTrade, status, ...change } of yield* statusChangesOf(community.id, most)) {
    const older = lines.findIndex(({ tradeNo }) => tradeNo !== null && tradeNo <= afterTrade)
    lines.splice(older < 0 ? lines.length : older, 0, {
      ...{ ...change, tradeNo: null, kind: status === 'frozen' ? 'freeze' : 'thaw', amount: null },
    })
  }
  return { kind: 'audit', currency: community.currency, lines: lines.slice(0, most) }
}
