/** Where the program reads the time. Both in milliseconds. */
export interface Clock {
  /** UTC, as people see it; may jump when somebody sets the machine's clock. */
  now(): number
  /** Only ever moves forward, at the pace of time; for telling a jump from waiting. */
  monotonic(): number
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
