import { chosenRolesOf, chosenUsersOf, envelopeById } from '../../store/envelopes.js'
import {
  ASLEEP,
  messageById,
  messageGone,
  messageLater,
  messageShown,
  messagesOf,
  type PendingChat,
  pendingChats,
  pendingIn,
  wakeMessages,
} from '../../store/messages.js'
import {
  dueNotification,
  forgetNotification,
  type NotificationKind,
  platformsWithNotifications,
  postponeNotification,
} from '../../store/notifications.js'
import type { Plan } from '../../store/plan.js'
import { cancelUnshown } from '../envelopes/end-envelope.js'
import { type EnvelopeView, viewEnvelope } from '../envelopes/view-envelope.js'
import { notifySender } from './notify-sender.js'

export type { PendingChat } from '../../store/messages.js'
export type { NotificationKind } from '../../store/notifications.js'

/** A card to show now: the place, what is true, and the revision that this truth has. */
export interface DueCard {
  readonly id: number
  readonly platform: string
  readonly chat: string
  readonly thread: string | null
  /** Null when the card has not been posted yet. */
  readonly message: string | null
  readonly nonce: string
  readonly attempts: number
  /** To be handed back to cardShown, and never a newer one: what happened since is not on the card. */
  readonly rev: number
  readonly envelope: EnvelopeView
  readonly chosen: ChosenThere
}

/** What the platform of a card calls those chosen, in the order of the envelope's view; null for those it does not know. */
export interface ChosenThere {
  readonly users: readonly (string | null)[]
  readonly roles: readonly (string | null)[]
}

/**
 * What became of an envelope whose card is gone: `refunded`, because it could not be shown at all; `lost`,
 * because nobody can grab any more; or it is still shown `elsewhere`.
 */
export type CardGone = 'refunded' | 'lost' | 'elsewhere'

/** Chats with cards that are behind, and when the first of them may be tried (UTC milliseconds). */
export function* chatsBehind(): Plan<PendingChat[]> {
  return yield* pendingChats()
}

/** The card of a chat that waits longest, as it is to be shown now; undefined when none may be tried yet. */
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

/** Stores that a revision is shown in a message. */
export function* cardShown(id: number, message: string, rev: number): Plan<void> {
  yield* messageShown(id, message, rev)
}

/** Puts a card off until `nextTryAt` (UTC milliseconds). */
export function* cardLater(id: number, nextTryAt: number, attempts: number): Plan<void> {
  yield* messageLater(id, nextTryAt, attempts)
}

/** For so long after a tap a card waits that was asleep, so that many taps are one try. Milliseconds. */
const AFTER_TAP = 2_000

/** Lets the cards of chats be tried now that were put off. */
export function* wakeCards(platform: string, chats: readonly string[], now: number): Plan<void> {
  for (const chat of chats) yield* wakeMessages(platform, chat, { later: now, to: now })
}

/** Lets the cards of a chat be tried in a moment that are asleep. */
export function* wakeCardsSoon(platform: string, chat: string, now: number): Plan<void> {
  yield* wakeMessages(platform, chat, { later: now + ASLEEP, to: now + AFTER_TAP })
}

/**
 * Ends the editing of a card that is gone or could not be posted. When the envelope is shown nowhere and
 * nobody has grabbed, the money goes back to the sender at once. That the sender is to be told is written in the
 * same transaction.
 */
export function* cardGone(id: number, now: number): Plan<CardGone> {
  const message = yield* messageById(id)
  if (!message) return 'lost'
  const live = message.state === 'live'
  if (live) yield* messageGone(id)
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

/** What the sender of an envelope is to be told now. */
export interface DueNotification {
  readonly id: number
  readonly kind: NotificationKind
  readonly attempts: number
  readonly envelope: EnvelopeView
}

/** The platforms on which somebody may be told something now. */
export function* platformsToNotify(now: number): Plan<string[]> {
  return yield* platformsWithNotifications(now)
}

/** What has waited longest to be told on a platform; undefined when nothing may be tried yet. */
export function* nextNotification(platform: string, now: number): Plan<DueNotification | undefined> {
  const notification = yield* dueNotification(platform, now)
  if (!notification) return undefined
  const { envelope, ...rest } = notification
  return { ...rest, envelope: yield* viewEnvelope(envelope) }
}

/** Stores that a notification was told, or never will be. */
export function* notificationDone(id: number): Plan<void> {
  yield* forgetNotification(id)
}

/** Puts a notification off until `nextTryAt` (UTC milliseconds). */
export function* notificationLater(id: number, nextTryAt: number, attempts: number): Plan<void> {
  yield* postponeNotification(id, nextTryAt, attempts)
}
