import type { KeyObject } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { ReconcileReport } from './reconcile.js'
import type { ReconcileOrder } from './reconcile-thread.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./reconcile-thread.js', import.meta.url)

/**
 * Reconciles on a worker thread: SQLite's check of a large table takes longer than a click may wait. Rejects with the
 * thread's error.
 */
export function reconcileOnThread(file: string, ledgerKey: KeyObject, now: number): Promise<ReconcileReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, {
      workerData: { file, ledgerKey, now } satisfies ReconcileOrder,
      // The process keeps memory that a thread once took, and this thread needs little.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the reconcile thread exited early, with code ${code}`)))
  })
}
