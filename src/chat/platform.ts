import type { ChosenThere, NotificationKind } from '../app/board/message-board.js'
import type { EnvelopeView } from '../app/envelopes/view-envelope.js'

/** Where a card is posted. */
export interface Target {
  readonly chat: string
  readonly thread: string | null
}

/** Retry after `after` milliseconds. */
export interface Later {
  readonly kind: 'later'
  readonly after: number
  readonly why: string
  /** Set when nothing failed and the call only has to wait its turn. */
  readonly turn?: true
  /**
   * Set when the place takes no edits until someone reopens it, perhaps never. The platform wakes its cards when that
   * happens; otherwise they are retried after days.
   */
  readonly asleep?: true
}

/** Result of a call to the platform. */
export type PostResult =
  | { kind: 'posted'; message: string }
  /** Retry later. Also when it is unknown whether the post arrived. */
  | Later
  /** Never: the bot may not write there, or the chat doesn't exist. */
  | { kind: 'impossible'; why: string }

export type EditResult =
  /** Shown now, or already shown ("not modified"). */
  | { kind: 'shown' }
  | Later
  /** The message or the chat is gone, or permanently off limits. */
  | { kind: 'gone'; why: string }

export type NotifyResult =
  | { kind: 'notified' }
  /** Retry later. Also when it is unknown whether the message arrived. */
  | Later
  /** Never: the sender accepts no messages, or is unknown on the platform. */
  | { kind: 'impossible'; why: string }

/**
 * The updater's view of a chat platform. A call that throws counts as `later`: the platform's state is unknown, and
 * repeating an edit is harmless.
 */
export interface Platform {
  /** The `platform` field of places and persons. */
  readonly name: string
  /** Minimum milliseconds between two calls for one chat. */
  readonly chatInterval: number
  /**
   * Posts a new card and notifies the chosen, where the platform can. Where possible, a repeat of the nonce within a
   * few minutes must not create a second message.
   */
  post(target: Target, envelope: EnvelopeView, nonce: string, chosen: ChosenThere): Promise<PostResult>
  /** Updates a card to the current state, without notifying anyone. */
  edit(target: Target, message: string, envelope: EnvelopeView, chosen: ChosenThere): Promise<EditResult>
  /**
   * Tells the sender privately, where possible, that an open envelope has lost its card: it couldn't be posted and was
   * refunded, or it vanished and the remainder comes back at the deadline. May be called again for the same event when
   * delivery is uncertain.
   */
  notify?(envelope: EnvelopeView, kind: NotificationKind): Promise<NotifyResult>
}

/** A platform rejects the login, at start or later. Retrying wouldn't help; the message says what to do. */
export class LoginRefused extends Error {
  override name = 'LoginRefused'
}
