import type { Currency } from '../../core/money.js'
import { type Period, periodStart } from '../../core/periods.js'
import { communityAt } from '../../store/communities.js'
import type { Plan } from '../../store/plan.js'
import {
  type Board,
  countNext,
  type Ranked,
  ranksOf,
  TRADES_A_COUNT,
  uncounted,
} from '../../store/standings.js'
import type { Command, UnknownChat } from '../command.js'

export type { Board, Ranked } from '../../store/standings.js'

export interface LeaderboardQuery extends Command {
  readonly board: Board
  readonly period: Period
}

export type LeaderboardOutcome =
  | { kind: 'leaderboard'; board: Board; period: Period; currency: Currency; ranks: Ranked[] }
  | UnknownChat

/**
 * Returns the ten members who sent or received the most, or were luckiest, in the current week or month (UTC), or ever.
 * Undefined when the figures aren't complete yet: this call has counted some of the backlog, and the caller may ask
 * again at once.
 */
export function* leaderboard(
  { place, board, period }: LeaderboardQuery,
  now: number,
): Plan<LeaderboardOutcome | undefined> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if ((yield* countNext()) > 0) return undefined
  const ranks = yield* ranksOf(community.id, board, period, periodStart(period, now), 10)
  return { kind: 'leaderboard', board, period, currency: community.currency, ranks }
}

/**
 * Updates the leaderboards when the backlog is worth a commit; reading a leaderboard counts the rest. Returns whether
 * to continue.
 */
export function* countForLeaderboards(): Plan<boolean> {
  if ((yield* uncounted()) < TRADES_A_COUNT) return false
  return (yield* countNext()) >= TRADES_A_COUNT
}
