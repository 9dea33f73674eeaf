import { setTimeout as wait } from 'node:timers/promises'
import { TelegramError } from 'telegraf'
import type { Update } from 'telegraf/types'
import type { Log } from '../../src/log.js'
import { type Api, failureOf } from './api.js'
import { WANTED } from './on-update.js'

/** Telegram answers at once when there is something, else after so many seconds. */
const LONG_POLL = 50
/** A peer that says nothing for so long is gone. Milliseconds. */
const PATIENCE = (LONG_POLL + 15) * 1000
/** Longest pause after failures: a tap can be answered for 15 seconds only. Milliseconds. */
const LONGEST_PAUSE = 5_000
/** A server that answers at once although it has nothing new is asked again after so many milliseconds. */
const NOTHING_NEW = 1_000
/** Another process that asks with the same token is given time to stop. Milliseconds. */
const CONFLICT_PAUSE = 3_000
/** What was taken is confirmed at the end, if Telegram answers soon. Milliseconds. */
const LAST_CALL = 2_000

export interface PollOptions {
  readonly api: Api
  readonly log: Log
  /** Resolves when the update may be confirmed, rejects when it has to come again. */
  readonly take: (update: Update) => Promise<void>
  /** Aborted to stop. */
  readonly signal: AbortSignal
  /** Called whenever Telegram has answered, and whenever it has not. */
  readonly onAnswer: (answered: boolean) => void
  /** Milliseconds after which a peer that says nothing is gone. */
  readonly patience?: number
}

/**
 * Asks Telegram for updates until it is stopped, whatever happens in between. Only what was taken is confirmed;
 * everything else comes again. Written for this program because the library's own polling confirms what failed,
 * ends at a conflict, and waits for minutes on a peer that is silent.
 */
export async function poll(options: PollOptions): Promise<void> {
  const { api, log, take, signal, onAnswer, patience = PATIENCE } = options
  // 0 is no mark at all: update_ids may begin anew below any mark.
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
      // The same updates again: the server confirms nothing.
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
