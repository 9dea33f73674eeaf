import type { Slice } from '../../core/shard-range.js'
import { chosenRolesOf, chosenUsersOf, envelopeById } from '../../store/envelopes.js'
import {
  ASLEEP,
  type ChatId,
  messageById,
  messageGone,
  messageLater,
  messageShown,
  messagesOf,
  type PendingChats,
  type Priority,
  pendingChats,
  pendingChatsIn,
  pendingIn,
  wakeMessages,
} from '../../store/messages.js'
import {
  dueNotification,
  dueNotificationIn,
  forgetNotification,
  type NotificationKind,
  platformsWithNotifications,
  postponeNotification,
} from '../../store/notifications.js'
import type { Plan } from '../../store/plan.js'
import { resultReady } from '../../store/results.js'
import { cancelUnshown } from '../envelopes/end-envelope.js'
import { type EnvelopeView, viewEnvelope } from '../envelopes/view-envelope.js'
import { notifySender } from './notify-sender.js'

export type { ChatId, PendingChat, Priority } from '../../store/messages.js'
export { PRIORITIES } from '../../store/messages.js'
export type { NotificationKind } from '../../store/notifications.js'

/** A card to show now: the place, the current state, and its revision. */
export interface DueCard {
  readonly id: number
  readonly platform: string
  readonly chat: string
  readonly thread: string | null
  /** Null until the card is posted. */
  readonly message: string | null
  /** What the platform calls the picture in the message; null when it has none. */
  readonly picture: string | null
  readonly nonce: string
  readonly attempts: number
  /** Pass this to cardShown, never a newer revision: later changes aren't on the card. */
  readonly rev: number
  readonly envelope: EnvelopeView
  readonly chosen: ChosenThere
}

/**
 * User ids of the chosen on the card's platform, in the order of the envelope's view; null for those it doesn't know.
 */
export interface ChosenThere {
  readonly users: readonly (string | null)[]
  readonly roles: readonly (string | null)[]
}

/**
 * State of an envelope whose card is gone: `refunded`, because it was never shown anywhere; `lost`, because no one can
 * grab any more; or still shown `elsewhere`.
 */
export type CardGone = 'refunded' | 'lost' | 'elsewhere'

/** Where the next portion begins, for each priority; at the first chat by default. */
export type ChatsAfter = { readonly [Each in Priority]?: ChatId | undefined }

/** Returns a portion of the chats with outdated cards of each priority. `slices`: only those in one of them. */
export function* chatsBehind(
  after: ChatsAfter,
  now: number,
  slices?: readonly Slice[],
): Plan<Record<Priority, PendingChats>> {
  const portion = (priority: Priority) => {
    const where = { priority, after: after[priority] }
    return slices ? pendingChatsIn(slices, where, now) : pendingChats(where, now)
  }
  return { now: yield* portion('now'), soon: yield* portion('soon'), later: yield* portion('later') }
}

/** Returns a chat's longest-waiting card with its current state; undefined when none may be tried yet. */
export function* nextCard(platform: string, chat: string, now: number): Plan<DueCard | undefined> {
  const pending = yield* pendingIn(platform, chat, now)
  if (!pending) return undefined
  const { envelope: id, desired_rev: rev, ...message } = pending
  const envelope = yield* viewEnvelope(id)
  return { ...message, rev, envelope, chosen: yield* chosenThere(id, envelope, platform) }
}

function* chosenThere(id: number, { audience, chosen }: EnvelopeView, platform: string): Plan<ChosenThere> {
  if (audience !== 'chosen') return { users: [], roles: [] }
  const users = yield* chosenUsersOf(id, platform)
  const roles = yield* chosenRolesOf(id)
  return {
    users: chosen.map((member) => users.get(member.id) ?? null),
    roles: roles.map((role) => (role.platform === platform ? role.role : null)),
  }
}

/** Records that a message shows a revision, and with which picture; its result may be posted then. */
export function* cardShown(
  id: number,
  shown: { message: string; picture: string | null },
  rev: number,
  now: number,
): Plan<void> {
  yield* messageShown(id, shown, rev, now)
  yield* resultReady(id)
}

/** Postpones a card until `nextTryAt` (UTC milliseconds). */
export function* cardLater(id: number, nextTryAt: number, attempts: number): Plan<void> {
  yield* messageLater(id, nextTryAt, attempts)
}

/** Delay between a tap and the retry of a sleeping card, so that many taps cause one try. Milliseconds. */
const AFTER_TAP = 2_000

/** Makes the postponed cards of these chats retry at once. */
export function* wakeCards(platform: string, chats: readonly string[], now: number): Plan<void> {
  for (const chat of chats) yield* wakeMessages(platform, chat, { later: now, to: now })
}

/** Makes the sleeping cards of a chat retry in a moment. */
export function* wakeCardsSoon(platform: string, chat: string, now: number): Plan<void> {
  yield* wakeMessages(platform, chat, { later: now + ASLEEP, to: now + AFTER_TAP })
}

/**
 * Stops editing a card that is gone or couldn't be posted. When the envelope is shown nowhere and no one has grabbed,
 * refunds the sender at once. Writes the notification to the sender in the same transaction.
 */
export function* cardGone(id: number, now: number): Plan<CardGone> {
  const message = yield* messageById(id)
  if (!message) return 'lost'
  const live = message.state === 'live'
  if (live) yield* messageGone(id)
  yield* resultReady(id)
  const cards = yield* messagesOf(message.envelope)
  if (cards.some((other) => other.id !== id && other.state === 'live')) return 'elsewhere'
  if (!live) return 'lost'
  if (message.message === null && (yield* cancelUnshown(message.envelope, now))) {
    yield* notifySender(message.envelope, message.platform, 'unposted')
    return 'refunded'
  }
  if ((yield* envelopeById(message.envelope))?.state === 'open')
    yield* notifySender(message.envelope, message.platform, 'vanished')
  return 'lost'
}

/** A notification to deliver to an envelope's sender now. */
export interface DueNotification {
  readonly id: number
  readonly kind: NotificationKind
  readonly attempts: number
  readonly envelope: EnvelopeView
}

/** Returns the platforms with a notification due now. `slices`: only those with one about a card in theirs. */
export function* platformsToNotify(now: number, slices?: readonly Slice[]): Plan<string[]> {
  if (!slices) return yield* platformsWithNotifications(now)
  const platforms: string[] = []
  for (const slice of slices) if (yield* dueNotificationIn(slice, now)) platforms.push(slice.platform)
  return platforms
}

/** Returns a platform's longest-waiting notification, or a slice's; undefined when none may be tried yet. */
export function* nextNotification(
  platform: string,
  now: number,
  slice?: Slice,
): Plan<DueNotification | undefined> {
  const notification = slice ? yield* dueNotificationIn(slice, now) : yield* dueNotification(platform, now)
  if (!notification) return undefined
  const { envelope, ...rest } = notification
  return { ...rest, envelope: yield* viewEnvelope(envelope) }
}

/** Records that a notification was delivered or never will be. */
export function* notificationDone(id: number): Plan<void> {
  yield* forgetNotification(id)
}

/** Postpones a notification until `nextTryAt` (UTC milliseconds). */
export function* notificationLater(id: number, nextTryAt: number, attempts: number): Plan<void> {
  yield* postponeNotification(id, nextTryAt, attempts)
}
