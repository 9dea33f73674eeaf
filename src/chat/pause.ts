import { setTimeout as wait } from 'node:timers/promises'

/** Resolves after `millis` milliseconds, or when the signal aborts. */
export async function pause(millis: number, signal: AbortSignal): Promise<void> {
  await wait(millis, undefined, { signal }).catch(() => undefined)
}
