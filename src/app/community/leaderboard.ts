import type { Currency } from '../../core/money.js'
import { type Period, periodStart } from '../../core/periods.js'
import { communityAt } from '../../store/communities.js'
import type { Plan } from '../../store/plan.js'
import {
  type Board,
  countNext,
  type Ranked,
  ranksOf,
  receivedFromOpenLucky,
  TRADES_A_COUNT,
  uncounted,
} from '../../store/standings.js'
import type { Command, UnknownChat } from '../command.js'

export type { Board, Ranked } from '../../store/standings.js'

/** Members on a leaderboard. */
const SHOWN = 10

export interface LeaderboardQuery extends Command {
  readonly board: Board
  readonly period: Period
}

export type LeaderboardOutcome =
  | { kind: 'leaderboard'; board: Board; period: Period; currency: Currency; ranks: Ranked[] }
  | UnknownChat

/**
 * Returns the ten members who sent or received the most, or were luckiest, in the current week or month (UTC), or ever.
 * Where amounts are hidden, those of open red packets do not count yet. Undefined when the figures aren't complete yet: this call has counted some of the backlog, and the caller may ask
 * again at once.
 */
export function* leaderboard(
  { place, board, period }: LeaderboardQuery,
  now: number,
): Plan<LeaderboardOutcome | undefined> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if ((yield* countNext()) > 0) return undefined
  const since = periodStart(period, now)
  const hidden =
    board === 'received' && community.rules.hideAmounts
      ? yield* receivedFromOpenLucky(community.id, since)
      : []
  const ranks = yield* ranksOf(community.id, board, period, since, SHOWN + hidden.length)
  return { kind: 'leaderboard', board, period, currency: community.currency, ranks: without(hidden, ranks) }
}

/** Leaves hidden amounts out: otherwise, the difference that a grab makes here would tell its amount. */
function without(
  hidden: readonly { readonly member: number; readonly score: number; readonly times: number }[],
  ranks: readonly Ranked[],
): Ranked[] {
  if (hidden.length === 0) return [...ranks]
  const less = new Map(hidden.map((each) => [each.member, each]))
  return ranks
    .map((rank) => {
      const { score = 0, times = 0 } = less.get(rank.member) ?? {}
      return { ...rank, score: rank.score - score, times: rank.times - times }
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.member - other.member)
    .slice(0, SHOWN)
}

/**
 * Updates the leaderboards when the backlog is worth a commit; reading a leaderboard counts the rest. Returns whether
 * to continue.
 */
export function* countForLeaderboards(): Plan<boolean> {
  if ((yield* uncounted()) < TRADES_A_COUNT) return false
  return (yield* countNext()) >= TRADES_A_COUNT
}
