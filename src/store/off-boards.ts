import { sql } from 'kysely'
import type { Period } from '../core/periods.js'
import { LEAST } from './dialect.js'
import { build, one, type Plan, run, statement } from './plan.js'
import type { Board } from './standings.js'

// Leaving the leaderboards covers a member and everyone merged into it, so neither linking nor unlinking accounts shows them again.

const update = statement<{ id: number; off: 0 | 1 }>()((arg) =>
  build
    .updateTable('member')
    .set({ off_boards: arg('off') })
    .where((eb) => eb.or([eb('id', '=', arg('id')), eb('merged_into', '=', arg('id'))])),
)

const select = statement<{ id: number }>()((arg) =>
  build.selectFrom('member').select('off_boards as off').where('id', '=', arg('id')),
)

const selectAny = statement<{ id: number }>()((arg) =>
  build
    .selectFrom('member')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', arg('id')), eb('merged_into', '=', arg('id'))]))
    .where('off_boards', '=', sql.lit(1 as const))
    .limit(sql.lit(1)),
)

const selectRank = statement<{ member: number; board: Board; period: Period; since: number }>()((arg) =>
  build
    .selectFrom('standing as own')
    .select([sql<number>`${LEAST}(own.score, ${sql.lit(Number.MAX_SAFE_INTEGER)})`.as('score'), 'own.times'])
    .select((eb) =>
      eb
        .selectFrom('standing')
        .innerJoin('member', 'member.id', 'standing.member')
        .select((each) => each.fn.countAll<number>().as('ahead'))
        .whereRef('standing.community', '=', 'own.community')
        .whereRef('standing.board', '=', 'own.board')
        .whereRef('standing.period', '=', 'own.period')
        .whereRef('standing.since', '=', 'own.since')
        .where('member.off_boards', '=', sql.lit(0 as const))
        .where(
          sql<boolean>`(standing.score > own.score OR standing.score = own.score AND (standing.amount > own.amount
            OR standing.amount = own.amount AND standing.member < own.member))`,
        )
        .as('ahead'),
    )
    .where('own.member', '=', arg('member'))
    .where('own.board', '=', arg('board'))
    .where('own.period', '=', arg('period'))
    .where('own.since', '=', arg('since'))
    .where('own.score', '>', sql.lit(0)),
)

/** Takes a member off the leaderboards, or puts it back. */
export function* setOffBoards(id: number, off: boolean): Plan<void> {
  yield* run(update, { id, off: off ? 1 : 0 })
}

export function* isOffBoards(id: number): Plan<boolean> {
  return (yield* one(select, { id }))?.off === 1
}

/** Takes a member and everyone merged into it off the leaderboards if one of them is. */
export function* shareOffBoards(id: number): Plan<void> {
  if (yield* one(selectAny, { id })) yield* setOffBoards(id, true)
}

/** Returns a member's own figures, and how many of those on the leaderboard are ahead; undefined without figures. */
export function* rankOff(member: number, board: Board, period: Period, since: number) {
  return yield* one(selectRank, { member, board, period, since })
}
