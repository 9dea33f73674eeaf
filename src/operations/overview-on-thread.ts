import { Worker } from 'node:worker_threads'
import type { OperatorOverview } from './operator-overview.js'
import type { OverviewOrder } from './overview-thread.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./overview-thread.js', import.meta.url)

/** Reads the overview on a worker thread, because it adds up a month. Rejects with the thread's error. */
export function readOverviewOnThread(file: string, now: number): Promise<OperatorOverview> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, {
      workerData: { file, now } satisfies OverviewOrder,
      // The process keeps memory that a thread once took, and this thread needs little.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the overview's thread ended early, with code ${code}`)))
  })
}
