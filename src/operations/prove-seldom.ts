import type { App } from '../app/app.js'
import type { ReconcileReport } from '../integrity/reconcile.js'

/** The books are checked at most this often, however many ask. Milliseconds. */
const PROOF_KEEPS = 60_000

/** Returns a function that checks the books; all calls within a minute share one result. */
export function proveSeldom(app: App): () => Promise<ReconcileReport> {
  let proof: Promise<ReconcileReport> | undefined
  let at = 0
  return () => {
    const now = performance.now()
    if (!proof || now - at > PROOF_KEEPS) {
      at = now
      proof = app.reconcile()
      // A failed check is retried on the next call.
      proof.catch(() => (proof = undefined))
    }
    return proof
  }
}
