import type { ChosenThere, NotificationKind } from '../app/board/message-board.js'
import type { EnvelopeView } from '../app/envelopes/view-envelope.js'

/** Where a card is posted. */
export interface Target {
  readonly chat: string
  readonly thread: string | null
}

/** Not now: try again after so many milliseconds. */
export interface Later {
  readonly kind: 'later'
  readonly after: number
  readonly why: string
  /** Nothing failed: it only has to wait for its turn. */
  readonly turn?: true
  /**
   * The place takes no edits until somebody opens it, which may be never. The platform wakes its cards when it is
   * open again; without that they are tried again in days.
   */
  readonly asleep?: true
}

/** Never: the chat, the message or the person is gone, or the bot is forbidden to write there for good. */
export interface Impossible {
  readonly kind: 'impossible'
  readonly why: string
}

/** The call was not carried out, or it is unknown whether it was. */
export type Failed = Later | Impossible

export type PostResult = { readonly kind: 'posted'; readonly message: string } | Failed
/** `shown` also when the message showed it already. */
export type EditResult = { readonly kind: 'shown' } | Failed
export type NotifyResult = { readonly kind: 'notified' } | Failed

/**
 * What the updater needs of a chat platform. A call that throws counts as `later`: the platform's state is
 * unknown, and showing a card twice in the same message does no harm.
 */
export interface Platform {
  /** The `platform` of places and persons. */
  readonly name: string
  /** At least so many milliseconds between two calls for one chat. */
  readonly chatInterval: number
  /**
   * Posts a new card and notifies those chosen, where the platform can. The same nonce within a few minutes must not
   * make a second message, where possible.
   */
  post(target: Target, envelope: EnvelopeView, nonce: string, chosen: ChosenThere): Promise<PostResult>
  /** Replaces a card by what is true now, and notifies nobody. */
  edit(target: Target, message: string, envelope: EnvelopeView, chosen: ChosenThere): Promise<EditResult>
  /**
   * Tells the sender privately, where that is still possible, that an open envelope has lost its card: it could
   * not be posted and was refunded, or it vanished and what is left comes back at the deadline. It may be asked
   * again for the same news when it is not certain that the sender was told.
   */
  notify?(envelope: EnvelopeView, kind: NotificationKind): Promise<NotifyResult>
}

/** A platform does not take the login, now or any more. Trying again would not help; the message says what to do. */
export class LoginRefused extends Error {
  override name = 'LoginRefused'
}
