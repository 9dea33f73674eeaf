import type { Log } from '../log.js'
import { pause } from './pause.js'
import { LoginRefused } from './platform.js'

export interface ConnectOptions {
  /** As people write it, for the log. */
  readonly platform: string
  readonly connect: () => Promise<void>
  readonly signal: AbortSignal
  readonly log: Log
  /** Pauses after failures: the first one, which doubles each time, and the longest. */
  readonly firstPauseMs: number
  readonly maxPauseMs: number
  /** Returns an error's message without secrets, and the minimum pause that the platform asks for. */
  readonly explain?: (error: unknown) => { readonly why: string; readonly afterMs?: number }
}

/**
 * Connects, trying again until it works or the signal aborts. Rejects with LoginRefused, and when a port is
 * unavailable: retrying wouldn't help.
 */
export async function keepConnecting(options: ConnectOptions): Promise<void> {
  const { platform, connect, signal, log, firstPauseMs, maxPauseMs, explain = messageOf } = options
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await connect()
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof LoginRefused || (error as NodeJS.ErrnoException).syscall === 'listen') throw error
      const { why, afterMs = 0 } = explain(error)
      const millis = Math.max(afterMs, Math.min(maxPauseMs, firstPauseMs * 2 ** Math.min(failures, 20)))
      log.warn({ why, againInSeconds: millis / 1000 }, `${platform} cannot be reached`)
      await pause(millis, signal)
    }
  }
}

function messageOf(error: unknown): { why: string; afterMs?: number } {
  return { why: error instanceof Error ? error.message : String(error) }
}
