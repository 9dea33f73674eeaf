/** The program's only source of time, in milliseconds. */
export interface Clock {
  /** UTC; jumps when the machine's clock is set. */
  now(): number
  /** Monotonic; comparing it with `now` tells a jump of the clock from time that passed. */
  monotonic(): number
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }

/** Clock that a demonstration can put forward: real time plus everything skipped. Never goes back. */
export class AdjustableClock implements Clock {
  private skipped: number

  /** `notBefore`: UTC milliseconds that an earlier run reached, so that time continues from there. */
  constructor(notBefore = 0) {
    this.skipped = Math.max(0, notBefore - Date.now())
  }

  now(): number {
    return Date.now() + this.skipped
  }

  monotonic(): number {
    return performance.now() + this.skipped
  }

  /** Moves the clock forward by `millis`. */
  skip(millis: number): void {
    if (!(millis >= 0)) throw new RangeError(`time does not go back: ${millis}`)
    this.skipped += millis
  }
}
