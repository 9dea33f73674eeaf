import { type ReconcileReport, reconcile } from '../integrity/reconcile.js'
import { ledgerKeyOf, newestEntryIn, openSnapshot } from '../integrity/snapshot.js'
import { StoreRefused } from '../store/refused.js'

/** Reconciles a copy of the database. Throws StoreRefused when an invariant is broken. */
export async function verifyBackup(
  copy: string,
  ledgerKeyFile: string,
  onProgress?: (done: number, total: number) => void,
): Promise<ReconcileReport> {
  const snapshot = openSnapshot(copy)
  let key: ReturnType<typeof ledgerKeyOf>
  let newestEntry: number
  try {
    key = ledgerKeyOf(snapshot, ledgerKeyFile)
    newestEntry = newestEntryIn(snapshot)
  } finally {
    snapshot.close()
  }
  // Nothing expires in a copy: its deadlines are judged as of its latest entry.
  const report = await reconcile(copy, key, newestEntry, ({ done, total }) => onProgress?.(done, total))
  const broken = report.invariants.filter((invariant) => !invariant.ok)
  if (broken.length > 0)
    throw new StoreRefused(
      `the copy does not reconcile and was deleted (invariant ${broken.map((each) => each.number).join(', ')}: ${broken[0]?.offenders[0]}). Run reconcile.`,
    )
  return report
}
