/** The program's only source of time, in milliseconds. */
export interface Clock {
  /** UTC; jumps when the machine's clock is set. */
  now(): number
  /** Monotonic; comparing it with `now` tells a jump of the clock from time that passed. */
  monotonic(): number
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }

/**
 * Clock that a demonstration can put forward: real time plus everything skipped. Never goes back. Clocks on several
 * threads can share what was skipped.
 */
export class AdjustableClock implements Clock {
  private readonly cell: BigInt64Array

  /** `notBefore`: UTC milliseconds that an earlier run reached, so that time continues from there. */
  constructor(
    notBefore = 0,
    readonly shared = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT),
  ) {
    this.cell = new BigInt64Array(shared)
    this.skip(Math.max(0, Math.ceil(notBefore - this.now())))
  }

  now(): number {
    return Date.now() + this.skipped
  }

  monotonic(): number {
    return performance.now() + this.skipped
  }

  /** Moves the clock forward by `millis`, rounded to whole milliseconds. */
  skip(millis: number): void {
    if (!(millis >= 0)) throw new RangeError(`time does not go back: ${millis}`)
    Atomics.add(this.cell, 0, BigInt(Math.round(millis)))
  }

  private get skipped(): number {
    return Number(Atomics.load(this.cell, 0))
  }
}

/**
 * The clock of a database server that several programs share: one whose own clock is ahead must not expire what all
 * others see as open. Shows this machine's time before the server was first asked.
 */
export class DatabaseClock implements Clock {
  /** How far the server's clock is ahead of this machine's monotonic one. */
  private ahead = Date.now() - performance.now()

  now(): number {
    return Math.floor(performance.now() + this.ahead)
  }

  monotonic(): number {
    return performance.now()
  }

  /** Takes the server's time, UTC milliseconds. */
  set(now: number): void {
    this.ahead = now - performance.now()
  }
}
