/** Limits for the window of a fair start, in milliseconds. */
export const MIN_FAIR_START = 1_000
export const MAX_FAIR_START = 10_000

/** Whether a window may be chosen: none (0), or one within the limits. Milliseconds. */
export function isFairStart(window: number): boolean {
  return window === 0 || (Number.isInteger(window) && window >= MIN_FAIR_START && window <= MAX_FAIR_START)
}

/** What a commitment says of a fair start: the salt in it orders the tickets, see sealed-order.ts. */
export function fairStartTerms(window: number): readonly string[] {
  return ['fair-start', `window=${window}`]
}

/**
 * Whether taps are still collected. `endsAt` is null before the first tap. A clock that was set back behind the beginning
 * ends the window too, so nobody waits longer than they were told.
 */
export function isCollecting(
  { window, endsAt }: { readonly window: number; readonly endsAt: number | null },
  now: number,
): boolean {
  return endsAt === null || (now < endsAt && now >= endsAt - window)
}
