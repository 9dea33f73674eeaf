import type { Limiter } from '../commands/rate-limit.js'
import type { Request } from '../commands/request.js'

/** Nobody taps faster for long; whoever does is a program. */
const MEMBER = { perSecond: 3, burst: 20 }
/** How often somebody is told who is refused, where every word costs. */
const WORD = { perSecond: 1 / 30, burst: 1 }
/** A rush on a red packet is no flood, so a whole chat may do much more. */
const CHAT = { perSecond: 500, burst: 3_000 }

/**
 * Stands before the database: whoever comes too fast is refused without costing anybody else anything. It knows
 * nothing of what is wanted, keeps nothing over a restart, and protects no money: that is the plans' business.
 */
export class RateLimiter implements Limiter {
  private readonly members: RateLimit
  private readonly chats: RateLimit
  private readonly words: RateLimit

  /** `now`: milliseconds, only ever forward. */
  constructor(now: () => number = () => performance.now()) {
    this.members = new RateLimit({ ...MEMBER, now })
    this.chats = new RateLimit({ ...CHAT, now })
    this.words = new RateLimit({ ...WORD, now })
  }

  /** Counts a request if its asker may have one more in this chat now. Returns whether it was counted. */
  tryAcquire({ by: { platform, user }, place }: Pick<Request, 'by' | 'place'>): boolean {
    if (!this.members.allows(`${platform} ${user}`)) return false
    return place === undefined || this.chats.allows(`${place.platform} ${place.chat}`)
  }

  /** Whether a refused asker is told, where telling each time would be a flood itself. */
  shouldNotify({ by: { platform, user } }: Pick<Request, 'by'>): boolean {
    return this.words.allows(`${platform} ${user}`)
  }
}

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
