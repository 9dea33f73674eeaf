import { sql } from 'kysely'
import type { Period } from '../core/periods.js'
import { addToExisting, byDialect, DIV, IF, LEAST } from './dialect.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

/** Figures with a leaderboard. */
export type Board = 'sent' | 'received' | 'luckiest'

export interface Ranked {
  readonly member: number
  readonly name: string
  /**
   * Minor units sent or received, or times luckiest. Capped at the largest safe integer, which can be reached by
   * sending the same money around for very long.
   */
  readonly score: number
  readonly times: number
}

/** Trades counted per plan: a few milliseconds, so clicks get their turn in between. */
export const TRADES_A_COUNT = 500

const selectRanks = statement<{
  community: number
  board: Board
  period: Period
  since: number
  limit: number
}>()((arg) =>
  build
    .selectFrom('standing')
    .innerJoin('member', 'member.id', 'standing.member')
    .select(['standing.member', 'member.name', 'times'])
    .select(sql<number>`${LEAST}(standing.score, ${sql.lit(Number.MAX_SAFE_INTEGER)})`.as('score'))
    .where('standing.community', '=', arg('community'))
    .where('board', '=', arg('board'))
    .where('period', '=', arg('period'))
    .where('since', '=', arg('since'))
    .where('standing.score', '>', sql.lit(0))
    .where('member.off_boards', '=', sql.lit(0 as const))
    .orderBy('standing.score', 'desc')
    .orderBy('standing.amount', 'desc')
    .orderBy('standing.member')
    .limit(sql<number>`${arg('limit')}`),
)

const selectFromOpenLucky = statement<{ community: number; since: number }>()((arg) =>
  build
    .selectFrom('envelope')
    .innerJoin('share', 'share.envelope', 'envelope.id')
    .innerJoin('member', 'member.id', 'share.claimer')
    .select((eb) => [
      eb.fn.coalesce('member.merged_into', 'member.id').as('member'),
      eb.fn.sum<number>('share.amount').as('score'),
      eb.fn.countAll<number>().as('times'),
    ])
    .where('envelope.state', '=', sql.lit('open' as const))
    .where('envelope.community', '=', arg('community'))
    .where('envelope.kind', '=', sql.lit('lucky' as const))
    .where('share.claimed_at', '>=', arg('since'))
    .groupBy((eb) => eb.fn.coalesce('member.merged_into', 'member.id')),
)

const mostExactly = (figure: ReturnType<typeof sql<number>>) =>
  sql<number>`${LEAST}(${figure}, ${sql.lit(Number.MAX_SAFE_INTEGER)})`

const selectLuck = statement<{ member: number }>()((arg) =>
  build
    .selectFrom('standing')
    .select('times as packets')
    .select(mostExactly(sql`amount`).as('got'))
    .select(mostExactly(sql`round(amount - score / 100.0)`).as('expected'))
    .where('member', '=', arg('member'))
    .where('board', '=', sql.lit('luck' as const))
    .where('period', '=', sql.lit('ever' as const))
    .where('since', '=', sql.lit(0))
    .where('times', '>', sql.lit(0)),
)

// Members that others represent have no amount. All of it stands in the index.
const compareLuck = statement<{ community: number; member: number }>()((arg) =>
  build
    .selectFrom('standing')
    .select((eb) => eb.fn.countAll<number>().as('members'))
    .select(
      sql<number>`count(${IF}(score < (SELECT score FROM standing WHERE member = ${arg('member')}
        AND board = 'luck' AND period = 'ever' AND since = 0), 1, NULL))`.as('less'),
    )
    .where('community', '=', arg('community'))
    .where('board', '=', sql.lit('luck' as const))
    .where('period', '=', sql.lit('ever' as const))
    .where('since', '=', sql.lit(0))
    .where('amount', '>', sql.lit(0)),
)

const selectUpto = statement<Record<string, never>>()(() =>
  build
    .selectFrom('standing_upto')
    .select('trade_no as counted')
    .select(sql<number>`(SELECT coalesce(max(trade_no), 0) FROM trade)`.as('newest')),
)

const setUpto = statement<{ upto: number }>()((arg) =>
  build.updateTable('standing_upto').set({ trade_no: arg('upto') }),
)

const INSERT = sql`INSERT INTO standing (member, board, period, since, community,
                            own_score, own_times, own_amount, score, times, amount)`

/** When the month of a day began, UTC milliseconds. */
const MONTH_OF_DAY = byDialect(
  sql`unixepoch(day * 86400, 'unixepoch', 'start of month') * 1000`,
  sql`(to_days(date_format(from_days(day + 719528), '%Y-%m-01')) - 719528) * 86400000`,
)

