/** So many within this time are no accident. */
const SUSPICIOUS = 3
const WITHIN_MS = 3_600_000

/** Notices that another process uses the same token: it answers some interactions before this one does. */
export class SecondProcess {
  /** When others answered, on the monotonic clock. */
  private times: number[] = []

  /**
   * Takes note of an interaction that was answered already when this process answered it. Returns whether to raise the
   * alarm now: at the third within an hour, and then again after as many. `now`: monotonic, in milliseconds.
   */
  answeredElsewhere(now: number): boolean {
    this.times = [...this.times.filter((time) => now - time < WITHIN_MS), now]
    if (this.times.length < SUSPICIOUS) return false
    this.times = []
    return true
  }
}
