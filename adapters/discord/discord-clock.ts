/** Quartz clocks run apart by a tenth of this at most, so the estimate never overtakes Discord's clock. */
const SLACK = 1 / 2_000

/**
 * Discord's clock, as far as the dates of its own snowflakes show it. It asks the machine only how much time has
 * passed, so a machine whose date is wrong knows the age of an interaction all the same.
 */
export class DiscordClock {
  /** The newest date seen, and when it was seen. Milliseconds. */
  private newest: { date: number; seenAt: number } | undefined

  /** `monotonic`: milliseconds, only ever forward. */
  constructor(private readonly monotonic = () => Number(process.hrtime.bigint()) / 1e6) {}

  /**
   * Learns a date that Discord wrote a moment ago or earlier, and returns how long ago that was at least, in
   * milliseconds. 0 for the first that it learns.
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
