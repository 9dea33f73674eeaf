/** So many are kept apart; when there are more, those who have been quiet are forgotten. */
const MANY = 10_000

export interface RateLimitOptions {
  readonly perSecond: number
  /** So many at once after a quiet time; as many as in a second unless told. */
  readonly burst?: number
  /** Milliseconds, only ever forward. */
  readonly now?: () => number
}

/** Lets everybody do so many things a second, and a few more at once; what is beyond is refused (token bucket). */
export class RateLimit {
  private readonly buckets = new Map<string, { left: number; at: number }>()
  private readonly perSecond: number
  private readonly burst: number
  private readonly now: () => number

  constructor({ perSecond, burst = perSecond, now = () => performance.now() }: RateLimitOptions) {
    this.perSecond = perSecond
    this.burst = burst
    this.now = now
  }

  /** Whether `who` may do one more thing now; counts it when so. */
  allows(who: string): boolean {
    const now = this.now()
    const bucket = this.buckets.get(who)
    if (!bucket) {
      if (this.buckets.size >= MANY) this.forgetTheQuiet(now)
      this.buckets.set(who, { left: this.burst - 1, at: now })
      return this.burst >= 1
    }
    bucket.left = this.leftIn(bucket, now)
    bucket.at = now
    if (bucket.left < 1) return false
    bucket.left -= 1
    return true
  }

  private leftIn({ left, at }: { left: number; at: number }, now: number): number {
    return Math.min(this.burst, left + ((now - at) / 1000) * this.perSecond)
  }

  /** Whoever may do everything again is as good as new; when all are busy the oldest are forgotten all the same. */
  private forgetTheQuiet(now: number): void {
    for (const [who, bucket] of this.buckets)
      if (this.leftIn(bucket, now) >= this.burst) this.buckets.delete(who)
    for (const who of this.buckets.keys()) {
      if (this.buckets.size < MANY) return
      this.buckets.delete(who)
    }
  }
}
