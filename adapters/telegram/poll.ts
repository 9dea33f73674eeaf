import { setTimeout as wait } from 'node:timers/promises'
import { TelegramError } from 'telegraf'
import type { Update } from 'telegraf/types'
import type { Log } from '../../src/log.js'
import { type Api, failureOf } from './api.js'
import { WANTED } from './on-update.js'

/** Telegram answers at once when there is an update, otherwise after this many seconds. */
const LONG_POLL = 50
/** A peer that is silent for this long is gone. Milliseconds. */
const PATIENCE = (LONG_POLL + 15) * 1000
/** Longest pause after failures: taps can only be answered for 15 seconds. Milliseconds. */
const LONGEST_PAUSE = 5_000
/** Pause when a server answers at once without anything new. Milliseconds. */
const NOTHING_NEW = 1_000
/** Gives another process with the same token time to stop. Milliseconds. */
const CONFLICT_PAUSE = 3_000
/** Time limit for confirming the last updates at shutdown. Milliseconds. */
const LAST_CALL = 2_000

export interface PollOptions {
  readonly api: Api
  readonly log: Log
  /** Resolves when the update may be confirmed, rejects when it must be sent again. */
  readonly take: (update: Update) => Promise<void>
  /** Aborted to stop. */
  readonly signal: AbortSignal
  /** Called after every poll with whether Telegram answered. */
  readonly onAnswer: (answered: boolean) => void
  /** How long a peer may stay silent. Milliseconds. */
  readonly patience?: number
}

/**
 * Polls Telegram for updates until stopped, whatever happens in between. Confirms only accepted updates; all others
 * come again. Replaces the library's own polling, which confirms failed updates, ends at a conflict, and waits for
 * minutes on a silent peer.
 */
export async function poll(options: PollOptions): Promise<void> {
  const { api, log, take, signal, onAnswer, patience = PATIENCE } = options
  // 0 means no offset: update_ids may restart below any earlier one.
  let offset = 0
  let failures = 0
  while (!signal.aborted) {
    try {
      const asked = performance.now()
      const updates = await api.call<Update[]>(
        'getUpdates',
        { offset, timeout: LONG_POLL, limit: 100, allowed_updates: WANTED },
        { patience, signal },
      )
      onAnswer(true)
      failures = 0
      if (updates.length === 0) offset = 0
      const taken = await Promise.allSettled(updates.map((update) => take(update)))
      const refused = taken.findIndex(({ status }) => status === 'rejected')
      const last = refused === -1 ? updates.at(-1) : updates[refused - 1]
      // The same updates again: the server ignores confirmations.
      const nothingNew = !last || last.update_id + 1 === offset
      if (last) offset = last.update_id + 1
      if (refused === -1) {
        const early = NOTHING_NEW - (performance.now() - asked)
        if (nothingNew && early > 0) await pause(early, signal)
        continue
      }
      log.warn(
        { why: String((taken[refused] as PromiseRejectedResult).reason) },
        'an update has to come again',
      )
      await pause(1_000, signal)
    } catch (error) {
      if (signal.aborted) break
      onAnswer(false)
      failures++
      const { why, millis } = pauseAfter(error, failures)
      log.warn({ why, againInSeconds: millis / 1000 }, 'Telegram gives no updates')
      await pause(millis, signal)
    }
  }
  if (offset > 0)
    await api
      .call('getUpdates', { offset, timeout: 0, limit: 1, allowed_updates: WANTED }, { patience: LAST_CALL })
      .catch((error) => log.debug({ why: failureOf(error).kind }, 'the last updates may come again'))
}

function pauseAfter(error: unknown, failures: number): { why: string; millis: number } {
  if (error instanceof TelegramError && error.code === 409) {
    const why = `${error.description}: is a second program running with this token?`
    return { why, millis: Math.min(LONGEST_PAUSE, CONFLICT_PAUSE * failures) }
  }
  const failure = failureOf(error)
  const backoff = Math.min(LONGEST_PAUSE, 500 * 2 ** Math.min(failures - 1, 10))
  if (failure.kind === 'later') return { why: failure.why, millis: Math.max(failure.after, backoff) }
  return { why: failure.kind === 'final' ? failure.why : failure.kind, millis: backoff }
}

async function pause(millis: number, signal: AbortSignal): Promise<void> {
  await wait(millis, undefined, { signal }).catch(() => undefined)
}
