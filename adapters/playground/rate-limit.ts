/** Lets everybody do so many things a second, and as many at once; more are refused. */
export class RateLimit {
  private readonly buckets = new Map<string, { left: number; at: number }>()

  constructor(
    private readonly perSecond: number,
    /** Milliseconds, only ever forward. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether `who` may do one more thing now; counts it when so. */
  allows(who: string): boolean {
    const now = this.now()
    const { left, at } = this.buckets.get(who) ?? { left: this.perSecond, at: now }
    const refilled = Math.min(this.perSecond, left + ((now - at) / 1000) * this.perSecond)
    const allowed = refilled >= 1
    this.buckets.set(who, { left: allowed ? refilled - 1 : refilled, at: now })
    return allowed
  }
}
