import type { ChosenRole } from '../../app/envelopes/send-envelope.js'
import type { PlatformFacts, Telling } from '../../core/conditions/platform-facts.js'
import type { Person } from '../../core/person.js'
import type { Place } from '../../core/place.js'
import type { Language } from '../../i18n/language.js'

/** A named person or role, as far as the platform identifies them. */
export type Mention =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'role'; readonly role: ChosenRole }
  | { readonly kind: 'bot' }
  /** A mere name; the request resolves it. */
  | { readonly kind: 'name'; readonly name: string }
  /**
   * No member has this name. `known` are valid names; `how` says what works where the platform doesn't resolve names:
   * replying to the person, or also choosing from the platform's own list.
   */
  | {
      readonly kind: 'unknown'
      readonly name: string
      readonly known?: readonly string[]
      readonly how?: 'reply' | 'choose'
    }
  /** Chosen, but no longer there. */
  | { readonly kind: 'gone' }

/** A file that came with a request, downloaded only when the command needs it. */
export interface SentFile {
  readonly kind: 'file'
  /** Resolves with the bytes, or with `too_large`. Rejects with CannotAsk when the platform doesn't deliver it. */
  readonly load: (maxBytes: number) => Promise<Uint8Array | 'too_large'>
}

/** An unparsed argument. Numbers, choices and yes or no are text, canonical or as typed. */
export type Raw = string | readonly Mention[] | readonly [SentFile]
export type Raws = Readonly<Record<string, Raw>>

/** Abilities of a platform, as data, so that no command asks for a platform's name. */
export interface Traits {
  readonly name: string
  /** Replies that only the asker sees cost nothing. */
  readonly freePrivateReplies: boolean
  /** Other bots read the same lines, so an unknown command may be theirs. */
  readonly otherBots?: true
  /** In a chat everyone reads what is typed, and a reply to a card reaches the bot. */
  readonly cardReplies?: true
  /** What the platform tells about people. Arguments that need anything else aren't offered there. */
  readonly tells?: readonly Telling[]
  /** Every argument is a named option, and the bot doesn't see typed lines: usage lines would mislead. */
  readonly optionsOnly?: true
}

/** Permissions that the bot needs in order to post, by the platform's names. */
export type BotPermission = 'ViewChannel' | 'SendMessages' | 'SendMessagesInThreads'

/** Why a card can't be posted: the asker may only read there or has left, or the bot lacks permissions. */
export type Hindrance =
  | { readonly kind: 'read_only' }
  | { readonly kind: 'bot_lacks'; readonly permissions: readonly BotPermission[] }

/** The platform couldn't be asked for something needed in advance, so nothing was done. */
export class CannotAsk extends Error {
  override name = 'CannotAsk'
}

export type FormStep =
  | { readonly kind: 'open' }
  | { readonly kind: 'submit'; readonly raws: Raws }
  /** One of a field's options, by their positions in the view; without an option, asks for the field's text. */
  | { readonly kind: 'pick'; readonly field: number; readonly option?: number }
  /** Shows the further fields; `open` leads back. */
  | { readonly kind: 'more' }
  | { readonly kind: 'close' }

export type Wish =
  | {
      readonly kind: 'line'
      readonly text: string
      /** By the name after the @, for platforms that identify who was meant. */
      readonly mentions?: ReadonlyMap<string, Mention>
      readonly repliedTo?: Person
      /** The bot's message that it replies to. */
      readonly below?: string
      /** The picture that came with it, or that it replies to. */
      readonly picture?: SentFile
      /** True for the caption of a picture, which counts only as a command that takes one. */
      readonly isCaption?: true
      /** Certainly meant for the bot: in a private chat, in reply to the bot, or naming it. */
      readonly addressed?: true
      /** Restores a text as it was typed when names in it were replaced by marks. */
      readonly asTyped?: (text: string) => string
      /** Set when the writer can't be identified: an anonymous admin, or a channel. */
      readonly from?: 'anonymous' | 'channel'
    }
  | { readonly kind: 'command'; readonly command: string; readonly raws: Raws }
  /** A tap on a button. */
  | { readonly kind: 'action'; readonly data: string }
  | { readonly kind: 'form'; readonly id: string; readonly step: FormStep }

/** One thing that a person asks for, as an adapter decodes it. */
export interface Request {
  readonly traits: Traits
  readonly wish: Wish
  readonly by: Person
  /** Absent in a private chat. */
  readonly place?: Place
  readonly language: Language
  /** Derived from the platform's ids: the same when redelivered, and unique to the request. */
  readonly id: string
  /** The message whose button was tapped, if it really has that button: clients can forge the data they send. */
  readonly message?: string
  /** Milliseconds from the tapped message to the tap, by the platform's own clock, where it tells both. */
  readonly reaction?: number
  /** By the platform's clock, UTC milliseconds. */
  readonly askedAt: number
  /** How long people wait for an answer before they ask again. Milliseconds. */
  readonly patienceMs: number
  /**
   * Asks the platform, as of now; only for commands that need it. The place is the command's: a form may be filled in
   * elsewhere. Rejects with CannotAsk when the platform doesn't say.
   */
  readonly administers: (place: Place) => Promise<boolean>
  /** The person's current roles. */
  readonly roles: () => readonly string[]
  /** Returns the facts that the platform tells about the person, as of now. */
  readonly told?: () => PlatformFacts
  /** Resolves a name in the place of the request. Rejects with CannotAsk when the platform doesn't say. */
  readonly resolve: (name: string) => Promise<Mention>
  /**
   * Why a card can't be posted in the command's place; no hindrance when absent. A form may be filled in elsewhere, and
   * for other places nothing else may be known. A promise rejects with CannotAsk when the platform doesn't say.
   */
  readonly hindrance?: (place: Place) => Hindrance | undefined | Promise<Hindrance | undefined>
  /** Called once the request is safely stored, when the answer comes seconds later. */
  readonly accepted?: () => void
  /**
   * Returns those of the users who have a role now and aren't bots, where the platform has roles. Rejects with
   * CannotAsk when it doesn't say.
   */
  readonly withRole?: (role: ChosenRole, users: readonly string[]) => Promise<readonly Person[]>
  /**
   * Returns everyone but the asker and bots who is in the asker's voice channel now, out of at most `max`; undefined when
   * the asker is in none. Absent where the platform doesn't tell. Rejects with CannotAsk when it doesn't say.
   */
  readonly inVoice?: (max: number) => Promise<readonly Person[] | undefined>
}

/** Returns whether others in the chat have read what was typed. */
export function isPublic({ wish, place, traits }: Pick<Request, 'wish' | 'place' | 'traits'>): boolean {
  return wish.kind === 'line' && place !== undefined && traits.cardReplies === true
}
