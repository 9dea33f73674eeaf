import type { Amount, Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { tradesByAdmins } from '../../store/history.js'
import type { Plan } from '../../store/plan.js'
import type { Command, UnknownChat } from '../command.js'

/** One movement of money by an admin, a treasurer or an operator. */
export interface AuditLine {
  readonly tradeNo: number
  /** UTC milliseconds. */
  readonly at: number
  readonly kind: 'top_up' | 'deduct' | 'reversal'
  /** The admin or treasurer; null when an operator did it at the console. */
  readonly actor: string | null
  /** The wallet's member; null when no member's wallet was involved. */
  readonly member: string | null
  readonly amount: Amount
  readonly reason: string
}

export type AuditOutcome = { kind: 'audit'; currency: Currency; lines: AuditLine[] } | UnknownChat

/**
 * Returns the newest top-ups, deductions and corrections with their reasons, newest first; `limit` is clamped to 1 to
 * 100. Open to everyone in the community.
 */
export function* audit({ place }: Command, limit: number): Plan<AuditOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const rows = yield* tradesByAdmins(community.id, Math.min(Math.max(limit, 1), 100))
  const lines = rows.map((row) => ({
    tradeNo: row.trade_no,
    at: row.created_at,
    kind: row.kind as AuditLine['kind'],
    actor: row.actor_name,
    member: row.member_name,
    amount: row.amount,
    reason: row.desc,
  }))
  return { kind: 'audit', currency: community.currency, lines }
}
