/** This many within this time can't be a coincidence. */
const SUSPICIOUS = 3
const WITHIN_MS = 3_600_000

/** Detects another process with the same token: it answers some requests before this one does. */
export class SecondProcess {
  /** When others answered, on the monotonic clock. */
  private times: number[] = []

  /**
   * Records a request that another process had already answered. Returns whether to raise the
   * alarm now: at the third within an hour, and at every third after that. `now`: monotonic, in milliseconds.
   */
  answeredElsewhere(now: number): boolean {
    this.times = [...this.times.filter((time) => now - time < WITHIN_MS), now]
    if (this.times.length < SUSPICIOUS) return false
    this.times = []
    return true
  }
}
