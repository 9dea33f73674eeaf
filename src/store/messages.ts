import { sql } from 'kysely'
import type { Place } from './communities.js'
import { build, many, type Plan, run, statement } from './plan.js'

const insertMessage = statement<{
  envelope: number
  platform: string
  chat: string
  thread: string | null
  message: string | null
  nonce: string
}>()((arg) =>
  build.insertInto('envelope_message').values({
    envelope: arg('envelope'),
    platform: arg('platform'),
    chat: arg('chat'),
    thread: arg('thread'),
    message: arg('message'),
    nonce: arg('nonce'),
  }),
)

const bump = statement<{ envelope: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ wanted_rev: sql`wanted_rev + 1` })
    .where('envelope', '=', arg('envelope')),
)

const selectPending = statement<{ now: number; limit: number }>()((arg) =>
  build
    .selectFrom('envelope_message')
    .select(['id', 'envelope', 'platform', 'chat', 'thread', 'message', 'nonce', 'wanted_rev', 'attempts'])
    .whereRef('wanted_rev', '>', 'shown_rev')
    .where('state', '=', sql.lit('live' as const))
    .where('next_try_at', '<=', arg('now'))
    .orderBy('next_try_at')
    .orderBy('id')
    .limit(sql<number>`${arg('limit')}`),
)

const countPending = statement<Record<string, never>>()(() =>
  build
    .selectFrom('envelope_message')
    .select((eb) => eb.fn.countAll<number>().as('pending'))
    .whereRef('wanted_rev', '>', 'shown_rev')
    .where('state', '=', sql.lit('live' as const)),
)

const setShown = statement<{ id: number; message: string; rev: number; nextTryAt: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ message: arg('message'), shown_rev: arg('rev'), attempts: 0, next_try_at: arg('nextTryAt') })
    .where('id', '=', arg('id'))
    .where('shown_rev', '<', arg('rev')),
)

const setLater = statement<{ id: number; nextTryAt: number; attempts: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ next_try_at: arg('nextTryAt'), attempts: arg('attempts') })
    .where('id', '=', arg('id')),
)

const setGone = statement<{ id: number }>()((arg) =>
  build.updateTable('envelope_message').set({ state: 'gone' }).where('id', '=', arg('id')),
)

const selectOf = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('envelope_message')
    .select(['id', 'platform', 'chat', 'thread', 'message', 'state', 'wanted_rev', 'shown_rev'])
    .where('envelope', '=', arg('envelope')),
)

/** A message whose shown state is behind what is true. */
export interface PendingMessage {
  readonly id: number
  readonly envelope: number
  readonly platform: string
  readonly chat: string
  readonly thread: string | null
  readonly message: string | null
  readonly nonce: string
  readonly wanted_rev: number
  readonly attempts: number
}

/** Asks for the envelope's card to be shown at a place; the updater posts it. */
export function* wantMessage(
  envelope: number,
  place: Place,
  nonce: string,
  message: string | null = null,
): Plan<void> {
  yield* run(insertMessage, {
    envelope,
    platform: place.platform,
    chat: place.chat,
    thread: place.thread ?? null,
    message,
    nonce,
  })
}

/** Says that what the envelope's cards show is out of date. */
export function* bumpMessages(envelope: number): Plan<void> {
  yield* run(bump, { envelope })
}

/** Live messages that are behind and may be tried now, the longest waiting first. */
export function* pendingMessages(now: number, limit: number): Plan<PendingMessage[]> {
  return yield* many(selectPending, { now, limit })
}

export function* pendingCount(): Plan<number> {
  return (yield* many(countPending, {}))[0]?.pending ?? 0
}

/** Stores the revision that was rendered, never a newer one, and the message that shows it. */
export function* messageShown(id: number, message: string, rev: number, nextTryAt: number): Plan<void> {
  yield* run(setShown, { id, message, rev, nextTryAt })
}

export function* messageLater(id: number, nextTryAt: number, attempts: number): Plan<void> {
  yield* run(setLater, { id, nextTryAt, attempts })
}

/** Ends the editing of a message that no longer exists or may not be touched. */
export function* messageGone(id: number): Plan<void> {
  yield* run(setGone, { id })
}

/** Where an envelope is shown. */
export function* messagesOf(envelope: number) {
  return yield* many(selectOf, { envelope })
}
