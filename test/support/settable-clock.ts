import type { Clock } from '../../src/clock.js'

/** A clock that stands still until a test moves it. Milliseconds. */
export class SettableClock implements Clock {
  constructor(public time: number) {}

  now(): number {
    return this.time
  }

  monotonic(): number {
    return this.time
  }

  /** Moves the clock by `millis`. */
  pass(millis: number): void {
    this.time += millis
  }
}
