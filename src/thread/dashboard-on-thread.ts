import type { DashboardFigures, DashboardOrder } from '../app/community/dashboard.js'
import { runOnThread } from '../run-on-thread.js'
import type { DashboardTask } from './dashboard-thread.js'

// Bundled beside the program: a worker thread can't start on TypeScript.
const THREAD = new URL('./dashboard-thread.js', import.meta.url)

/** Reads a dashboard on a worker thread, because it adds up a month. Rejects with the thread's error. */
export function dashboardOnThread(file: string, order: DashboardOrder): Promise<DashboardFigures> {
  return runOnThread(THREAD, { file, order } satisfies DashboardTask)
}
