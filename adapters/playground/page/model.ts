import type { BookEntry } from '../../../src/app/wallets/books.js'
import { newestMessages } from '../newest-messages.js'
import type { Actor, BooksLight, Event, Message, State } from '../wire.js'

/** State of the connection: only an online page is known to be current. */
export type Link = 'connecting' | 'online' | 'offline'

/** The page's knowledge of the server. Drafts live in the components. */
export interface Model {
  readonly link: Link
  /** False until the first state has arrived. */
  readonly loaded: boolean
  readonly community: string
  readonly currency: State['currency']
  readonly actors: readonly Actor[]
  readonly offers: State['offers']
  readonly balances: State['balances']
  /** Oldest first. */
  readonly messages: readonly Message[]
  /** Oldest first. */
  readonly entries: readonly BookEntry[]
  readonly books: BooksLight
  /** True if a newcomer finds a lively group and a tour. */
  readonly lively: boolean
  /** The server's clock minus the browser's, in milliseconds. */
  readonly ahead: number
}

export type Action =
  | { type: 'link'; link: Link }
  | { type: 'state'; state: State; receivedAt: number }
  | { type: 'event'; event: Event; receivedAt: number }
  /** An answer for one person only; the server doesn't store it. */
  | { type: 'told'; message: Message }

export const EMPTY: Model = {
  link: 'connecting',
  loaded: false,
  community: '',
  currency: { name: '', symbol: '', scale: 2 },
  actors: [],
  offers: { en: [], zh: [] },
  balances: {},
  messages: [],
  entries: [],
  books: { ok: null, broken: [], trades: 0, at: 0 },
  lively: false,
  ahead: 0,
}

/** Entries to show, so that a page left open for a week stays fast. */
const MAX_ENTRIES = 1000

/** Returns the model after one more action. */
export function reduce(model: Model, action: Action): Model {
  switch (action.type) {
    case 'link':
      return { ...model, link: action.link }
    case 'state': {
      const { state } = action
      // Only this page knows its private answers; everything else comes from the server.
      const answers = model.messages.filter((message) => message.kind === 'private')
      return {
        link: 'online',
        loaded: true,
        community: state.community,
        currency: state.currency,
        actors: state.actors,
        offers: state.offers,
        balances: state.balances,
        messages: answers.reduce(withMessage, state.messages),
        entries: state.entries,
        books: state.books,
        lively: state.lively,
        ahead: state.now - action.receivedAt,
      }
    }
    case 'event':
      return afterEvent(model, action.event, action.receivedAt)
    case 'told':
      return { ...model, messages: withMessage(model.messages, action.message) }
    default:
      return action satisfies never
  }
}

function afterEvent(model: Model, event: Event, receivedAt: number): Model {
  switch (event.type) {
    case 'message':
      return { ...model, messages: withMessage(model.messages, event.message) }
    case 'entry':
      return { ...model, entries: withEntry(model.entries, event.entry) }
    case 'balances':
      return { ...model, balances: event.balances }
    case 'books':
      return { ...model, books: event.books }
    case 'clock':
      return { ...model, ahead: event.now - receivedAt }
    case 'currency':
      return { ...model, currency: event.currency }
    default:
      return event satisfies never
  }
}

function withMessage(messages: readonly Message[], message: Message): readonly Message[] {
  const known = messages.findIndex(({ id }) => id === message.id)
  if (known >= 0) return messages.with(known, message)
  // An answer and an event may arrive in the wrong order; the earlier one stays above.
  const before = messages.findLastIndex(({ at }) => at <= message.at)
  return newestMessages(messages.toSpliced(before + 1, 0, message))
}

function withEntry(entries: readonly BookEntry[], entry: BookEntry): readonly BookEntry[] {
  if (entries.some(({ id }) => id === entry.id)) return entries
  return [...entries, entry].slice(-MAX_ENTRIES)
}

/** A trade with its two entries: out of one account, into another. */
export interface BookedTrade {
  readonly tradeNo: number
  readonly at: number
  readonly type: BookEntry['type']
  readonly desc: string
  readonly entries: readonly BookEntry[]
}

/** Groups entries by trade, newest first; leaves out trades whose other entry is unknown. */
export function tradesOf(entries: readonly BookEntry[]): BookedTrade[] {
  const byTrade = new Map<number, BookEntry[]>()
  for (const entry of entries) byTrade.set(entry.tradeNo, [...(byTrade.get(entry.tradeNo) ?? []), entry])
  const whole = [...byTrade.values()].filter((legs) => legs.length === 2)
  return whole.reverse().map((legs) => {
    const { tradeNo, at, type, desc } = legs[0] as BookEntry
    return { tradeNo, at, type, desc, entries: legs.toSorted((a, b) => a.flag - b.flag) }
  })
}

/** Returns the messages that `user` may see: everything but answers and notices to others. */
export function visibleTo(messages: readonly Message[], user: string): Message[] {
  return messages.filter((message) => !('to' in message) || message.to === user)
}
