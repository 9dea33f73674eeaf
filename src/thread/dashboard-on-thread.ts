import { Worker } from 'node:worker_threads'
import type { DashboardFigures, DashboardOrder } from '../app/community/dashboard.js'
import type { DashboardTask } from './dashboard-thread.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./dashboard-thread.js', import.meta.url)

/** Reads a dashboard on a worker thread, because it adds up a month. Rejects with the thread's error. */
export function dashboardOnThread(file: string, order: DashboardOrder): Promise<DashboardFigures> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, {
      workerData: { file, order } satisfies DashboardTask,
      // The process keeps memory that a thread once took, and this thread needs little.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the dashboard's thread ended early, with code ${code}`)))
  })
}
