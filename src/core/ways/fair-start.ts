import type { WayRules } from './way.js'

/** Limits for a fair start's window, in milliseconds. */
export const MIN_FAIR_START = 1_000
export const MAX_FAIR_START = 10_000

/** Returns whether a window (milliseconds) is allowed: 0 for none, or a length within the limits. */
export function isFairStart(window: number): boolean {
  return window === 0 || (Number.isInteger(window) && window >= MIN_FAIR_START && window <= MAX_FAIR_START)
}

/**
 * Returns whether taps are still being collected. `endsAt` is null before the first tap. Setting the clock back to before
 * the window opened also closes it, so no one waits longer than they were told.
 */
export function isCollecting(
  { window, endsAt }: { readonly window: number; readonly endsAt: number | null },
  now: number,
): boolean {
  return endsAt === null || (now < endsAt && now >= endsAt - window)
}

export interface FairStartDetails {
  /** Milliseconds. */
  readonly window: number
}

/** Taps of the first seconds are collected and served in the sealed order; then it is first come, first served (公平开抢). */
export const fairStart: WayRules<FairStartDetails> = {
  serves: 'taps',
  tickets: 'sometimes',
  sealedOrder: true,
  details: 'in a table of its own',
  fixed: ({ fairStart: window }) => ({ window }),
  terms: ({ window }) => ['fair-start', `window=${window}`],
}
