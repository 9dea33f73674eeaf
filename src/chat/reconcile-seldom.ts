import type { App } from '../app/app.js'

/** How long a report is good for all who ask. Milliseconds. */
const KEEP_MS = 60_000

/** Reconciles at most once a minute, however many ask. */
export function reconcileSeldom(app: App): () => ReturnType<App['reconcile']> {
  let report: ReturnType<App['reconcile']> | undefined
  let at = 0
  return () => {
    const now = performance.now()
    if (!report || now - at > KEEP_MS) {
      at = now
      report = app.reconcile()
      // After a failure the next who asks tries again.
      report.catch(() => (report = undefined))
    }
    return report
  }
}
