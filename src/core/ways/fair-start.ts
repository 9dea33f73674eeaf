/** Limits for a fair start's window, in milliseconds. */
export const MIN_FAIR_START = 1_000
export const MAX_FAIR_START = 10_000

/** Returns whether a window (milliseconds) is allowed: 0 for none, or a length within the limits. */
export function isFairStart(window: number): boolean {
  return window === 0 || (Number.isInteger(window) && window >= MIN_FAIR_START && window <= MAX_FAIR_START)
}

/** Returns a fair start's terms in the commitment. The committed salt orders the tickets; see sealed-order.ts. */
export function fairStartTerms(window: number): readonly string[] {
  return ['fair-start', `window=${window}`]
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
