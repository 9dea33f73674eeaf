import type { KeyObject } from 'node:crypto'
import { runOnThread } from '../run-on-thread.js'
import type { ReconcileReport } from './reconcile.js'
import type { ReconcileOrder } from './reconcile-thread.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./reconcile-thread.js', import.meta.url)

/**
 * Reconciles on a worker thread: SQLite's check of a large table takes longer than a click may wait. Rejects with the
 * thread's error, or when `signal` ends it.
 */
export function reconcileOnThread(
  file: string,
  ledgerKey: KeyObject,
  now: number,
  signal?: AbortSignal,
): Promise<ReconcileReport> {
  return runOnThread(THREAD, { file, ledgerKey, now } satisfies ReconcileOrder, signal)
}
