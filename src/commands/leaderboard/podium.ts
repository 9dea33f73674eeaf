import type { ResultRow } from '../../pictures/drawing.js'
import type { ReplyPicture } from '../framework/replies/reply.js'

/** How many stand on the podium; the others are listed below it. */
const ON_PODIUM = 3

/** A place on a leaderboard, in words. `amount` is the figure that counts. */
export interface ShownRank {
  readonly name: string
  readonly amount: string
  readonly note: string
}

/** Returns a leaderboard as a podium. */
export function podium(
  ranks: readonly ShownRank[],
  { board, period }: { board: string; period: string },
  lines: readonly string[],
): ReplyPicture {
  const others = ranks
    .slice(ON_PODIUM)
    .map((rank, index): ResultRow => ({ ...rank, place: String(ON_PODIUM + index + 1), best: false }))
  return {
    drawing: {
      ...{ kind: 'sheet', theme: 'classic', title: period, headline: board, note: '' },
      sections: [
        { kind: 'podium', steps: ranks.slice(0, ON_PODIUM) },
        ...(others.length > 0 ? [{ kind: 'rows' as const, rows: others }] : []),
      ],
    },
    alt: [`${board} · ${period}`, ...lines].join('\n'),
  }
}
