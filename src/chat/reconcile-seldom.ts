import type { App } from '../app/app.js'

/** How long a report is reused. Milliseconds. */
const KEEP_MS = 60_000

/** Reconciles at most once a minute, however many requests come in. */
export function reconcileSeldom(app: App): () => ReturnType<App['reconcile']> {
  let report: ReturnType<App['reconcile']> | undefined
  let at = 0
  return () => {
    const now = performance.now()
    if (!report || now - at > KEEP_MS) {
      at = now
      report = app.reconcile()
      // After a failure the next request tries again.
      report.catch(() => (report = undefined))
    }
    return report
  }
}
