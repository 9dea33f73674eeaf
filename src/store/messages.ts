import { sql } from 'kysely'
import type { Place } from '../core/place.js'
import { isInSlice, type Slice } from '../core/shard-range.js'
import { byDialect } from './dialect.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

/**
 * Priorities of outdated cards, the highest first; the database has their places in this list. `now`: people look at it.
 * `soon`: it was scheduled. `later`: it only has to show that its envelope expired.
 */
export const PRIORITIES = ['now', 'soon', 'later'] as const
export type Priority = (typeof PRIORITIES)[number]

// As the index has it: SQLite's covers only such rows, a server's has a column for it.
const isOutdated = byDialect(sql<boolean>`desired_rev > observed_rev AND state = 'live'`, sql`outdated = 1`)

const insertMessage = statement<{
  envelope: number
  platform: string
  chat: string
  thread: string | null
  nonce: string
  priority: number
}>()((arg) =>
  build.insertInto('envelope_message').values({
    envelope: arg('envelope'),
    platform: arg('platform'),
    chat: arg('chat'),
    thread: arg('thread'),
    nonce: arg('nonce'),
    priority: arg('priority'),
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

const bumpForLater = statement<{ envelope: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ desired_rev: sql`desired_rev + 1`, priority: PRIORITIES.indexOf('later') })
    .where('envelope', '=', arg('envelope')),
)

// One seek in the index finds the next chat, however many cards the one before has.
const selectNextChat = statement<{ priority: number; platform: string; chat: string }>()((arg) =>
  build
    .selectFrom('envelope_message')
    .select(['platform', 'chat', 'next_try_at'])
    .where(isOutdated)
    .where('priority', '=', arg('priority'))
    .where(sql<boolean>`(platform, chat) > (${arg('platform')}, ${arg('chat')})`)
    .orderBy('platform')
    .orderBy('chat')
    .orderBy('next_try_at')
    .limit(sql.lit(1)),
)

/** Outdated cards looked at in one statement: most may be on the shards of other programs. */
const CARDS_LOOKED_AT = 500

const selectNextCards = statement<{ priority: number; platform: string; chat: string }>()((arg) =>
  build
    .selectFrom(
      build
        .selectFrom('envelope_message')
        .select(['platform', 'chat', 'next_try_at'])
        .where(isOutdated)
        .where('priority', '=', arg('priority'))
        .where('platform', '=', arg('platform'))
        .where('chat', '>', arg('chat'))
        .orderBy('chat')
        .orderBy('next_try_at')
        .limit(sql.lit(CARDS_LOOKED_AT))
        .as('card'),
    )
    .leftJoin('chat', (join) =>
      join.onRef('chat.platform', '=', 'card.platform').onRef('chat.chat', '=', 'card.chat'),
    )
    .select(['card.platform', 'card.chat', 'next_try_at', 'shard_key as shardKey'])
    .orderBy('card.chat')
    .orderBy('next_try_at'),
)

const selectPendingIn = statement<{ priority: number; platform: string; chat: string; now: number }>()(
  (arg) =>
    build
      .selectFrom('envelope_message')
      .select(['id', 'envelope', 'platform', 'chat', 'thread', 'message', 'picture', 'nonce'])
      .select(['desired_rev', 'attempts'])
      .where('priority', '=', arg('priority'))
      .where('platform', '=', arg('platform'))
      .where('chat', '=', arg('chat'))
      .where(isOutdated)
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

/** A card's place among the outdated ones, in the order of their index. */
export interface PendingPlace {
  readonly priority: number
  readonly platform: string
  readonly chat: string
  readonly nextTryAt: number
  readonly id: number
}

const FIRST_PENDING: PendingPlace = { priority: -1, platform: '', chat: '', nextTryAt: 0, id: 0 }

/** Cards counted per plan: a few milliseconds, so clicks get their turn in between. */
const CARDS_A_COUNT = 10_000

const pendingAfter = (arg: <Name extends keyof PendingPlace>(name: Name) => PendingPlace[Name]) =>
  build
    .selectFrom('envelope_message')
    .where(isOutdated)
    .where(
      sql<boolean>`(priority, platform, chat, next_try_at, id) > (${arg('priority')}, ${arg('platform')},
        ${arg('chat')}, ${arg('nextTryAt')}, ${arg('id')})`,
    )
    .orderBy('priority')
    .orderBy('platform')
    .orderBy('chat')
    .orderBy('next_try_at')
    .orderBy('id')

const selectCounted = statement<PendingPlace>()((arg) =>
  pendingAfter(arg)
    .select(['priority', 'platform', 'chat', 'next_try_at as nextTryAt', 'id'])
    .limit(sql.lit(1))
    .offset(sql.lit(CARDS_A_COUNT - 1)),
)

const countPending = statement<PendingPlace & { awake: number }>()((arg) =>
  build
    .selectFrom(pendingAfter(arg).select('next_try_at').limit(sql.lit(CARDS_A_COUNT)).as('card'))
    .select((eb) => eb.fn.countAll<number>().as('pending'))
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
      priority: 0,
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
    // All of them, so that the index applies.
    .where('priority', 'in', sql<number>`(0, 1, 2)`)
    .where('platform', '=', arg('platform'))
    .where('chat', '=', arg('chat'))
    .where(isOutdated)
    .where('next_try_at', '>', arg('later')),
)

const endPauses = statement<{ now: number }>()((arg) =>
  build
    .updateTable('envelope_message')
    .set({ next_try_at: 0 })
    .where(isOutdated)
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
export function* wantMessage(
  envelope: number,
  place: Place,
  nonce: string,
  priority: Exclude<Priority, 'later'> = 'now',
): Plan<void> {
  yield* run(insertMessage, {
    envelope,
    platform: place.platform,
    chat: place.chat,
    thread: place.thread ?? null,
    nonce,
    priority: PRIORITIES.indexOf(priority),
  })
}

/** Marks the envelope's cards as outdated. */
export function bumpMessages(envelope: number) {
  return run(bump, { envelope })
}

/** Marks the envelope's cards as outdated, to be shown once all others are up to date. */
export function* bumpMessagesForLater(envelope: number): Plan<void> {
  yield* run(bumpForLater, { envelope })
}

/** Marks the cards of a community's open envelopes as outdated. */
export function* bumpOpenOf(community: number): Plan<void> {
  yield* run(bumpOpen, { community })
}

/** A chat, as its platform calls it. */
export interface ChatId {
  readonly platform: string
  readonly chat: string
}

export interface PendingChat extends ChatId {
  /** UTC milliseconds. */
  readonly next_try_at: number
}

/** Some of the chats with outdated live messages. */
export interface PendingChats {
  /** In their order, with when the first of their messages may be tried. */
  readonly chats: readonly PendingChat[]
  /** True if there may be further ones after the last. */
  readonly more: boolean
  /** The last chat that was looked at, when that isn't the last of these. */
  readonly upto?: ChatId
}

/** Chats looked at in one portion, and of those that may be tried: few milliseconds, however many are behind. */
const LOOKED_AT = 500
const TRIED = 64

/** Returns a portion of the chats with outdated live messages of a priority, after `after` if given. */
export function* pendingChats(
  { priority, after }: { priority: Priority; after?: ChatId | undefined },
  now: number,
): Plan<PendingChats> {
  const chats: PendingChat[] = []
  const place = PRIORITIES.indexOf(priority)
  let { platform, chat } = after ?? { platform: '', chat: '' }
  let tried = 0
  while (chats.length < LOOKED_AT && tried < TRIED) {
    const next = yield* one(selectNextChat, { priority: place, platform, chat })
    if (!next) return { chats, more: false }
    chats.push(next)
    if (next.next_try_at <= now) tried++
    platform = next.platform
    chat = next.chat
  }
  return { chats, more: true }
}

/** Portions looked at in one plan. */
const PORTIONS = 4

/** Returns the same for some slices, at most one per platform. Skips the chats of other programs in portions, too. */
export function* pendingChatsIn(
  slices: readonly Slice[],
  { priority, after }: { priority: Priority; after?: ChatId | undefined },
  now: number,
): Plan<PendingChats> {
  const chats: PendingChat[] = []
  const place = PRIORITIES.indexOf(priority)
  let portions = 0
  let tried = 0
  for (const slice of slices.toSorted((one, other) => (one.platform < other.platform ? -1 : 1))) {
    const { platform } = slice
    if (after && platform < after.platform) continue
    let chat = platform === after?.platform ? after.chat : ''
    while (true) {
      if (portions++ === PORTIONS || tried >= TRIED) return { chats, more: true, upto: { platform, chat } }
      const cards = yield* many(selectNextCards, { priority: place, platform, chat })
      for (const card of cards) {
        if (card.chat === chat) continue
        chat = card.chat
        if (!isInSlice(card.shardKey, slice)) continue
        chats.push({ platform, chat, next_try_at: card.next_try_at })
        if (card.next_try_at <= now) tried++
      }
      if (cards.length < CARDS_LOOKED_AT) break
    }
  }
  return { chats, more: false }
}

/** Returns a chat's longest-waiting outdated message that may be tried now, of those with the highest priority. */
export function* pendingIn(platform: string, chat: string, now: number): Plan<PendingMessage | undefined> {
  for (const priority of PRIORITIES.keys()) {
    const pending = yield* one(selectPendingIn, { priority, platform, chat, now })
    if (pending) return pending
  }
  return undefined
}

export function* messageById(id: number) {
  return yield* one(selectById, { id })
}

/** A card postponed for longer is asleep: no failure or rate limit postpones one for as long. Milliseconds. */
export const ASLEEP = 3_600_000

/** Outdated messages of a portion, except sleeping ones, and where the next portion begins; undefined after the last. */
export interface PendingPortion {
  readonly count: number
  readonly next: PendingPlace | undefined
}

/** Counts the next portion of the outdated messages. */
export function* pendingCount(now: number, after: PendingPlace = FIRST_PENDING): Plan<PendingPortion> {
  const next = yield* one(selectCounted, after)
  const counted = yield* one(countPending, { ...after, awake: now + ASLEEP })
  return { count: counted?.pending ?? 0, next }
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
