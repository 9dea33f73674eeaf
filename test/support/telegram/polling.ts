import { ApiError, conflict } from './api-error.js'
import type { Call } from './api-server.js'
import type { FakeTelegram } from './fake-telegram.js'
import type { Update } from './update-queue.js'

const MAX_TIMEOUT = 50
const OTHER = 'terminated by other getUpdates request; make sure that only one bot instance is running'
const WEBHOOK =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"

interface Waiting {
  readonly limit: number
  readonly call: Call
  readonly end: (updates: Update[] | ApiError) => void
}

/** Handles getUpdates: waits for updates, and refuses a second process. */
export class Polling {
  /** Number of answers with updates that will be truncated. */
  cuts = 0
  /** Answers at once even without updates, like some proxies. */
  neverWaits = false
  #waiting: Waiting | undefined
  #waking = false

  constructor(private readonly fake: FakeTelegram) {}

  /** Whether a call is waiting for updates. */
  get waits(): boolean {
    return this.#waiting !== undefined
  }

  getUpdates(call: Call): Update[] | Promise<Update[]> {
    const { params } = call
    const { updates, clock } = this.fake
    if (this.fake.webhook.url !== '') throw conflict(WEBHOOK)
    const limit = Math.min(100, Math.max(1, params.integer('limit') ?? 100))
    const timeout = Math.min(MAX_TIMEOUT, Math.max(0, params.integer('timeout') ?? 0))
    updates.allowed = readAllowed(params.json('allowed_updates')) ?? updates.allowed
    updates.confirm(params.integer('offset') ?? 0)
    const found = updates.take(limit)
    if (found.length > 0 || timeout === 0 || this.neverWaits) return found
    this.endOther(OTHER)
    return new Promise((resolve, reject) => {
      const end = (outcome: Update[] | ApiError) => {
        cancel()
        if (this.#waiting === waiting) this.#waiting = undefined
        if (outcome instanceof ApiError) reject(outcome)
        else resolve(outcome)
      }
      const waiting = { limit, call, end }
      const cancel = clock.after(timeout * 1000, () => end([]))
      // A client that has hung up gets nothing, and nothing counts as handed out to it.
      call.onGone(() => end([]))
      this.#waiting = waiting
      this.fake.changed()
    })
  }

  /** Ends the waiting call with 409. */
  endOther(why: string = OTHER): void {
    this.#waiting?.end(conflict(why))
  }

  /** Cuts the waiting call's connection. */
  drop(): void {
    this.#waiting?.call.drop()
  }

  /** Delivers all updates of this turn to the waiting call. */
  wake(): void {
    if (this.#waking || !this.#waiting) return
    this.#waking = true
    setImmediate(() => {
      this.#waking = false
      const waiting = this.#waiting
      if (!waiting) return
      const found = this.fake.updates.take(waiting.limit)
      if (found.length > 0) waiting.end(found)
    })
  }
}

/**
 * Parses the requested kinds; an empty list means the default: everything except kinds that must be requested by name.
 */
export function readAllowed(sent: unknown): ReadonlySet<string> | undefined {
  if (!Array.isArray(sent)) return undefined
  return sent.length === 0 ? USUAL : new Set(sent.map(String))
}

const USUAL: ReadonlySet<string> = new Set(
  (
    'message edited_message channel_post edited_channel_post inline_query chosen_inline_result callback_query ' +
    'shipping_query pre_checkout_query poll poll_answer my_chat_member chat_join_request'
  ).split(' '),
)
