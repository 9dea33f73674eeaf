import type { Person } from '../../core/person.js'
import { communityAt } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { joinMember, makeTreasurer } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, UnknownChat } from '../command.js'

export interface AppointTreasurer extends AdminCommand {
  readonly member: Person
  /** True to appoint, false to dismiss. */
  readonly treasurer: boolean
}

export type TreasurerOutcome =
  | { kind: 'treasurer_appointed'; name: string }
  | { kind: 'treasurer_dismissed'; name: string }
  | { kind: 'not_admin' }
  | UnknownChat
  | KeyReused

/** Lets a platform admin, but no treasurer, appoint or dismiss a treasurer, who may top up and deduct. Idempotent. */
export function* appointTreasurer(command: AppointTreasurer, now: number): Plan<TreasurerOutcome> {
  const { key, place, member, treasurer } = command
  const body = bodyOf('treasurer', command)
  return yield* idempotent<TreasurerOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    const { id, name } = yield* joinMember(community.id, member, now)
    yield* makeTreasurer(id, treasurer)
    return { kind: treasurer ? 'treasurer_appointed' : 'treasurer_dismissed', name }
  })
}
