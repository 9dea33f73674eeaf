import { SettableClock } from './settable-clock.js'

/** A clock that a test may push ahead, and that runs meanwhile as every clock does. */
export class RunningClock extends SettableClock {
  private readonly began = performance.now()

  override now(): number {
    return super.now() + Math.floor(performance.now() - this.began)
  }

  override monotonic(): number {
    return super.monotonic() + performance.now() - this.began
  }
}
