import type { Person } from '../../core/person.js'
import { block, unblock } from '../../store/blocks.js'
import { communityAt } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { joinMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, UnknownChat } from '../command.js'
import { checkReason, type ReasonRefusal } from '../wallets/admin-moves.js'

export interface BlockMember extends AdminCommand {
  readonly member: Person
  readonly reason: string
}

export type BlockOutcome =
  | { kind: 'member_blocked'; name: string; reason: string }
  | ReasonRefusal
  | { kind: 'not_admin' }
  | UnknownChat
  | KeyReused

/** The asker is blocked, for a reason that an admin gave. */
export interface Blocked {
  readonly kind: 'blocked'
  readonly reason: string
}

export type UnblockMember = Omit<BlockMember, 'reason'>

export type UnblockOutcome =
  | { kind: 'member_unblocked'; name: string }
  | { kind: 'not_blocked'; name: string }
  | { kind: 'not_admin' }
  | UnknownChat
  | KeyReused

/**
 * Lets a platform admin, but no treasurer, keep a member from getting money in this community by grabbing, joining and
 * shaking, by rain, or from the mint as income. The member keeps all money and may do everything else. A further reason
 * replaces the first.
 */
export function* blockMember(command: BlockMember, now: number): Plan<BlockOutcome> {
  const { key, place, by, member } = command
  const body = bodyOf('block', command)
  return yield* idempotent<BlockOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    const checked = checkReason(command.reason)
    if (checked.kind !== 'reason') return checked
    const { reason } = checked
    const { id: admin } = yield* joinMember(community.id, by, now)
    const { id, name } = yield* joinMember(community.id, member, now)
    yield* block(id, reason, admin)
    return { kind: 'member_blocked', name, reason }
  })
}

/** Lets a platform admin end a block. */
export function* unblockMember(command: UnblockMember, now: number): Plan<UnblockOutcome> {
  const { key, place, member } = command
  const body = bodyOf('unblock', command)
  return yield* idempotent<UnblockOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    const { id, name, blockReason } = yield* joinMember(community.id, member, now)
    if (blockReason === null) return { kind: 'not_blocked', name }
    yield* unblock(id)
    return { kind: 'member_unblocked', name }
  })
}
