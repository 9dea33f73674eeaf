import { TelegramError } from 'telegraf'
import type { Update } from 'telegraf/types'
import { pause } from '../../src/chat/pause.js'
import type { Log } from '../../src/log.js'
import { type Api, pauseAfter } from './api.js'
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
/** Time limit for confirming accepted updates at shutdown. Milliseconds. */
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
  /** Milliseconds after which a silent peer is gone. */
  readonly patience?: number
}

/**
 * Asks Telegram for updates until it is stopped, whatever happens in between. Confirms only accepted updates, so all
 * others are redelivered. The library's own polling confirms failed updates, ends at a conflict, and waits for minutes
 * on a silent peer.
 */
export async function poll(options: PollOptions): Promise<void> {
  const { api, log, take, signal, onAnswer, patience = PATIENCE } = options
  const ask = (offset: number, timeout: number, limit: number, how: object) =>
    api.call<Update[]>('getUpdates', { offset, timeout, limit, allowed_updates: WANTED }, how)
  // 0 means no offset: update_ids may restart below any earlier one.
  let offset = 0
  let failures = 0
  while (!signal.aborted) {
    try {
      const asked = performance.now()
      const updates = await ask(offset, LONG_POLL, 100, { patience, signal })
      failures = 0
      if (updates.length === 0) offset = 0
      const taken = await Promise.allSettled(updates.map((update) => take(update)))
      onAnswer(true)
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
      const why = String((taken[refused] as PromiseRejectedResult).reason)
      log.warn({ why }, 'an update must be redelivered')
      await pause(1_000, signal)
    } catch (error) {
      if (signal.aborted) break
      onAnswer(false)
      failures++
      const { why, millis } = afterFailure(error, failures)
      log.warn({ why, againInSeconds: millis / 1000 }, 'Telegram delivers no updates')
      await pause(millis, signal)
    }
  }
  if (offset > 0)
    await ask(offset, 0, 1, { patience: LAST_CALL }).catch((error) =>
      log.debug({ why: pauseAfter(error).why }, 'the last updates may be redelivered'),
    )
}

function afterFailure(error: unknown, failures: number): { why: string; millis: number } {
  if (error instanceof TelegramError && error.code === 409) {
    const why = `${error.description}: is a second program running with this token?`
    return { why, millis: Math.min(LONGEST_PAUSE, CONFLICT_PAUSE * failures) }
  }
  const { why, afterMs } = pauseAfter(error)
  return { why, millis: Math.max(afterMs, Math.min(LONGEST_PAUSE, 500 * 2 ** Math.min(failures - 1, 10))) }
}
