import type { KeyObject } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { openReadOnly } from '../store/open.js'
import { ownSchema } from '../store/own-schema.js'
import { type ReconcileProgress, type ReconcileReport, reconcileSteps } from '../store/reconcile.js'

export type { PromiseReport, ReconcileProgress, ReconcileReport } from '../store/reconcile.js'

/**
 * Proves the promises over one snapshot of the file, on a connection of its own that only reads. Lets other
 * work run between slices, so that it may run beside a busy bot. `now` is UTC milliseconds.
 */
export async function reconcile(
  file: string,
  ledgerKey: KeyObject,
  now: number,
  onProgress?: (progress: ReconcileProgress) => void,
): Promise<ReconcileReport> {
  const schema = await ownSchema()
  const database = openReadOnly(file)
  try {
    database.exec('BEGIN')
    const steps = reconcileSteps(database, ledgerKey, schema, now)
    let step = steps.next()
    while (!step.done) {
      onProgress?.(step.value)
      await breathe()
      step = steps.next()
    }
    return step.value
  } finally {
    database.close()
  }
}
