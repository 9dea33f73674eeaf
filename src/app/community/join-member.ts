import { communityAt } from '../../store/communities.js'
import { joinMember as join, type Member } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import type { Command, UnknownChat } from '../command.js'

export type JoinOutcome = { kind: 'member'; member: Member } | UnknownChat

/** Returns the member that a person is at a place; a new one joins with an empty wallet. Idempotent. */
export function* joinMember({ place, by }: Command, now: number): Plan<JoinOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  return { kind: 'member', member: yield* join(community.id, by, now) }
}
