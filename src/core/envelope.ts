import type { Amount } from './money.js'
import { MAX_AMOUNT } from './money.js'

export type EnvelopeKind = 'equal' | 'lucky'
/** One that is ordered for later is `scheduled` until then. */
export type EnvelopeState = 'scheduled' | ShownState
/** What a card can show. */
export type ShownState = 'open' | 'finished' | 'expired' | 'cancelled'
export type Audience = 'everyone' | 'chosen'

export const MAX_SHARES = 200
/** In characters (code points); longer greetings are refused, not cut. */
export const MAX_GREETING = 120
export const MAX_CHOSEN = 25

/** A community's rules for envelopes; times in milliseconds, `maxTotal` in minor units. */
export interface EnvelopeRules {
  readonly selfGrab: boolean
  readonly defaultLifetime: number
  readonly minLifetime: number
  readonly maxLifetime: number
  readonly maxOpenEnvelopes: number
  /** The most that one envelope may hold; null when only MAX_AMOUNT counts. */
  readonly maxTotal: number | null
}

export const DEFAULT_RULES: EnvelopeRules = {
  selfGrab: true,
  defaultLifetime: 24 * 3_600_000,
  minLifetime: 60_000,
  maxLifetime: 7 * 24 * 3_600_000,
  maxOpenEnvelopes: 20,
  maxTotal: null,
}

/** A year, in milliseconds: nothing is scheduled for later than that. */
export const LONGEST_AHEAD = 366 * 24 * 3_600_000
/** How many envelopes of a member may be scheduled at once. */
export const MAX_SCHEDULED = 50

/** An envelope that seems to have been sent so long after now was sent by a clock that was ahead. Milliseconds. */
export const CLOCK_TOLERANCE = 10 * 60_000

/** Whether an envelope has ended, and never changes any more. */
export function hasEnded(state: EnvelopeState): state is Exclude<ShownState, 'open'> {
  return state !== 'scheduled' && state !== 'open'
}

export interface EnvelopeRequest {
  readonly kind: EnvelopeKind
  readonly total: number
  readonly count: number
  readonly greeting: string
  readonly lifetime: number
  /** How many different members were chosen, or undefined when everyone may grab. */
  readonly chosen?: number
  /** How many roles were chosen besides; nobody knows how many people have one. */
  readonly chosenRoles?: number
}

export type EnvelopeRefusal =
  | { kind: 'bad_count'; max: number }
  | { kind: 'amount_too_large'; max: Amount }
  | { kind: 'too_small'; count: number }
  | { kind: 'not_divisible'; count: number; lower: number; higher: number }
  | { kind: 'greeting_too_long'; max: number }
  | { kind: 'bad_lifetime'; min: number; max: number }
  | { kind: 'bad_chosen'; max: number }
  | { kind: 'more_shares_than_chosen'; chosen: number }

/** The first rule that an envelope would break, or undefined when it may be sent. */
export function refuseEnvelope(request: EnvelopeRequest, rules: EnvelopeRules): EnvelopeRefusal | undefined {
  const { kind, total, count, greeting, lifetime, chosen, chosenRoles = 0 } = request
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
  if (!Number.isInteger(lifetime) || lifetime < rules.minLifetime || lifetime > rules.maxLifetime)
    return { kind: 'bad_lifetime', min: rules.minLifetime, max: rules.maxLifetime }
  if (chosen !== undefined) {
    const all = chosen + chosenRoles
    if (all < 1 || all > MAX_CHOSEN) return { kind: 'bad_chosen', max: MAX_CHOSEN }
    if (count > chosen && chosenRoles === 0) return { kind: 'more_shares_than_chosen', chosen }
  }
  return undefined
}

/** Whether the sender of an envelope may grab a share too: never of an equal one, of a lucky one where the community allows it. */
export function senderMayGrab(kind: EnvelopeKind, selfGrab: boolean): boolean {
  return kind === 'lucky' && selfGrab
}

/** One portion of an envelope, in the order of handing out; `claimedAt` is null while nobody has it. */
export interface ClaimedShare {
  readonly position: number
  readonly amount: Amount
  readonly claimedAt: number | null
}

/** 手气最佳: the largest claimed share, the earliest on a tie; undefined when nobody claimed one. */
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
