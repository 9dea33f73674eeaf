import { sql } from 'kysely'
import type { Slice } from '../core/shard-range.js'
import { build, many, one, type Plan, run, statement } from './plan.js'
import type { ResultState } from './schema.js'

const insertForCards = statement<{ envelope: number; endedAt: number; nextTryAt: number }>()((arg) =>
  build
    .insertInto('result_message')
    .columns(['card', 'envelope', 'ended_at', 'next_try_at'])
    .expression((eb) =>
      eb
        .selectFrom('envelope_message')
        .innerJoin('envelope', 'envelope.id', 'envelope_message.envelope')
        .innerJoin('community', 'community.id', 'envelope.community')
        .select(['envelope_message.id', 'envelope.id as envelope', sql<number>`${arg('endedAt')}`.as('at')])
        .select(sql<number>`${arg('nextTryAt')}`.as('try'))
        .where('envelope_message.envelope', '=', arg('envelope'))
        .where('envelope_message.state', '=', sql.lit('live' as const))
        .where('community.results', '=', sql.lit(1 as const)),
    ),
)

// The literal states let SQLite see that the partial index applies; bound parameters would hide it.
const isWaiting = sql<boolean>`result_message.state IN ('waiting', 'begun')`

type Waiting = { now: number; limit: number }

const waiting = (arg: <Name extends keyof Waiting>(name: Name) => Waiting[Name]) =>
  build
    .selectFrom('result_message')
    .innerJoin('envelope_message', 'envelope_message.id', 'result_message.card')
    .select([
      'card',
      'result_message.envelope',
      'ended_at',
      'result_message.state',
      'platform',
      'chat',
      'thread',
      'message',
      'nonce',
      'envelope_message.state as card_state',
    ])
    .select(sql<0 | 1>`desired_rev > observed_rev`.as('behind'))
    .where(isWaiting)
    .where('result_message.next_try_at', '<=', arg('now'))
    .orderBy('result_message.next_try_at')
    .orderBy('card')
    .limit(sql<number>`${arg('limit')}`)

const selectWaiting = statement<Waiting>()((arg) => waiting(arg))

const selectWaitingIn = statement<Waiting & Slice>()((arg) =>
  waiting(arg)
    .where('platform', '=', arg('platform'))
    .where(
      sql<boolean>`coalesce((SELECT shard_key FROM chat
      WHERE chat.platform = envelope_message.platform AND chat.chat = envelope_message.chat), 0)
      % ${arg('count')} BETWEEN ${arg('first')} AND ${arg('last')}`,
    ),
)

const setState = statement<{ card: number; state: ResultState; nextTryAt: number }>()((arg) =>
  build
    .updateTable('result_message')
    .set({ state: arg('state'), next_try_at: arg('nextTryAt') })
    .where('card', '=', arg('card'))
    .where(isWaiting),
)

const setReady = statement<{ card: number }>()((arg) =>
  build
    .updateTable('result_message')
    .set({ next_try_at: 0 })
    .where('card', '=', arg('card'))
    .where('state', '=', sql.lit('waiting' as const))
    .where(
      sql<boolean>`(SELECT state = 'gone' OR observed_rev = desired_rev FROM envelope_message
        WHERE id = ${arg('card')})`,
    ),
)

const countTold = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('result_message')
    .select((eb) => eb.fn.countAll<number>().as('told'))
    .where('envelope', '=', arg('envelope'))
    .where('state', '<>', sql.lit('left_out' as const)),
)

const endPauses = statement<{ now: number }>()((arg) =>
  build
    .updateTable('result_message')
    .set({ next_try_at: 0 })
    .where(isWaiting)
    .where('next_try_at', '>', arg('now')),
)

/**
 * Requests a result below each live card, if the community wants results. Returns how many were requested. Each is due
 * once its card shows the end; `nextTryAt` is when it is looked at otherwise (UTC milliseconds).
 */
export function* wantResults(envelope: number, endedAt: number, nextTryAt: number): Plan<number> {
  return (yield* run(insertForCards, { envelope, endedAt, nextTryAt })).changes
}

/** Makes the result below a card due, if one waits and the card shows the end now, or is gone. */
export function* resultReady(card: number): Plan<void> {
  yield* run(setReady, { card })
}

/** Returns the longest-waiting results that may be tried now, with their cards. */
export function* waitingResults(now: number, limit: number) {
  return yield* many(selectWaiting, { now, limit })
}

/** Returns the same for one slice. */
export function* waitingResultsIn(slice: Slice, now: number, limit: number) {
  return yield* many(selectWaitingIn, { ...slice, now, limit })
}

/** Moves a waiting result on, and postpones it if it goes on waiting. Returns whether it was waiting. */
export function* setResultState(card: number, state: ResultState, nextTryAt = 0): Plan<boolean> {
  return (yield* run(setState, { card, state, nextTryAt })).changes === 1
}

/** Returns whether every result of an envelope was left out. */
export function* allLeftOut(envelope: number): Plan<boolean> {
  return (yield* one(countTold, { envelope }))?.told === 0
}

/** Makes every postponed result retry at once. */
export function* endResultPauses(now: number): Plan<void> {
  yield* run(endPauses, { now })
}
