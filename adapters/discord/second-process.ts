/** Interactions that are remembered, to recognise repeated deliveries. */
const REMEMBERED = 1_000
/** Conflicts that raise the alarm, and the period in which they count. Milliseconds. */
const SUSPICIOUS = 3
const WITHIN = 3_600_000

/**
 * Detects another process with the same token: it answers some interactions before this one does. Ignores interactions
 * that were delivered to this process twice.
 */
export class SecondProcess {
  private readonly seen = new Set<string>()
  private readonly repeated = new Set<string>()
  /** When interactions were answered elsewhere, on the monotonic clock. */
  private times: number[] = []

  /** Records an incoming interaction. */
  arrived(id: string): void {
    if (this.seen.has(id)) this.repeated.add(id)
    this.seen.add(id)
    for (const set of [this.seen, this.repeated]) {
      const [oldest] = set
      if (set.size > REMEMBERED && oldest !== undefined) set.delete(oldest)
    }
  }

  /**
   * Records an interaction that was already answered when this process answered it. Returns whether to raise the alarm:
   * at every third one within an hour. `now`: monotonic milliseconds.
   */
  answeredElsewhere(id: string, now: number): boolean {
    if (this.repeated.has(id)) return false
    this.times = [...this.times.filter((time) => now - time < WITHIN), now]
    if (this.times.length < SUSPICIOUS) return false
    this.times = []
    return true
  }
}
