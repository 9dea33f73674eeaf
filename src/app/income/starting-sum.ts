import type { Amount, Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { claimsOf, incomeOf } from '../../store/income.js'
import { joinMember, originalMemberOf } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand } from '../command.js'
import { give, identitiesBehind } from './give.js'

export type StartingSumOutcome =
  | { kind: 'starting_sum'; amount: Amount; currency: Currency; tradeNo: number }
  | { kind: 'no_starting_sum' }
  /** The community pays none to anyone. */
  | { kind: 'starting_sums_off' }
  | KeyReused

const NONE = { kind: 'no_starting_sum' } as const
const isGiven = ({ kind }: StartingSumOutcome) => kind === 'starting_sum'

/**
 * Gives newcomers their starting sum, once per person and community. Newcomers joined, with all linked accounts, after
 * it was turned on. When the daily limit is used up, their next command on a later day pays it.
 * Blocked members get it once they are unblocked.
 */
export function* startingSum(command: KeyedCommand, now: number): Plan<StartingSumOutcome> {
  const { key, place, by } = command
  const body = bodyOf('starting_sum', command)
  return yield* idempotent<StartingSumOutcome>({ key, body, at: now, remember: isGiven }, function* () {
    const community = yield* communityAt(place)
    const rule = community && (yield* incomeOf(community.id)).find(({ way }) => way === 'starting')
    if (!community) return NONE
    if (!rule) return { kind: 'starting_sums_off' }
    const member = yield* joinMember(community.id, by, now)
    if (member.wallet.status !== 'active' || member.blockReason !== null) return NONE
    const identities = yield* identitiesBehind(by)
    if ((yield* claimsOf(community.id, 'starting', identities)).length > 0) return NONE
    for (const identity of identities) {
      const original = yield* originalMemberOf(community.id, identity)
      if (original !== undefined && original <= rule.newestMember) return NONE
    }
    const { amount } = rule
    const given = yield* give({ community, member, identities, rule, period: 0, streak: 1, amount }, now)
    if (given.kind !== 'given') return NONE
    return { kind: 'starting_sum', amount, currency: community.currency, tradeNo: given.tradeNo }
  })
}
