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

const onBoard = (name: string) =>
  sql.raw(
    `${name}.community = own.community AND ${name}.board = own.board AND ${name}.period = own.period AND ${name}.since = own.since`,
  )

const isFirst = (name: string) =>
  sql.raw(`(${name}.amount > own.amount OR ${name}.amount = own.amount AND ${name}.member < own.member)`)

// Three ranges of the index in ranking order: those with more, those with as much who come first, and, of both, the few who
// left. Asking each member ahead whether it left took ten times as long.
const selectRank = statement<{ member: number; board: Board; period: Period; since: number }>()((arg) =>
  build
    .selectFrom('standing as own')
    .select([sql<number>`${LEAST}(own.score, ${sql.lit(Number.MAX_SAFE_INTEGER)})`.as('score'), 'own.times'])
    .select(
      sql<number>`
        (SELECT count(*) FROM standing AS above WHERE ${onBoard('above')} AND above.score > own.score)
        + (SELECT count(*) FROM standing AS tied WHERE ${onBoard('tied')} AND tied.score = own.score AND ${isFirst('tied')})
        - (SELECT count(*) FROM member CROSS JOIN standing AS absent ON absent.member = member.id AND ${onBoard('absent')}
           WHERE member.community = own.community AND member.off_boards = 1
             AND (absent.score > own.score OR absent.score = own.score AND ${isFirst('absent')}))`.as(
        'ahead',
      ),
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
