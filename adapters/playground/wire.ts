import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import type { BookEntry } from '../../src/app/wallets/books.js'
import type { Offer } from '../../src/commands/framework/lines/suggest.js'
import type { Action, FormView, Tone } from '../../src/commands/framework/replies/reply.js'
import type { Currency } from '../../src/core/money.js'

/**
 * Protocol between the page and the playground's server. Every request to /api carries the token of this run (header
 * `X-Playground-Token`; the event stream takes it as the query `token`, because an EventSource can't set headers).
 * Times are UTC milliseconds, amounts minor units.
 */

export type Language = 'en' | 'zh'

/** One of the people that a visitor can act as. */
export interface Actor {
  readonly user: string
  readonly name: string
  /** An emoji. */
  readonly avatar: string
  /** CSS colour behind the avatar. */
  readonly colour: string
  readonly admin: boolean
}

/** A message in the chat. A message with a known id replaces the previous one. */
export type Message =
  | { id: string; at: number; kind: 'text'; from: string; text: string }
  | { id: string; at: number; kind: 'card'; envelope: EnvelopeView }
  /** How the envelope of a card ended. */
  | { id: string; at: number; kind: 'result'; envelope: EnvelopeView }
  /** For one person only, about something that others did. */
  | { id: string; at: number; kind: 'notice'; to: string; text: Readonly<Record<Language, string>> }
  /** An answer, for one person only; never stored. `text` may have several lines. */
  | {
      id: string
      at: number
      kind: 'private'
      to: string
      text: string
      /** The same in parts, where it is more than plain text; without what the picture says. */
      parts?: readonly AnswerPart[]
      /** `url` is a data URL. */
      picture?: { readonly url: string; readonly alt: string }
      tone: Tone
      /** Rows of buttons below it. */
      actions?: readonly (readonly Action[])[]
    }

/** A part of an answer. A text may have several lines. */
export type AnswerPart =
  | { readonly kind: 'text' | 'heading'; readonly pieces: readonly AnswerPiece[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly AnswerPiece[])[] }
  | AnswerTable

export type AnswerPiece = string | { readonly strong: string } | { readonly code: string }

export interface AnswerTable {
  readonly kind: 'table'
  readonly columns: readonly string[]
  readonly rows: readonly { readonly cells: readonly string[]; readonly note?: string }[]
  /** The rows are ranks, the best first. */
  readonly ranked?: true
}

/** GET /api/state: everything a page needs; requested again after every reconnect. */
export interface State {
  /** The server's time; ahead of the browser's if time was skipped. */
  readonly now: number
  readonly community: string
  readonly currency: Currency
  readonly actors: readonly Actor[]
  /** All commands, in each language of the page. */
  readonly offers: Readonly<Record<Language, readonly Offer[]>>
  /** By user. */
  readonly balances: Readonly<Record<string, number>>
  /** The newest messages, oldest first. */
  readonly messages: readonly Message[]
  /** The newest 200 entries, oldest first. */
  readonly entries: readonly BookEntry[]
  readonly books: BooksLight
  /** True if a newcomer finds a lively group and a tour. */
  readonly lively: boolean
  /** Id of the latest event that this state includes. */
  readonly event: number
}

/** The books-balance light. */
export interface BooksLight {
  /** null before the first reconcile. */
  readonly ok: boolean | null
  /** The problems, one per line. */
  readonly broken: readonly string[]
  readonly trades: number
  readonly at: number
}

/** GET /api/events?token=…: server-sent events, each `data` one of these as JSON. */
export type Event =
  | { type: 'message'; message: Message }
  | { type: 'entry'; entry: BookEntry }
  | { type: 'balances'; balances: Readonly<Record<string, number>> }
  | { type: 'books'; books: BooksLight }
  | { type: 'clock'; now: number }
  | { type: 'currency'; currency: Currency }

// GET /api/covers/{community}/{digest}: the own cover of a card's envelope, as JPEG; 204 when it was replaced.

/** Bodies of POST /api/say, tap, fill and skip. */
export type { Fill, Say, Skip, Tap } from './requests.js'

/** Response to Say, Tap and Fill; private to the asker. Empty for an ordinary line. */
export interface Answer {
  readonly message?: Message
  /** A form to fill in and send back. */
  readonly form?: FormView
  /** Kind of the outcome, for a picture beside the text: `grabbed`, `finished`, `sent`, … */
  readonly outcome?: string
  /** Amount won, in minor units. */
  readonly amount?: number
  /** Number of the envelope that it is about. */
  readonly envelope?: string
}

/** Response to a refused request, with status 400, 403, 404, 409, 413, 429, 500 or 503. */
export interface Refused {
  readonly error: string
}
