import { sql } from 'kysely'
import type { Place } from '../core/place.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

const insertMessage = statement<{
  envelope: number
  platform: string
  chat: string
  thread: string | null
  nonce: string
}>()((arg) =>
  build.insertInto('envelope_message').values({
    envelope: arg('envelope'),
    platform: arg('platform'),
    chat: arg('chat'),
    thread: arg('thread'),
    nonce: arg('nonce'),
  }),
)

const bump = statement<{ envelope: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ desired_rev: sql`desired_rev + 1` })
    .where('envelope', '=', arg('envelope')),
)

const bumpOpen = statement<{ community: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ desired_rev: sql`desired_rev + 1` })
    .where('state', '=', sql.lit('live' as const))
    .where('envelope', 'in', (eb) =>
      eb
        .selectFrom('envelope')
        .select('id')
        .where('state', '=', sql.lit('open' as const))
        .where('community', '=', arg('community')),
    ),
)

const selectConditionalAt = statement<{ platform: string; chat: string; message: string }>()((arg) =>
  build
    .selectFrom('envelope_message')
    .innerJoin('envelope', 'envelope.id', 'envelope_message.envelope')
    .select(['envelope.id', 'envelope.community', 'envelope.envelope_no as envelopeNo'])
    .where('envelope_message.platform', '=', arg('platform'))
    .where('envelope_message.chat', '=', arg('chat'))
    .where('envelope_message.message', '=', arg('message'))
    .where('envelope.conditions', '>', sql.lit(0)),
)

// The literal states let SQLite see that the partial index applies; bound parameters would hide it.
const selectPendingChats = statement<Record<string, never>>()(() =>
  build
    .selectFrom('envelope_message')
    .select(['platform', 'chat'])
    .select((eb) => eb.fn.min('next_try_at').as('next_try_at'))
    .whereRef('desired_rev', '>', 'observed_rev')
    .where('state', '=', sql.lit('live' as const))
    .groupBy(['platform', 'chat']),
)

const selectPendingIn = statement<{ platform: string; chat: string; now: number }>()((arg) =>
  build
    .selectFrom('envelope_message')
    .select(['id', 'envelope', 'platform', 'chat', 'thread', 'message', 'picture', 'nonce'])
    .select(['desired_rev', 'attempts'])
    .where('platform', '=', arg('platform'))
    .where('chat', '=', arg('chat'))
    .whereRef('desired_rev', '>', 'observed_rev')
    .where('state', '=', sql.lit('live' as const))
    .where('next_try_at', '<=', arg('now'))
    .orderBy('next_try_at')
    .orderBy('id')
    .limit(sql.lit(1)),
)

const selectById = statement<{ id: number }>()((arg) =>
  build
    .selectFrom('envelope_message')
    .select(['id', 'envelope', 'platform', 'message', 'state'])
    .where('id', '=', arg('id')),
)

const countPending = statement<{ awake: number }>()((arg) =>
  build
    .selectFrom('envelope_message')
    .select((eb) => eb.fn.countAll<number>().as('pending'))
    .whereRef('desired_rev', '>', 'observed_rev')
    .where('state', '=', sql.lit('live' as const))
    .where('next_try_at', '<=', arg('awake')),
)

const setShown = statement<{
  id: number
  message: string
  picture: string | null
  rev: number
  at: number
}>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({
      message: arg('message'),
      picture: arg('picture'),
      observed_rev: arg('rev'),
      attempts: 0,
      next_try_at: 0,
      posted_at: sql<number>`coalesce(posted_at, ${arg('at')})`,
    })
    .where('id', '=', arg('id'))
    .where('observed_rev', '<', arg('rev')),
)

const setLater = statement<{ id: number; nextTryAt: number; attempts: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ next_try_at: arg('nextTryAt'), attempts: arg('attempts') })
    .where('id', '=', arg('id')),
)

const setWoken = statement<{ platform: string; chat: string; later: number; to: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ next_try_at: arg('to') })
    .where('platform', '=', arg('platform'))
    .where('chat', '=', arg('chat'))
    .whereRef('desired_rev', '>', 'observed_rev')
    .where('state', '=', sql.lit('live' as const))
    .where('next_try_at', '>', arg('later')),
)

const endPauses = statement<{ now: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ next_try_at: 0 })
    .whereRef('desired_rev', '>', 'observed_rev')
    .where('state', '=', sql.lit('live' as const))
    .where('next_try_at', '>', arg('now')),
)

