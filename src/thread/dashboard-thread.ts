import { parentPort, workerData } from 'node:worker_threads'
import { type DashboardOrder, readDashboard } from '../app/community/dashboard.js'

/** Input from dashboard-on-thread.ts. */
export interface DashboardTask {
  readonly file: string
  readonly order: DashboardOrder
}

const { file, order } = workerData as DashboardTask
parentPort?.postMessage(await readDashboard(file, order))
