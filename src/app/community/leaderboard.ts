import type { Currency } from '../../core/money.js'
import { type Period, periodStart } from '../../core/periods.js'
import { communityAt } from '../../store/communities.js'
import { findMember } from '../../store/members.js'
import { isOffBoards, rankOff } from '../../store/off-boards.js'
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

export interface OwnRank extends Pick<Ranked, 'score' | 'times'> {
  /** The place that it would be; null while amounts are hidden that don't count yet. */
  readonly place: number | null
}

export type LeaderboardOutcome =
  | {
      kind: 'leaderboard'
      board: Board
      period: Period
      currency: Currency
      ranks: Ranked[]
      /** Only for an asker who has left the leaderboards: their own figures, null when there are none. */
      own?: OwnRank | null
    }
  | UnknownChat

/**
 * Returns the ten members who sent or received the most, or were luckiest, in the current week or month (UTC), or ever.
 * Where amounts are hidden, those of open red packets do not count yet. Undefined when the figures aren't complete yet: this call has counted some of the backlog, and the caller may ask
 * again at once.
 */
export function* leaderboard(
  { place, by, board, period }: LeaderboardQuery,
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
  const member = yield* findMember(community.id, by)
  const isOff = member !== undefined && (yield* isOffBoards(member.id))
  return {
    ...{ kind: 'leaderboard', board, period, currency: community.currency, ranks: without(hidden, ranks) },
    ...(isOff && { own: yield* ownRank(member.id, { board, period }, since, hidden) }),
  }
}

/** What a member would have on a leaderboard that leaves them out; null for nothing. */
function* ownRank(
  member: number,
  { board, period }: Pick<LeaderboardQuery, 'board' | 'period'>,
  since: number,
  hidden: Parameters<typeof without>[0],
): Plan<OwnRank | null> {
  const rank = yield* rankOff(member, board, period, since)
  const [own] = rank ? without(hidden, [{ member, name: '', score: rank.score, times: rank.times }]) : []
  if (!rank || !own) return null
  const place = hidden.length === 0 ? (rank.ahead ?? 0) + 1 : null
  return { place, score: own.score, times: own.times }
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
