import type { KeyObject } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { ReconcileReport } from './reconcile.js'
import type { ReconcileOrder } from './reconcile-thread.js'

// A bundle beside the program's own: a thread cannot be started on TypeScript.
const THREAD = new URL('./reconcile-thread.js', import.meta.url)

/**
 * Reconciles on a thread of its own: SQLite's look at a large table takes longer than a click may wait.
 * Rejects with what went wrong there.
 */
export function reconcileOnThread(file: string, ledgerKey: KeyObject, now: number): Promise<ReconcileReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, {
      workerData: { file, ledgerKey, now } satisfies ReconcileOrder,
      // What a thread once took the process keeps, and this one needs little.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the reconcile thread ended early, with code ${code}`)))
  })
}
