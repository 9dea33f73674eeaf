import { parentPort, workerData } from 'node:worker_threads'
import { readOverview } from './operator-overview.js'

/** Input from overview-on-thread.ts. */
export interface OverviewOrder {
  readonly file: string
  /** UTC milliseconds. */
  readonly now: number
}

const { file, now } = workerData as OverviewOrder
parentPort?.postMessage(readOverview(file, now))
