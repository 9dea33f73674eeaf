import { sql } from 'kysely'
import type { Slice } from '../core/shard-range.js'
import { build, one, type Plan, run, statement } from './plan.js'
import type { NotificationKind } from './schema.js'

export type { NotificationKind } from './schema.js'

const insert = statement<{ envelope: number; platform: string; kind: NotificationKind }>()((arg) =>
  build
    .insertInto('notification')
    .values({ envelope: arg('envelope'), platform: arg('platform'), kind: arg('kind') }),
)

// One seek in the index finds the next platform, however many the one before has.
const selectNextPlatform = statement<{ after: string }>()((arg) =>
  build
    .selectFrom('notification')
    .select(['platform', 'next_try_at'])
    .where('platform', '>', arg('after'))
    .orderBy('platform')
    .orderBy('next_try_at')
    .limit(sql.lit(1)),
)

type Due = { platform: string; now: number }

const due = (arg: <Name extends keyof Due>(name: Name) => Due[Name]) =>
  build
    .selectFrom('notification')
    .select(['id', 'envelope', 'kind', 'attempts'])
    .where('platform', '=', arg('platform'))
    .where('next_try_at', '<=', arg('now'))
    .orderBy('next_try_at')
    .orderBy('id')
    .limit(sql.lit(1))

const selectDue = statement<Due>()((arg) => due(arg))

// The literal kind lets SQLite see that the partial index applies; a bound parameter would hide it.
const selectDueNews = statement<Due>()((arg) => due(arg).where('kind', '<>', sql.lit('ended' as const)))

type DueIn = Due & Pick<Slice, 'first' | 'last' | 'count'>

const dueIn = (arg: <Name extends keyof DueIn>(name: Name) => DueIn[Name]) =>
  due(arg).where(
    // One program notifies about an envelope, even if several show its cards: the one with the first.
    sql<boolean>`coalesce((SELECT shard_key FROM envelope_message
      JOIN chat ON chat.platform = envelope_message.platform AND chat.chat = envelope_message.chat
      WHERE envelope_message.id = (SELECT min(id) FROM envelope_message AS card
        WHERE card.envelope = notification.envelope AND card.platform = notification.platform)), 0) % ${arg('count')} BETWEEN ${arg('first')} AND ${arg('last')}`,
  )

const selectDueIn = statement<DueIn>()((arg) => dueIn(arg))

const selectDueNewsIn = statement<DueIn>()((arg) => dueIn(arg).where('kind', '<>', sql.lit('ended' as const)))

const setLater = statement<{ id: number; nextTryAt: number; attempts: number }>()((arg) =>
  build
    .updateTable('notification')
    .set({ next_try_at: arg('nextTryAt'), attempts: arg('attempts') })
    .where('id', '=', arg('id')),
)

const endPauses = statement<{ now: number }>()((arg) =>
  build.updateTable('notification').set({ next_try_at: 0 }).where('next_try_at', '>', arg('now')),
)

const remove = statement<{ id: number }>()((arg) =>
  build.deleteFrom('notification').where('id', '=', arg('id')),
)

/** Requests a notification to the sender of an envelope on a platform; the updater delivers it. */
export function* wantNotification(envelope: number, platform: string, kind: NotificationKind): Plan<void> {
  yield* run(insert, { envelope, platform, kind })
}

/** Returns the platforms with a notification that may be tried now (UTC milliseconds). */
export function* platformsWithNotifications(now: number): Plan<string[]> {
  const due: string[] = []
  let next = yield* one(selectNextPlatform, { after: '' })
  for (; next; next = yield* one(selectNextPlatform, { after: next.platform }))
    if (next.next_try_at <= now) due.push(next.platform)
  return due
}

/**
 * Returns a platform's longest-waiting notification that may be tried now. One about an envelope that simply ended comes
 * after all others: very many may end at once, and their cards say it.
 */
export function* dueNotification(platform: string, now: number) {
  return (yield* one(selectDueNews, { platform, now })) ?? (yield* one(selectDue, { platform, now }))
}

/** Returns the same for one slice. */
export function* dueNotificationIn(slice: Slice, now: number) {
  const due = { ...slice, now }
  return (yield* one(selectDueNewsIn, due)) ?? (yield* one(selectDueIn, due))
}

export function* postponeNotification(id: number, nextTryAt: number, attempts: number): Plan<void> {
  yield* run(setLater, { id, nextTryAt, attempts })
}

/** Makes every postponed notification retry at once. */
export function* endNotificationPauses(now: number): Plan<void> {
  yield* run(endPauses, { now })
}

/** Deletes a notification that was delivered or never will be. */
export function* forgetNotification(id: number): Plan<void> {
  yield* run(remove, { id })
}
