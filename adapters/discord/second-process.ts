/** So many interactions are remembered, to know one that is delivered again. */
const REMEMBERED = 1_000
/** So many in so long are no accident. Milliseconds. */
const SUSPICIOUS = 3
const WITHIN = 3_600_000

/**
 * Notices that another process uses the same token: it answers some interactions before this one does. An
 * interaction that was delivered to this process twice is no sign of that.
 */
export class SecondProcess {
  private readonly seen = new Set<string>()
  private readonly repeated = new Set<string>()
  /** When others were answered elsewhere, on the monotonic clock. */
  private times: number[] = []

  /** Takes note of an interaction that arrives. */
  arrived(id: string): void {
    if (this.seen.has(id)) this.repeated.add(id)
    this.seen.add(id)
    for (const set of [this.seen, this.repeated]) {
      const [oldest] = set
      if (set.size > REMEMBERED && oldest !== undefined) set.delete(oldest)
    }
  }

  /**
   * Takes note of an interaction that was already answered when this process answered it. Returns whether to raise
   * the alarm now: at the third within an hour, and then again after as many. `now`: monotonic, in milliseconds.
   */
  answeredElsewhere(id: string, now: number): boolean {
    if (this.repeated.has(id)) return false
    this.times = [...this.times.filter((time) => now - time < WITHIN), now]
    if (this.times.length < SUSPICIOUS) return false
    this.times = []
    return true
  }
}