/** Adds events, as a table expression `event (member, board, day, score, times, amount)`, to the figures. */
const addEvents = (event: ReturnType<typeof sql>) => sql<never>`
      ${byDialect(sql``, INSERT)} WITH ${event},
      daily AS (
        SELECT member, board, day, sum(score) AS score, sum(times) AS times, sum(amount) AS amount
        FROM event GROUP BY member, board, day
      ),
      own (member, board, period, since, score, times, amount) AS (
        SELECT member, board, 'ever', 0, score, times, amount FROM daily
        UNION ALL
        SELECT member, board, 'month', ${MONTH_OF_DAY}, score, times, amount
          FROM daily WHERE board <> 'luck'
        UNION ALL
        SELECT member, board, 'week', (day - (day + 3) % 7) * 86400000, score, times, amount
          FROM daily WHERE board <> 'luck'
      ),
      part AS (
        SELECT own.member, board, period, since, community, score AS own_score, times AS own_times,
               amount AS own_amount, ${IF}(merged_into IS NULL, score, 0) AS score,
               ${IF}(merged_into IS NULL, times, 0) AS times, ${IF}(merged_into IS NULL, amount, 0) AS amount
          FROM own JOIN member ON member.id = own.member
        UNION ALL
        SELECT merged_into, board, period, since, community, 0, 0, 0, score, times, amount
          FROM own JOIN member ON member.id = own.member WHERE merged_into IS NOT NULL
      )
      ${byDialect(INSERT, sql``)}
      SELECT member, board, period, since, community, own_score, own_times, own_amount, score, times, amount
      FROM part WHERE true
      ${addToExisting('standing', ['own_score', 'own_times', 'own_amount', 'score', 'times', 'amount'])}`

/**
 * The trades after `after` and up to `upto`. The trade that ends an envelope (its refund, or the grab of its last
 * share) also credits the luckiest. Most trades of a slice fall on one day and few members, so they are summed before
 * they are written. A scheduled envelope is sent when it is opened, which is no trade, so that is counted there.
 */
const countTrades = statement<{ after: number; upto: number }>()((arg) => ({
  compile: () =>
    addEvents(sql`event (member, board, day, score, times, amount) AS (
        SELECT actor, CASE kind WHEN 'send' THEN 'sent' ELSE 'received' END, created_at ${DIV} 86400000, amount, 1, 0
          FROM trade
          WHERE trade_no > ${arg('after')} AND trade_no <= ${arg('upto')} AND kind IN ('send', 'grab')
            AND (kind = 'grab' OR (SELECT opens_at FROM envelope WHERE envelope.id = trade.envelope) IS NULL)
        UNION ALL
        SELECT envelope.sender, 'sent', coalesce(appointment.opened_at, envelope.created_at) ${DIV} 86400000,
               -trade.amount, 0, 0
          FROM trade JOIN envelope ON envelope.id = trade.envelope
          LEFT JOIN appointment ON appointment.envelope = envelope.id
          WHERE trade_no > ${arg('after')} AND trade_no <= ${arg('upto')} AND trade.kind = 'refund'
            AND (opens_at IS NULL OR opened_at IS NOT NULL)
        UNION ALL
        SELECT trade.actor, 'luck', trade.created_at ${DIV} 86400000,
               trade.amount * 100 - envelope.total * 100 ${DIV} envelope.count, 1, trade.amount
          FROM trade JOIN envelope ON envelope.id = trade.envelope
          WHERE trade_no > ${arg('after')} AND trade_no <= ${arg('upto')} AND trade.kind = 'grab'
            AND envelope.kind = 'lucky'
        UNION ALL
        SELECT share.claimer, 'luckiest', envelope.ended_at ${DIV} 86400000, 1, 1, share.amount
          FROM (SELECT DISTINCT envelope FROM trade
                WHERE trade_no > ${arg('after')} AND trade_no <= ${arg('upto')} AND kind IN ('grab', 'refund')) AS touched
          CROSS JOIN envelope ON envelope.id = touched.envelope
          JOIN share ON share.envelope = envelope.id AND share.position =
            (SELECT position FROM share WHERE envelope = envelope.id AND claimer IS NOT NULL
             ORDER BY amount DESC, position LIMIT 1)
          WHERE envelope.ended_at IS NOT NULL AND envelope.kind = 'lucky' AND envelope.grabbed_count > 1
            AND coalesce(envelope.refund_trade_no,
                (SELECT trade_no FROM share WHERE envelope = envelope.id AND position = envelope.count))
              BETWEEN ${arg('after')} + 1 AND ${arg('upto')}
      )`).compile(build),
}))

const countOpening = statement<{ envelope: number }>()((arg) => ({
  compile: () =>
    addEvents(sql`event (member, board, day, score, times, amount) AS (
        SELECT sender, 'sent', opened_at ${DIV} 86400000, total, 1, 0
        FROM envelope JOIN appointment ON appointment.envelope = envelope.id WHERE envelope.id = ${arg('envelope')}
      )`).compile(build),
}))

/** Moves a member's shown figures to another member, or back. */
type Shift = { from: number; to: number }

