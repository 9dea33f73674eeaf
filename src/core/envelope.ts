import { type Condition, type ConditionFault, refuseConditions } from './conditions/terms.js'
import type { Amount } from './money.js'
import { MAX_AMOUNT } from './money.js'
import type { NewcomerRule } from './newcomers.js'
import { isFairStart, MAX_FAIR_START, MIN_FAIR_START } from './ways/fair-start.js'
import { type ChosenWay, rulesOfWay } from './ways/ways.js'

export type { Way } from './ways/ways.js'

export type EnvelopeKind = 'equal' | 'lucky'
/** One that is ordered for later is `scheduled` until then. */
export type EnvelopeState = 'scheduled' | ShownState
/** What a card can show. */
export type ShownState = 'open' | 'finished' | 'expired' | 'cancelled'
/** Reasons for giving an entrant no share. */
export type PassedOver = 'frozen' | 'has_share' | 'sender' | 'left' | 'blocked'
export type Audience = 'everyone' | 'chosen'

export const MAX_SHARES = 200
/** In characters (code points); longer greetings are refused, not cut. */
export const MAX_GREETING = 120
export const MAX_CHOSEN = 25
/** How an envelope with fewer shares ended is plain to see. */
export const MIN_SHARES_TO_TELL = 3

/** A community's rules for envelopes; times in milliseconds, `maxTotal` in minor units. */
export interface EnvelopeRules {
  readonly selfGrab: boolean
  readonly defaultLifetime: number
  readonly minLifetime: number
  readonly maxLifetime: number
  readonly maxOpenEnvelopes: number
  /** Limit for the total of one envelope; null when only MAX_AMOUNT applies. */
  readonly maxTotal: number | null
  /** Window in which the first taps are collected and served in a sealed order; 0 for none. */
  readonly fairStart: number
  /** True if the amounts of an open envelope are shown only to those who have a share. */
  readonly hideAmounts: boolean
  /** True if a short message in the chat tells how an envelope ended. */
  readonly results: boolean
  /** True if cards and results have pictures. */
  readonly pictures: boolean
  /** How much newcomers may send and give in a day; null when they may as much as anyone. */
  readonly newcomer: NewcomerRule | null
}

export const DEFAULT_RULES: EnvelopeRules = {
  selfGrab: true,
  defaultLifetime: 24 * 3_600_000,
  minLifetime: 60_000,
  maxLifetime: 7 * 24 * 3_600_000,
  maxOpenEnvelopes: 20,
  maxTotal: null,
  fairStart: 0,
  hideAmounts: false,
  results: true,
  pictures: true,
  newcomer: null,
}

/** A year, in milliseconds: nothing is scheduled for later than that. */
export const LONGEST_AHEAD = 366 * 24 * 3_600_000
/** How many envelopes of a member may be scheduled at once. */
export const MAX_SCHEDULED = 50

/** An envelope dated further into the future than this was sent while the clock was ahead. Milliseconds. */
export const CLOCK_TOLERANCE = 10 * 60_000

/** Returns whether an envelope has ended and can't change any more. */
export function hasEnded(state: EnvelopeState): state is Exclude<ShownState, 'open'> {
  return state !== 'scheduled' && state !== 'open'
}

export interface EnvelopeRequest {
  readonly kind: EnvelopeKind
  readonly way?: ChosenWay
  /** Milliseconds; 0 for none. */
  readonly fairStart?: number
  readonly total: number
  readonly count: number
  readonly greeting: string
  readonly lifetime: number
  /** Number of distinct chosen members; undefined when everyone may grab. */
  readonly chosen?: number
  /** Number of chosen roles; how many people have them is unknown. */
  readonly chosenRoles?: number
  readonly conditions?: readonly Condition[]
}

export type EnvelopeRefusal =
  | { kind: 'bad_count'; max: number }
  | { kind: 'amount_too_large'; max: Amount }
  | { kind: 'too_small'; count: number }
  | { kind: 'not_divisible'; count: number; lower: number; higher: number }
  | { kind: 'greeting_too_long'; max: number }
  | { kind: 'bad_lifetime'; min: number; max: number }
  | { kind: 'bad_fair_start'; min: number; max: number }
  /** Only a first come, first served envelope can have a fair start. */
  | { kind: 'fair_start_elsewhere' }
  | { kind: 'bad_chosen'; max: number }
  | { kind: 'more_shares_than_chosen'; chosen: number }
  | ConditionFault

/** Returns the first rule that an envelope would break, or undefined when it may be sent. */
export function refuseEnvelope(request: EnvelopeRequest, rules: EnvelopeRules): EnvelopeRefusal | undefined {
  const {
    kind,
    way = 'speed',
    fairStart = 0,
    total,
    count,
    greeting,
    lifetime,
    chosen,
    chosenRoles = 0,
    conditions = [],
  } = request
  if (!Number.isInteger(count) || count < 1 || count > MAX_SHARES)
    return { kind: 'bad_count', max: MAX_SHARES }
  const max = Math.min(MAX_AMOUNT, rules.maxTotal ?? MAX_AMOUNT) as Amount
  if (!Number.isSafeInteger(total) || total > max) return { kind: 'amount_too_large', max }
  if (total < count) return { kind: 'too_small', count }
  if (kind === 'equal' && total % count !== 0) {
    const lower = total - (total % count)
    return { kind: 'not_divisible', count, lower, higher: lower + count }
  }
  if ([...greeting].length > MAX_GREETING) return { kind: 'greeting_too_long', max: MAX_GREETING }
  const longest = rulesOfWay(way).longest?.(rules) ?? rules.maxLifetime
  if (!Number.isInteger(lifetime) || lifetime < rules.minLifetime || lifetime > longest)
    return { kind: 'bad_lifetime', min: rules.minLifetime, max: longest }
  if (fairStart > 0 && way !== 'speed') return { kind: 'fair_start_elsewhere' }
  if (!isFairStart(fairStart)) return { kind: 'bad_fair_start', min: MIN_FAIR_START, max: MAX_FAIR_START }
  if (chosen !== undefined) {
    const all = chosen + chosenRoles
    if (all < 1 || all > MAX_CHOSEN) return { kind: 'bad_chosen', max: MAX_CHOSEN }
    if (count > chosen && chosenRoles === 0) return { kind: 'more_shares_than_chosen', chosen }
  }
  return refuseConditions(conditions)
}

/**
 * Returns whether the sender may grab a share too: never of an equal envelope; of a lucky one if the
 * community allows it.
 */
export function senderMayGrab(kind: EnvelopeKind, selfGrab: boolean): boolean {
  return kind === 'lucky' && selfGrab
}

/**
 * One share of an envelope, in the order in which shares are handed out; `claimedAt` is null until it is
 * claimed.
 */
export interface ClaimedShare {
  readonly position: number
  readonly amount: Amount
  readonly claimedAt: number | null
}

/**
 * Returns the luckiest (手气最佳): the largest claimed share, the earliest on a tie; undefined when none is
 * claimed.
 */
export function luckiest<S extends ClaimedShare>(shares: readonly S[]): S | undefined {
  let best: S | undefined
  for (const share of shares) {
    if (share.claimedAt === null) continue
    if (
      !best ||
      share.amount > best.amount ||
      (share.amount === best.amount && share.position < best.position)
    )
      best = share
  }
  return best
}
