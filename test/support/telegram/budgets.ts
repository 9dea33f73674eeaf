import { fairNow } from '../fair-time.js'
import { tooManyRequests } from './api-error.js'
import type { FakeClock } from './fake-clock.js'

/** Number of sends and edits allowed within a rolling window, in ms. */
export interface Budget {
  count: number
  windowMs: number
}

/** A bot's limits for sends and edits; answers to callbacks are free. Tests may change them at any time. */
export class Budgets {
  /** Whether anything is limited at all. */
  enabled = true
  /** In each group, supergroup and channel. */
  group: Budget = { count: 20, windowMs: 60_000 }
  /** In each chat of any kind: about one per second, with a small burst. */
  chat: Budget = { count: 5, windowMs: 5000 }
  /** In all chats together. */
  overall: Budget = { count: 30, windowMs: 1000 }
  /** Telegram gives `retry_after` in whole seconds; a test that doesn't want to wait for one turns this off. */
  wholeSeconds = true
  /** Calls within this time after a refusal, in milliseconds of the fair clock, count as already on their way. */
  underWayMs = 0
  /** Number of calls to a chat during a wait that its last 429 asked for, except those already on their way. */
  impatient = 0
  readonly #used = new Map<string, number[]>()
  readonly #penalties = new Map<number, { until: number; saidAt: number }>()

  constructor(private readonly clock: FakeClock) {}

  /** Counts a send or an edit; throws 429 when a budget is used up, and then counts nothing. */
  take(chatId: number): void {
    if (!this.enabled) return
    const now = this.clock.now()
    const penalty = this.#penalties.get(chatId)
    if (penalty && penalty.until > now && fairNow() - penalty.saidAt >= this.underWayMs) this.impatient += 1
    const used = [
      this.#recent('overall', this.overall, now),
      this.#recent(`chat ${chatId}`, this.chat, now),
      ...(chatId < 0 ? [this.#recent(`group ${chatId}`, this.group, now)] : []),
    ]
    const until = Math.max(...used.map(({ freeAt }) => freeAt))
    if (until <= now) {
      for (const { times } of used) times.push(now)
      return
    }
    const seconds = this.wholeSeconds ? Math.ceil((until - now) / 1000) : (until - now) / 1000
    this.#penalties.set(chatId, { until: now + seconds * 1000, saidAt: fairNow() })
    throw tooManyRequests(seconds)
  }

  #recent(key: string, { count, windowMs }: Budget, now: number): { times: number[]; freeAt: number } {
    const times = (this.#used.get(key) ?? []).filter((at) => now - at < windowMs)
    this.#used.set(key, times)
    const oldest = times[times.length - count]
    if (times.length < count) return { times, freeAt: now }
    return { times, freeAt: (oldest ?? now) + windowMs }
  }
}
