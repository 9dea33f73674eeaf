/** Where the program reads the time. Both in milliseconds. */
export interface Clock {
  /** UTC, as people see it; may jump when somebody sets the machine's clock. */
  now(): number
  /** Only ever moves forward, at the pace of time; for telling a jump from waiting. */
  monotonic(): number
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }

/** A clock that a demonstration may put forward: real time plus what was skipped. Never goes back. */
export class AdjustableClock implements Clock {
  private skipped: number

  /** `notBefore`: UTC milliseconds that were reached in an earlier run, so that time goes on from there. */
  constructor(notBefore = 0) {
    this.skipped = Math.max(0, notBefore - Date.now())
  }

  now(): number {
    return Date.now() + this.skipped
  }

  monotonic(): number {
    return performance.now() + this.skipped
  }

  /** Lets so many milliseconds pass at once. */
  skip(millis: number): void {
    if (!(millis >= 0)) throw new RangeError(`time does not go back: ${millis}`)
    this.skipped += millis
  }
}
