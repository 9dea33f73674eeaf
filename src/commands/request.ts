import type { ChosenRole } from '../app/envelopes/send-envelope.js'
import type { Person } from '../core/person.js'
import type { Place } from '../core/place.js'
import type { Language } from '../i18n/language.js'

/** A person or role that is named, as far as the platform says which. */
export type Mention =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'role'; readonly role: ChosenRole }
  | { readonly kind: 'bot' }
  /** Only a name; the request resolves it. */
  | { readonly kind: 'name'; readonly name: string }
  /**
   * No member has this name. `known` are names that would do; `how` says what can be done where the platform does not
   * tell whose a name is: reply to the person, or also choose one from the platform's own list.
   */
  | {
      readonly kind: 'unknown'
      readonly name: string
      readonly known?: readonly string[]
      readonly how?: 'reply' | 'choose'
    }
  /** Chosen, but no longer there. */
  | { readonly kind: 'gone' }

/** An argument before it is read. Numbers, choices and yes or no are text, canonical or as typed. */
export type Raw = string | readonly Mention[]
export type Raws = Readonly<Record<string, Raw>>

/** Abilities of a platform. Data, so that no command asks for a platform's name. */
export interface Traits {
  readonly name: string
  /** A reply that only the asker sees costs nothing. */
  readonly freePrivateReplies: boolean
  /** Other bots read the same lines, so that an unknown command may be one of theirs. */
  readonly otherBots?: true
  /** Every argument is a named option, and typed lines are not heard: usage lines would mislead. */
  readonly optionsOnly?: true
}

/** What the bot needs in order to post, by the platform's names. */
export type BotPermission = 'ViewChannel' | 'SendMessages' | 'SendMessagesInThreads'

/** What keeps a card from being posted: the asker may only read there, or the bot lacks permissions. */
export type Hindrance =
  | { readonly kind: 'read_only' }
  | { readonly kind: 'bot_lacks'; readonly permissions: readonly BotPermission[] }

/** The platform could not be asked what has to be known before anything is done, so nothing was done. */
export class CannotAsk extends Error {
  override name = 'CannotAsk'
}

export type FormStep =
  | { readonly kind: 'open' }
  | { readonly kind: 'submit'; readonly raws: Raws }
  /** One of a field's options, by their positions in the view; a field alone asks for its text. */
  | { readonly kind: 'pick'; readonly field: number; readonly option?: number }
  | { readonly kind: 'close' }

export type Wish =
  | {
      readonly kind: 'line'
      readonly text: string
      /** By the name behind the @, for platforms that say who was meant. */
      readonly mentions?: ReadonlyMap<string, Mention>
      readonly repliedTo?: Person
      /** Can only be meant for the bot: written in a private chat or in reply to the bot, or naming it. */
      readonly addressed?: true
      /** Gives back how a text was typed in which names stand for marks. */
      readonly asTyped?: (text: string) => string
      /** No person can be named who wrote it: an admin who stays anonymous, or a channel. */
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
  /** None in a private chat. */
  readonly place?: Place
  readonly language: Language
  /** From the platform's ids: the same under redelivery, and no other request has it. */
  readonly id: string
  /** The message whose button was tapped, if it really has that button: what people send along can be forged. */
  readonly message?: string
  /** By the platform's clock, UTC milliseconds. */
  readonly askedAt: number
  /** After this long people have given up on an answer and ask again. Milliseconds. */
  readonly patienceMs: number
  /**
   * Asks the platform, as of now; only for commands that need it. The place is the command's: a form may be filled in
   * elsewhere. Rejects with CannotAsk when the platform does not say.
   */
  readonly administers: (place: Place) => Promise<boolean>
  /** Roles that the person has now. */
  readonly roles: () => readonly string[]
  /** Finds who a name means in the place of the request. Rejects with CannotAsk when the platform does not say. */
  readonly resolve: (name: string) => Promise<Mention>
  /**
   * What keeps a card from being posted in the command's place; nothing when not given. A form may be filled in elsewhere,
   * and of another place than that of the request no more is known than that.
   */
  readonly hindrance?: (place: Place) => Hindrance | undefined
  /** Called as soon as what was asked is safe in the database, where the answer comes seconds later. */
  readonly accepted?: () => void
  /**
   * Those of the users who have a role now and are no bots, where the platform has roles. Rejects with CannotAsk when it
   * does not say.
   */
  readonly withRole?: (role: ChosenRole, users: readonly string[]) => Promise<readonly Person[]>
}
