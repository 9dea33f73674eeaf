import { StoreBusy } from '../store/sqlite.js'

/**
 * Whether a use case failed only because too much waits or another program holds the file: nothing was done, and
 * it may be tried again in a moment.
 */
export function isBusy(error: unknown): boolean {
  return error instanceof StoreBusy
}
