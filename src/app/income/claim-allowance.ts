import { localDay, mondayOf } from '../../core/local-date.js'
import type { Amount, Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { claimsOf, incomeOf } from '../../store/income.js'
import { joinMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'
import type { Blocked } from '../community/block-member.js'
import { refuseFrozen, type WalletFrozen } from '../wallets/frozen.js'
import { give, identitiesBehind } from './give.js'

export interface ClaimAllowance extends KeyedCommand {
  /** The person's current roles, as reported by the platform. */
  readonly roles: readonly string[]
}

export type ClaimAllowanceOutcome =
  | { kind: 'allowance_paid'; amount: Amount; currency: Currency; role: string; tradeNo: number }
  | { kind: 'already_paid' }
  /** Allowances are for these roles, none of which the person has. */
  | { kind: 'no_role'; roles: readonly string[] }
  | { kind: 'income_off' }
  | { kind: 'day_full' }
  | { kind: 'circulation_full' }
  | Blocked
  | WalletFrozen
  | UnknownChat
  | KeyReused

/**
 * Pays a person the allowance for a week (from Monday, by the community's calendar), once. With several roles, the
 * largest allowance counts.
 */
export function* claimAllowance(command: ClaimAllowance, now: number): Plan<ClaimAllowanceOutcome> {
  const { key, place, by } = command
  const body = bodyOf('allowance', command)
  return yield* idempotent<ClaimAllowanceOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const rules = (yield* incomeOf(community.id)).filter(({ way }) => way === 'allowance')
    if (rules.length === 0) return { kind: 'income_off' }
    const member = yield* joinMember(community.id, by, now)
    if (member.blockReason !== null) return { kind: 'blocked', reason: member.blockReason }
    if (member.wallet.status !== 'active') return yield* refuseFrozen(member)
    const period = mondayOf(localDay(now, community.timeZone))
    const identities = yield* identitiesBehind(by)
    const claims = yield* claimsOf(community.id, 'allowance', identities)
    if (claims.some((claim) => claim.period === period)) return { kind: 'already_paid' }
    const held = new Set(command.roles.map((role) => `${by.platform}:${role}`))
    const [rule] = rules
      .filter(({ source }) => held.has(source))
      .sort((one, other) => other.amount - one.amount)
    if (!rule) return { kind: 'no_role', roles: rules.map(({ roleName }) => roleName) }
    const { amount, roleName: role } = rule
    const given = yield* give({ community, member, identities, rule, period, streak: 1, amount }, now)
    if (given.kind !== 'given') return given
    return { kind: 'allowance_paid', amount, currency: community.currency, role, tradeNo: given.tradeNo }
  })
}
