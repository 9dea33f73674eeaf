/** How far in the past a plan's time may be: longer than any tap waits for its answer. Milliseconds. */
export const LONGEST_BEHIND = 15_000

/** Returns `at`, or the nearest time that is neither in the future nor too far in the past. */
export function notLongAgo(at: number, now: number): number {
  return Math.min(now, Math.max(at, now - LONGEST_BEHIND))
}