const addAllShown = statement<Shift>()((arg) => ({
  compile: () =>
    sql<never>`
      ${INSERT}
      SELECT ${arg('to')}, board, period, since, community, 0, 0, 0, score, times, amount
      FROM standing AS gone WHERE member = ${arg('from')} AND (score <> 0 OR times <> 0)
      ${addToExisting('standing', ['score', 'times', 'amount'])}`.compile(build),
}))

const hideAll = statement<{ member: number }>()((arg) =>
  build.updateTable('standing').set({ score: 0, times: 0, amount: 0 }).where('member', '=', arg('member')),
)

const addOthersShown = statement<Shift>()((arg) => ({
  compile: () =>
    sql<never>`
      ${INSERT}
      SELECT ${arg('to')}, board, period, since, community, 0, 0, 0,
             score - own_score, times - own_times, amount - own_amount
      FROM standing AS gone WHERE member = ${arg('from')} AND (score <> own_score OR times <> own_times)
      ${addToExisting('standing', ['score', 'times', 'amount'])}`.compile(build),
}))

const showOwn = statement<{ member: number }>()((arg) =>
  build
    .updateTable('standing')
    .set({ score: sql<number>`own_score`, times: sql<number>`own_times`, amount: sql<number>`own_amount` })
    .where('member', '=', arg('member')),
)

const takeOwn = statement<Shift>()((arg) => ({
  compile: () =>
    sql<never>`
      ${byDialect(
        sql`UPDATE standing SET score = standing.score - gone.own_score, times = standing.times - gone.own_times,
                              amount = standing.amount - gone.own_amount
          FROM standing AS gone`,
        sql`UPDATE standing JOIN standing AS gone
          SET standing.score = standing.score - gone.own_score, standing.times = standing.times - gone.own_times,
              standing.amount = standing.amount - gone.own_amount`,
      )}
      WHERE gone.member = ${arg('to')} AND standing.member = ${arg('from')} AND standing.board = gone.board
        AND standing.period = gone.period AND standing.since = gone.since`.compile(build),
}))

export interface Luck {
  /** Lucky envelopes of which the member has a share. */
  readonly packets: number
  /** The sum of the equal parts, and of the shares, in minor units; at most what a number can say exactly. */
  readonly expected: number
  readonly got: number
  /** Other members with such a share, and how many of them won less above the equal parts. */
  readonly others: number
  readonly less: number
}

/** How lucky a member was, together with all that it represents; undefined for one without a lucky share. */
export function* luckOf(community: number, member: number): Plan<Luck | undefined> {
  const own = yield* one(selectLuck, { member })
  if (!own) return undefined
  const compared = yield* one(compareLuck, { community, member })
  return { ...own, others: (compared?.members ?? 1) - 1, less: compared?.less ?? 0 }
}

/** Returns the top of a board for the period that began at that time, without scores of 0 and those who left it. */
export function* ranksOf(
  community: number,
  board: Board,
  period: Period,
  since: number,
  limit: number,
): Plan<Ranked[]> {
  return yield* many(selectRanks, { community, board, period, since, limit })
}

/** Returns what members have received since then (UTC milliseconds) from lucky envelopes that are still open. */
export function* receivedFromOpenLucky(
  community: number,
  since: number,
): Plan<{ member: number; score: number; times: number }[]> {
  return yield* many(selectFromOpenLucky, { community, since })
}

/** Returns how many trades the standings don't include yet. */
export function* uncounted(): Plan<number> {
  const upto = yield* one(selectUpto, {})
  return upto ? upto.newest - upto.counted : 0
}

/**
 * Counts the next trades, up to TRADES_A_COUNT; returns how many are left. Grabs don't pay for the boards, and counting
 * in batches is cheap.
 */
export function* countNext(): Plan<number> {
  const upto = yield* one(selectUpto, {})
  if (!upto || upto.counted >= upto.newest) return 0
  const next = Math.min(upto.newest, upto.counted + TRADES_A_COUNT)
  yield* run(countTrades, { after: upto.counted, upto: next })
  yield* run(setUpto, { upto: next })
  return upto.newest - next
}

/** Counts a scheduled envelope as sent, now that it was opened. */
export function* countOpened(envelope: number): Plan<void> {
  yield* run(countOpening, { envelope })
}

/** Shows everything shown with `goes` with its representative `stays` instead. */
export function* joinStandings(stays: number, goes: number): Plan<void> {
  yield* run(addAllShown, { from: goes, to: stays })
  yield* run(hideAll, { member: goes })
}

/** Shows the figures of `originalMember` with itself again, no longer with `shared`. */
export function* returnStandings(shared: number, originalMember: number): Plan<void> {
  yield* run(takeOwn, { from: shared, to: originalMember })
  yield* run(showOwn, { member: originalMember })
}

/** Leaves `shared` its own figures; everything else shown with it moves to `heir`. */
export function* reassignStandings(shared: number, heir: number): Plan<void> {
  yield* run(addOthersShown, { from: shared, to: heir })
  yield* run(showOwn, { member: shared })
}
