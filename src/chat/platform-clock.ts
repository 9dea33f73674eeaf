/** Quartz clocks drift by a tenth of this at most, so the estimate never overtakes the platform's clock. */
const SLACK = 1 / 2_000

/**
 * Estimates a platform's clock from the dates in what it sends. Asks the machine only how much time has passed, so it
 * knows the age of a request even when the machine's date is wrong.
 */
export class PlatformClock {
  /** Newest date seen, and when it was seen. Milliseconds. */
  private newest: { date: number; seenAt: number } | undefined

  /** `monotonic`: monotonic milliseconds. */
  constructor(private readonly monotonic = () => Number(process.hrtime.bigint()) / 1e6) {}

  /**
   * Learns a date that the platform wrote a moment ago or earlier, and returns its minimum age in milliseconds: 0 for the
   * first.
   */
  ageOf(date: number): number {
    const now = this.monotonic()
    const latest = this.newest
      ? this.newest.date + (now - this.newest.seenAt) * (1 - SLACK)
      : Number.NEGATIVE_INFINITY
    if (date < latest) return latest - date
    this.newest = { date, seenAt: now }
    return 0
  }
}
