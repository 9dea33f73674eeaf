import type { EnvelopeRules } from '../envelope.js'
import type { Random } from '../random.js'

/** An order as far as it matters to the way. */
export interface WayOrder {
  /** Number of shares. */
  readonly count: number
  /** Window of a fair start in milliseconds; 0 for none. */
  readonly fairStart: number
}

/** A tap by a person who may get a share and has none. Times are UTC milliseconds. */
export interface Tap<Details> {
  readonly details: Details
  readonly open: boolean
  readonly now: number
  readonly deadline: number
  /** Own ticket, if any. */
  readonly ticket: number | undefined
}

/**
 * Result of a tap: the next share, a ticket that is served in the sealed order at the deadline, or a special outcome
 * of the way.
 */
export type Move = 'grab' | 'join' | { readonly say: string }

/** The rules of one way to receive an envelope. Pure: the same facts give the same result. */
export interface WayRules<Details extends object> {
  /** When shares are handed out: by taps, or to tickets at the deadline. */
  readonly serves: 'taps' | 'at the deadline'
  /** Use of tickets: never, for every share that they get, or only while the way says so. */
  readonly tickets: 'none' | 'for shares' | 'sometimes'
  /** Set when tickets are served in the sealed order; see sealed-order.ts. */
  readonly sealedOrder?: true
  /** Set when a person may tap several times before a share is won. */
  readonly tries?: true
  /** Set when the first to tap is the first to get a share, so that positions tell who is fast. */
  readonly fastest?: true
  /** Longest time until the deadline, in milliseconds; the community's limit for all envelopes by default. */
  longest?(rules: Pick<EnvelopeRules, 'maxLifetime'>): number
  /** Where its details are stored; absent when it has none. */
  readonly details?: 'as JSON' | 'in a table of its own'
  /** Fixes everything that decides who gets a share, when the envelope is sent. */
  fixed(order: WayOrder, random: Random): Details
  /** Returns the terms in the commitment, each without spaces or anything that a shell interprets. */
  terms(details: Details): readonly string[]
  /** Decides about a tap; absent when src/app/envelopes/ways has plans for the way. */
  tap?(tap: Tap<Details>): Move
}
