import type { Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { findMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { countNext, luckOf } from '../../store/standings.js'
import type { Command, UnknownChat } from '../command.js'

export type LuckOutcome =
  | {
      kind: 'luck'
      /** Number of lucky red packets that the asker has a share of. */
      packets: number
      /** Sums of the equal parts and of the actual shares, in minor units. */
      expected: number
      got: number
      /** Percentage of the other members who did worse against their expectation; null when there are none. */
      luckierThan: number | null
      currency: Currency
    }
  | { kind: 'no_luck' }
  | UnknownChat

/**
 * Returns how lucky the asker has been with this community's lucky red packets. Undefined while trades remain
 * uncounted: each call counts a batch, so the caller can ask again at once.
 */
export function* luck({ place, by }: Command): Plan<LuckOutcome | undefined> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if ((yield* countNext()) > 0) return undefined
  const member = yield* findMember(community.id, by)
  const own = member && (yield* luckOf(community.id, member.id))
  if (!own) return { kind: 'no_luck' }
  const { packets, expected, got, others, less } = own
  const luckierThan = others === 0 ? null : Math.floor((100 * less) / others)
  return { kind: 'luck', packets, expected, got, luckierThan, currency: community.currency }
}
