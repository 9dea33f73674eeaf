import type { ChosenThere, NotificationKind } from '../app/board/message-board.js'
import type { EnvelopeView } from '../app/envelopes/view-envelope.js'
import type { CommunityLanguage } from '../core/community.js'
import type { Language } from '../i18n/language.js'
import type { DescribedPicture } from './card-pictures.js'

/** Where a card is posted. */
export interface Target {
  readonly chat: string
  readonly thread: string | null
}

/** Not now: retry after this many milliseconds. */
export interface Later {
  readonly kind: 'later'
  readonly after: number
  readonly why: string
  /** Set when nothing failed and the call only has to wait its turn. */
  readonly turn?: true
  /** Set when the platform carries out no call of the bot before then, in whatever chat. */
  readonly everywhere?: true
  /** Set when it may have been carried out. */
  readonly unknown?: boolean
  /**
   * Set when the place takes no edits until someone reopens it, perhaps never. The platform wakes its cards when that
   * happens; otherwise they are retried after days.
   */
  readonly asleep?: true
}

/** Never: the chat, the message or the person is gone, or the bot is forbidden to write there for good. */
export interface Impossible {
  readonly kind: 'impossible'
  readonly why: string
  /** Set when the message may be all right without its picture. */
  readonly pictureRefused?: true
}

/** The call was not carried out, or it is unknown whether it was. */
export type Failed = Later | Impossible

/** `picture`: what the platform calls the picture in the message; absent when it has none. */
export type PostResult =
  | { readonly kind: 'posted'; readonly message: string; readonly picture?: string }
  | Failed
/** `shown` also when the message showed it already. */
export type EditResult = { readonly kind: 'shown' } | Failed
export type NotifyResult = { readonly kind: 'notified' } | Failed

/** The picture that a card has, as its platform calls it, and its description. */
export interface ShownPicture {
  readonly id: string
  readonly alt: string
}

/** A private message that answers no request. */
export interface PrivateMessage {
  /** Language of the community's cards; null when none is chosen. The person's own is unknown. */
  readonly language: CommunityLanguage | null
  readonly write: (language: Language) => string
  readonly nonce: string
}

/**
 * The updater's view of a chat platform. A call that throws counts as `later`: the platform's state is unknown, and
 * repeating an edit is harmless.
 */
export interface Platform {
  /** The `platform` field of places and persons. */
  readonly name: string
  /** Minimum milliseconds between two calls for one chat. */
  readonly chatInterval: number
  /** True if its cards can have pictures. */
  readonly showsPictures?: true
  /**
   * Posts a new card and notifies the chosen, where the platform can. Where possible, a repeat of the nonce within a
   * few minutes must not create a second message.
   */
  post(
    target: Target,
    envelope: EnvelopeView,
    nonce: string,
    chosen: ChosenThere,
    picture?: DescribedPicture,
  ): Promise<PostResult>
  /** Updates a card to the current state, without notifying anyone. Keeps the picture, if one is given. */
  edit(
    target: Target,
    message: string,
    envelope: EnvelopeView,
    chosen: ChosenThere,
    picture?: ShownPicture,
  ): Promise<EditResult>
  /** True if a repeat of a nonce within a few minutes makes no second message. */
  readonly deduplicates?: true
  /**
   * Posts how an envelope ended, as a reply to its card, and notifies no one. It is the least urgent of all messages:
   * within limits that the platform shares with cards and answers, it waits until none of them could need the room.
   */
  postResult?(
    target: Target,
    card: string,
    envelope: EnvelopeView,
    nonce: string,
    picture?: DescribedPicture,
  ): Promise<PostResult>
  /**
   * Tells the sender privately, where possible, that an open envelope has lost its card (it couldn't be posted and was
   * refunded, or it vanished and the remainder comes back at the deadline), or how one ended. May be called again for
   * the same event when delivery is uncertain.
   */
  notify?(envelope: EnvelopeView, kind: NotificationKind): Promise<NotifyResult>
  /** Sends a private message to a user. May be called again with the same nonce when delivery is uncertain. */
  tell?(user: string, message: PrivateMessage): Promise<NotifyResult>
}

/**
 * A platform rejects the login, or the address that it should call, at start or later. Retrying wouldn't help; the message
 * says what to do.
 */
export class LoginRefused extends Error {
  override name = 'LoginRefused'
}
