import { SettableClock } from './settable-clock.js'

/** A running clock that a test can also move ahead. */
export class RunningClock extends SettableClock {
  private readonly began = performance.now()

  override now(): number {
    return super.now() + Math.floor(performance.now() - this.began)
  }

  override monotonic(): number {
    return super.monotonic() + performance.now() - this.began
  }
}
