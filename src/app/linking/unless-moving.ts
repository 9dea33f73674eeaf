import type { Place } from '../../core/place.js'
import { anythingMoves, movesAt, movesFor } from '../../store/community-moves.js'
import type { Plan } from '../../store/plan.js'
import type { Command } from '../command.js'

/** Nothing was done, because a community's money is being moved; the same plan can run once it has arrived. */
export const MOVING = { kind: 'communities_moving' } as const

export type OrMoving<Outcome> = Outcome | typeof MOVING

/** Runs the plan of a command given at a place, unless that community's money is being moved. */
export function* unlessMovingAt<Outcome>(place: Place, plan: Plan<Outcome>): Plan<OrMoving<Outcome>> {
  return (yield* movesAt(place)) ? MOVING : yield* plan
}

/** Runs a plan about all of a person's wallets, unless some of that money may be moving. */
export function* unlessMovingFor<Outcome>(by: Command['by'], plan: Plan<Outcome>): Plan<OrMoving<Outcome>> {
  return (yield* movesFor(by)) ? MOVING : yield* plan
}

/** Runs a plan that changes how communities, chats and people belong together, or their decimals: one at a time. */
export function* unlessAnythingMoves<Outcome>(plan: Plan<Outcome>): Plan<OrMoving<Outcome>> {
  return (yield* anythingMoves()) ? MOVING : yield* plan
}
