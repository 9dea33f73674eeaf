import type { Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { findMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { countNext, luckOf } from '../../store/standings.js'
import type { Command, UnknownChat } from '../command.js'

export type LuckOutcome =
  | {
      kind: 'luck'
      /** Lucky red packets of which the asker has a share. */
      packets: number
      /** Sum of the equal part of each, and of what it was; minor units. */
      expected: number
      got: number
      /** Percent of the other members who won less above what they could expect; null when there is no other. */
      luckierThan: number | null
      currency: Currency
    }
  | { kind: 'no_luck' }
  | UnknownChat

/**
 * How lucky the asker was with lucky red packets in this community. Undefined when that was not known yet: a part of what is
 * missing was counted, and the same question may be asked again at once.
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
