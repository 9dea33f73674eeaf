import type { Limiter } from '../commands/framework/rate-limit.js'
import type { Request } from '../commands/framework/request.js'

/** No human taps faster for long. */
const MEMBER = { perSecond: 3, burst: 20 }
/** Rate at which a refused member is told so, on platforms where every message counts. */
const WORD = { perSecond: 1 / 30, burst: 1 }
/** A rush on a red packet is legitimate, so a whole chat gets a much higher limit. */
const CHAT = { perSecond: 500, burst: 3_000 }

/**
 * Rate limiting runs before any query, so a flood costs others nothing. It doesn't look at content, forgets everything
 * on restart, and protects no money: the plans do that.
 */
export class RateLimiter implements Limiter {
  private readonly members: RateLimit
  private readonly chats: RateLimit
  private readonly words: RateLimit

  /** `now`: monotonic milliseconds. */
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

  /** Returns whether to tell a refused asker; answering every time would itself be a flood. */
  shouldNotify({ by: { platform, user } }: Pick<Request, 'by'>): boolean {
    return this.words.allows(`${platform} ${user}`)
  }
}

/** Keys that are tracked; beyond that, quiet ones are forgotten. */
const MANY = 10_000

export interface RateLimitOptions {
  readonly perSecond: number
  /** Maximum burst after a quiet period; defaults to one second's worth. */
  readonly burst?: number
  /** Monotonic milliseconds. */
  readonly now?: () => number
}

/** Token bucket for each key: a steady rate, plus a burst. */
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

  /** Returns whether `who` may do one more thing now; counts it if so. */
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

  /** Forgets full buckets, which equal new ones; if none are full, forgets the oldest. */
  private forgetTheQuiet(now: number): void {
    for (const [who, bucket] of this.buckets)
      if (this.leftIn(bucket, now) >= this.burst) this.buckets.delete(who)
    for (const who of this.buckets.keys()) {
      if (this.buckets.size < MANY) return
      this.buckets.delete(who)
    }
  }
}
