import type { KeyObject } from 'node:crypto'
import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises'
import { type ReconcileProgress, type ReconcileReport, reconcileSteps } from './check-invariants.js'
import { openReadOnly } from './open.js'
import { ownSchema } from './schema-check.js'

export { LONGEST_HOLD } from '../store/refunds.js'
export type { InvariantReport, ReconcileProgress, ReconcileReport } from './check-invariants.js'

/** Number of the invariant that no envelope stays open past its deadline. */
const IN_TIME = 12
/** The program notices a clock change within a second, and starts refunding soon after its start. Milliseconds. */
export const SECOND_LOOK = 3_000

/** How long it works before it lets others run. */
const SLICE_MILLIS = 2

/**
 * Checks the invariants on one snapshot of the file, on a read-only connection of its own. Yields between slices, so
 * that it can run beside a busy bot. `now` is UTC milliseconds. When only deadlines are wrong, looks again `secondLook`
 * milliseconds later, if given: the bot may have just started, or its clock jumped.
 */
export async function reconcile(
  file: string,
  ledgerKey: KeyObject,
  now: number,
  onProgress?: (progress: ReconcileProgress) => void,
  secondLook = 0,
): Promise<ReconcileReport> {
  const report = await readThrough(file, ledgerKey, now, onProgress)
  const onlyLate = report.invariants.every(({ number, ok }) => ok || number === IN_TIME)
  if (report.ok || !onlyLate || secondLook === 0) return report
  await wait(secondLook)
  return await readThrough(file, ledgerKey, now + secondLook, onProgress)
}

async function readThrough(
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
    let since = performance.now()
    while (!step.done) {
      onProgress?.(step.value)
      // Most slices take far less time than a breath.
      if (performance.now() - since > SLICE_MILLIS) {
        await breathe()
        since = performance.now()
      }
      step = steps.next()
    }
    return step.value
  } finally {
    database.close()
  }
}
