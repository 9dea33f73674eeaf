import { ApiError } from './shapes.js'

/** Number of calls that a bucket allows in its window. */
export interface Bucket {
  limit: number
  windowMs: number
}

export interface BucketLimits {
  /** POST of a message, per channel. */
  create: Bucket
  /** PATCH of a message, per channel. */
  edit: Bucket
  /** DELETE of a message, per channel. */
  delete: Bucket
  /** All calls with an interaction token, per token. */
  webhook: Bucket
}

/** Burst limit for calls with the bot token, refilled at 50 per second. */
const GLOBAL_BURST = 100
const GLOBAL_PER_SECOND = 50

/** Discord's clock is independent of this machine's, which a test may set. Milliseconds. */
const monotonic = () => Number(process.hrtime.bigint()) / 1e6

/** The rate limits, and the headers that tell a client about them. */
export class Buckets {
  readonly limits: BucketLimits = {
    create: { limit: 5, windowMs: 5000 },
    edit: { limit: 5, windowMs: 5000 },
    delete: { limit: 5, windowMs: 1000 },
    webhook: { limit: 5, windowMs: 2000 },
  }
  readonly #used = new Map<string, { count: number; until: number }>()
  #global = { left: GLOBAL_BURST, at: monotonic() }

  /** Counts a call; returns its headers, or throws 429 with them. `scope` is the channel or the token. */
  take(kind: keyof BucketLimits, scope: string): Record<string, string> {
    const now = monotonic()
    const { limit, windowMs } = this.limits[kind]
    const key = `${kind}:${scope}`
    let used = this.#used.get(key)
    if (!used || used.until <= now) {
      used = { count: 0, until: now + windowMs }
      this.#used.set(key, used)
    }
    used.count += 1
    const resetAfter = (used.until - now) / 1000
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - used.count)),
      'x-ratelimit-reset': (Date.now() / 1000 + resetAfter).toFixed(3),
      'x-ratelimit-reset-after': resetAfter.toFixed(3),
      'x-ratelimit-bucket': Buffer.from(`fake ${kind}`).toString('hex'),
    }
    if (used.count <= limit) return headers
    throw new RateLimited(resetAfter, false, headers)
  }

  /** Counts a call with the bot token; throws 429 for far more than 50 a second. */
  takeGlobal(): void {
    const now = monotonic()
    const grown = this.#global.left + ((now - this.#global.at) * GLOBAL_PER_SECOND) / 1000
    const left = Math.min(GLOBAL_BURST, grown) - 1
    this.#global = { left: Math.max(0, left), at: now }
    if (left < 0) throw new RateLimited(1, true)
  }
}

/** 429, with headers that say how long to wait. */
export class RateLimited extends ApiError {
  constructor(
    retryAfter: number,
    global: boolean,
    readonly headers: Record<string, string> = {},
    code = 0,
  ) {
    super(429, code, 'You are being rate limited.', { retry_after: retryAfter, global })
  }
}
