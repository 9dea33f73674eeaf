import type { KeyObject } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { reconcile, SECOND_LOOK } from './reconcile.js'

/** Input from reconcile-on-thread.ts. */
export interface ReconcileOrder {
  readonly file: string
  readonly ledgerKey: KeyObject
  /** UTC milliseconds. */
  readonly now: number
}

const { file, ledgerKey, now } = workerData as ReconcileOrder
parentPort?.postMessage(await reconcile(file, ledgerKey, now, undefined, SECOND_LOOK))
