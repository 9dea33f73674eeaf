import type { Currency } from '../core/money.js'
import { type Period, periodStart } from '../core/periods.js'
import { communityAt } from '../store/communities.js'
import { luckiestMost, type Ranked, receivedMost, sentMost } from '../store/leaderboards.js'
import type { Plan } from '../store/plan.js'
import type { Command, UnknownChat } from './command.js'

export type { Ranked } from '../store/leaderboards.js'

export type Board = 'sent' | 'received' | 'luckiest'

export type LeaderboardOutcome =
  | { kind: 'leaderboard'; board: Board; period: Period; currency: Currency; ranks: Ranked[] }
  | UnknownChat

/** The ten members who sent, received or were lucky most in the current week or month (UTC), or ever. */
export function* leaderboard(
  { place, board, period }: Command & { board: Board; period: Period },
  now: number,
): Plan<LeaderboardOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const query = { sent: sentMost, received: receivedMost, luckiest: luckiestMost }[board]
  const ranks = yield* query(community.id, periodStart(period, now), 10)
  return { kind: 'leaderboard', board, period, currency: community.currency, ranks }
}
