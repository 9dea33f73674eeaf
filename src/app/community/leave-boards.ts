import { communityAt } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { joinMember } from '../../store/members.js'
import { isOffBoards, setOffBoards } from '../../store/off-boards.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'

export interface LeaveBoards extends KeyedCommand {
  /** True to leave them, false to return. */
  readonly leave: boolean
}

export type LeaveBoardsOutcome =
  /** `changed`: whether it was otherwise before. */
  { kind: 'left_boards' | 'returned_to_boards'; changed: boolean } | UnknownChat | KeyReused

/**
 * Takes the asker, with all linked accounts, off the leaderboards of this community, or puts them back. The figures are
 * kept all the same, so they are right when the member returns.
 */
export function* leaveBoards(command: LeaveBoards, now: number): Plan<LeaveBoardsOutcome> {
  const { key, place, by, leave } = command
  const body = bodyOf('leave_boards', command)
  return yield* idempotent<LeaveBoardsOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const { id } = yield* joinMember(community.id, by, now)
    const changed = (yield* isOffBoards(id)) !== leave
    if (changed) yield* setOffBoards(id, leave)
    return { kind: leave ? 'left_boards' : 'returned_to_boards', changed }
  })
}
