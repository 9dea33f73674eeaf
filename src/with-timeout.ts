import { setTimeout as wait } from 'node:timers/promises'

/** Resolves like the promise, or with undefined when it rejects or takes longer than `millis`. */
export async function withTimeout<Value>(
  millis: number,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  const done = new AbortController()
  try {
    return await Promise.race([promise, wait(millis, undefined, { signal: done.signal })])
  } catch {
    return undefined
  } finally {
    done.abort()
  }
}
