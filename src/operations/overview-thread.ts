import { parentPort, workerData } from 'node:worker_threads'
import { type BooksPlace, inFile } from '../integrity/in-file.js'
import { readOverview } from './operator-overview.js'

/** Input from overview-on-thread.ts. */
export interface OverviewOrder {
  readonly place: BooksPlace
  /** UTC milliseconds. */
  readonly now: number
}

const { place, now } = workerData as OverviewOrder
parentPort?.postMessage(await inFile(place, (file) => readOverview(file, now)))
