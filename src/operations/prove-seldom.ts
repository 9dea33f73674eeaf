import type { App } from '../app/app.js'
import type { ReconcileReport } from '../integrity/reconcile.js'

/** Books are proven again only after so long, however many ask. Milliseconds. */
const PROOF_KEEPS = 60_000

/** Proves the books for whoever asks; all who ask within a minute get the same proof. */
export function proveSeldom(app: App): () => Promise<ReconcileReport> {
  let proof: Promise<ReconcileReport> | undefined
  let at = 0
  return () => {
    const now = performance.now()
    if (!proof || now - at > PROOF_KEEPS) {
      at = now
      proof = app.reconcile()
      // A proof that could not be made is tried again by the next who asks.
      proof.catch(() => (proof = undefined))
    }
    return proof
  }
}