const setGone = statement<{ id: number }>()((arg) =>
  build.updateTable('envelope_message').set({ state: 'gone' }).where('id', '=', arg('id')),
)

const selectOf = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('envelope_message')
    .select(['id', 'platform', 'chat', 'thread', 'message', 'state', 'desired_rev', 'observed_rev'])
    .where('envelope', '=', arg('envelope')),
)

const selectPosted = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('envelope_message')
    .select((eb) => eb.fn.min('posted_at').as('postedAt'))
    .where('envelope', '=', arg('envelope')),
)

/** A message that doesn't show the latest state. */
export interface PendingMessage {
  readonly id: number
  readonly envelope: number
  readonly platform: string
  readonly chat: string
  readonly thread: string | null
  readonly message: string | null
  readonly picture: string | null
  readonly nonce: string
  readonly desired_rev: number
  readonly attempts: number
}

/** Requests the envelope's card at a place; the updater posts it. The nonce must be new. */
export function* wantMessage(envelope: number, place: Place, nonce: string): Plan<void> {
  yield* run(insertMessage, {
    envelope,
    platform: place.platform,
    chat: place.chat,
    thread: place.thread ?? null,
    nonce,
  })
}

/** Marks the envelope's cards as outdated. */
export function* bumpMessages(envelope: number): Plan<void> {
  yield* run(bump, { envelope })
}

/** Marks the cards of a community's open envelopes as outdated. */
export function* bumpOpenOf(community: number): Plan<void> {
  yield* run(bumpOpen, { community })
}

export interface PendingChat {
  readonly platform: string
  readonly chat: string
  readonly next_try_at: number
}

/** Returns chats with outdated live messages, and when the first of them may be tried. */
export function* pendingChats(): Plan<PendingChat[]> {
  return yield* many(selectPendingChats, {})
}

/** Returns a chat's longest-waiting outdated message that may be tried now. */
export function* pendingIn(platform: string, chat: string, now: number): Plan<PendingMessage | undefined> {
  return yield* one(selectPendingIn, { platform, chat, now })
}

export function* messageById(id: number) {
  return yield* one(selectById, { id })
}

/** A card postponed for longer is asleep: no failure or rate limit postpones one for as long. Milliseconds. */
export const ASLEEP = 3_600_000

/** Returns the number of outdated messages, except sleeping ones. */
export function* pendingCount(now: number): Plan<number> {
  return (yield* many(countPending, { awake: now + ASLEEP }))[0]?.pending ?? 0
}

/** Moves the next try of a chat's messages that are postponed beyond `later` to `from` (UTC milliseconds). */
export function* wakeMessages(
  platform: string,
  chat: string,
  { later, to }: { later: number; to: number },
): Plan<void> {
  yield* run(setWoken, { platform, chat, later, to })
}

/** Stores the revision that was rendered, never a newer one, and the message that shows it with its picture. */
export function* messageShown(
  id: number,
  { message, picture }: { message: string; picture: string | null },
  rev: number,
  at: number,
): Plan<void> {
  yield* run(setShown, { id, message, picture, rev, at })
}

/** Returns how long ago the first card of an envelope was posted, in milliseconds; null while none was. */
export function* sincePosted(envelope: number, now: number): Plan<number | null> {
  const postedAt = (yield* one(selectPosted, { envelope }))?.postedAt ?? null
  return postedAt === null ? null : Math.max(0, now - postedAt)
}

export function* messageLater(id: number, nextTryAt: number, attempts: number): Plan<void> {
  yield* run(setLater, { id, nextTryAt, attempts })
}

/** Makes every postponed message retry at once. */
export function* endMessagePauses(now: number): Plan<void> {
  yield* run(endPauses, { now })
}

/** Stops the edits of a message that is gone or may not be edited. */
export function* messageGone(id: number): Plan<void> {
  yield* run(setGone, { id })
}

/** Returns the messages that show an envelope. */
export function* messagesOf(envelope: number) {
  return yield* many(selectOf, { envelope })
}

/** Returns the envelope with conditions whose card is this message. */
export function* conditionalCardAt(
  { platform, chat }: Place,
  message: string,
): Plan<{ id: number; community: number; envelopeNo: string } | undefined> {
  return yield* one(selectConditionalAt, { platform, chat, message })
}
