import type { Command } from '../../src/app/command.js'
import type { Board } from '../../src/app/community/leaderboard.js'
import type { LeaveBoards } from '../../src/app/community/leave-boards.js'
import type { OracleEnvelope, OracleMember, OracleState, Outcome, Where } from './oracle-state.js'

const DAY = 24 * 3_600_000

export interface Ranking {
  readonly place: Where
  readonly board: Board
  readonly period: 'week' | 'month' | 'ever'
}

/** The top ten of a board. Merged members count with their representative. */
export function leaderboard(
  state: OracleState,
  { place, by, board, period }: Ranking & Pick<Command, 'by'>,
  now: number,
): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const since = startOf(period, now)
  const counts = (at: number) => startOf(period, at) === since
  const scores = new Map<OracleMember, { score: number; times: number; amount: number }>()
  const count = (member: OracleMember, score: number, amount: number) => {
    const representative = member.mergedInto ?? member
    const known = scores.get(representative) ?? { score: 0, times: 0, amount: 0 }
    scores.set(representative, {
      score: known.score + score,
      times: known.times + 1,
      amount: known.amount + amount,
    })
  }
  // Hidden amounts are received in public only once the red packet has ended.
  const isHidden = ({ kind, state }: OracleEnvelope) =>
    board === 'received' && community.rules.hideAmounts && kind === 'lucky' && state === 'open'
  for (const envelope of community.envelopes) if (!isHidden(envelope)) COUNTED[board](envelope, counts, count)
  const ranked = [...scores].filter(([, { score }]) => score > 0)
  ranked.sort(
    ([one, a], [other, b]) =>
      b.score - a.score || (board === 'luckiest' ? b.amount - a.amount : 0) || one.id - other.id,
  )
  const shown = ranked.filter(([{ offBoards }]) => !offBoards)
  const ranks = shown
    .slice(0, 10)
    .map(([{ id, name }, { score, times }]) => ({ member: id, name, score, times }))
  const asker = state.identity(community, by)?.acts
  const outcome = { kind: 'leaderboard', board, period, currency: { ...community.currency }, ranks }
  if (!asker?.offBoards) return outcome
  const own = ranked.findIndex(([member]) => member === asker)
  const [, figures] = ranked[own] ?? []
  if (!figures) return { ...outcome, own: null }
  const hides = community.envelopes.some((one) => isHidden(one) && one.claims.some(({ at }) => at >= since))
  const ahead = ranked.slice(0, own).filter(([{ offBoards }]) => !offBoards).length
  return {
    ...outcome,
    own: { place: hides ? null : ahead + 1, score: figures.score, times: figures.times },
  }
}

/** Takes a member and everyone merged into it off the leaderboards, or puts them back. */
export function setOffBoards(member: OracleMember, off: boolean): void {
  for (const each of [member, ...member.merged]) each.offBoards = off
}

export function leaveBoards(state: OracleState, { place, by, leave }: LeaveBoards): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const member = state.join(community, by)
  const changed = member.offBoards !== leave
  if (changed) setOffBoards(member, leave)
  return { kind: leave ? 'left_boards' : 'returned_to_boards', changed }
}

/** How lucky somebody was, from every share of every lucky envelope. */
export function luck(state: OracleState, { place, by }: Command): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const won = new Map<OracleMember, { packets: number; got: number; above: number }>()
  for (const { kind, total, count, claims } of community.envelopes)
    if (kind === 'lucky')
      for (const { by, amount } of claims) {
        const representative = by.mergedInto ?? by
        const { packets, got, above } = won.get(representative) ?? { packets: 0, got: 0, above: 0 }
        const more = amount * 100 - Math.floor((total * 100) / count)
        won.set(representative, { packets: packets + 1, got: got + amount, above: above + more })
      }
  const member = state.identity(community, by)?.acts
  const own = member && won.get(member)
  if (!own) return { kind: 'no_luck' }
  const { packets, got, above } = own
  const others = won.size - 1
  const less = [...won.values()].filter((one) => one.above < above).length
  const luckierThan = others === 0 ? null : Math.floor((100 * less) / others)
  const expected = Math.round(got - above / 100)
  return { kind: 'luck', packets, expected, got, luckierThan, currency: { ...community.currency } }
}

/** Whether an event at that time falls into the requested period. */
type Counts = (at: number) => boolean
type Count = (member: OracleMember, score: number, amount: number) => void

const COUNTED: Record<Board, (envelope: OracleEnvelope, counts: Counts, count: Count) => void> = {
  sent: ({ createdAt, opensAt, openedAt, sender, state, total, claims }, counts, count) => {
    const sentAt = opensAt === null ? createdAt : openedAt
    if (sentAt === null || !counts(sentAt)) return
    const given = state === 'open' ? total : claims.reduce((sum, { amount }) => sum + amount, 0)
    count(sender, given, 0)
  },
  received: ({ claims }, counts, count) => {
    for (const { by, amount, at } of claims) if (counts(at)) count(by, amount, 0)
  },
  luckiest: ({ kind, endedAt, claims }, counts, count) => {
    if (kind !== 'lucky' || endedAt === null || !counts(endedAt)) return
    if (claims.length < 2) return
    const most = Math.max(...claims.map(({ amount }) => amount))
    const best = claims.find(({ amount }) => amount === most)
    if (best) count(best.by, 1, best.amount)
  },
}

/** Returns the start of a week or month (UTC); weeks begin on Monday, and 1970 began on a Thursday. */
function startOf(period: Ranking['period'], now: number): number {
  if (period === 'ever') return 0
  const days = Math.floor(now / DAY)
  if (period === 'week') return (days - ((days + 3) % 7)) * DAY
  return Date.parse(`${new Date(now).toISOString().slice(0, 7)}-01T00:00:00Z`)
}
