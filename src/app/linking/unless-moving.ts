import type { Place } from '../../core/place.js'
import { anythingMoves, movesAt, movesFor } from '../../store/community-moves.js'
import type { Plan } from '../../store/plan.js'
import type { Command } from '../command.js'

/** Nothing was done, because the money of a community is on its way; the same plan may run when it has arrived. */
export const MOVING = { kind: 'communities_moving' } as const

type OrMoving<Outcome> = Outcome | typeof MOVING

/** Runs the plan of a command that was given at a place, unless the money of that community is on its way. */
export function* unlessMovingAt<Outcome>(place: Place, plan: Plan<Outcome>): Plan<OrMoving<Outcome>> {
  return (yield* movesAt(place)) ? MOVING : yield* plan
}

/** Runs a plan about all that somebody has, unless some of it may be on its way. */
export function* unlessMovingFor<Outcome>(by: Command['by'], plan: Plan<Outcome>): Plan<OrMoving<Outcome>> {
  return (yield* movesFor(by)) ? MOVING : yield* plan
}

/** Runs a plan that changes which communities, chats and people belong together, or their decimals: one at a time. */
export function* unlessAnythingMoves<Outcome>(plan: Plan<Outcome>): Plan<OrMoving<Outcome>> {
  return (yield* anythingMoves()) ? MOVING : yield* plan
}
