import type { App } from '../app/app.js'
import type { ReconcileReport } from '../integrity/reconcile.js'
import type { Log } from '../log.js'

/** Delay between a change and its check, so that one check covers a burst. Milliseconds. */
const SETTLE_MS = 300
/** Minimum pause between two checks, and the pause as a multiple of the last check's duration. */
const PAUSE_MS = 1_000
const PAUSE_TIMES = 19

export interface BooksWatchOptions {
  readonly app: Pick<App, 'reconcile'>
  readonly log: Log
  /** Called with the report of every check. */
  readonly onReport: (report: ReconcileReport) => void
}

/** Reconciles the books soon after money has moved, and whenever it is asked to. */
export class BooksWatch {
  private running: Promise<unknown> = Promise.resolve()
  private next: Promise<ReconcileReport> | undefined
  private held: Promise<unknown> = Promise.resolve()
  private timer: NodeJS.Timeout | undefined
  private notBefore = 0
  private stopped = false

  constructor(private readonly options: BooksWatchOptions) {}

  /** Money has moved. */
  moved(): void {
    const settled = Math.max(SETTLE_MS, this.notBefore - performance.now())
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.reconcile().catch((error) => {
        if (!this.stopped) this.options.log.error({ err: error }, 'could not check the books')
      })
    }, settled)
  }

  /** Delays checks until `work` is done, because the books aren't settled before that. */
  holdUntil(work: Promise<unknown>): void {
    this.held = Promise.allSettled([this.held, work])
  }

  /**
   * Reconciles what is committed now. One check runs at a time, and all who ask meanwhile share the next: the one that
   * runs may not have seen the money in question.
   */
  reconcile(): Promise<ReconcileReport> {
    this.next ??= this.running.then(() => {
      this.next = undefined
      const report = this.check()
      this.running = report.catch(() => undefined)
      return report
    })
    return this.next
  }

  /** Starts no further checks, and gives up the one that runs: it only reads, and may take minutes. */
  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
  }

  private async check(): Promise<ReconcileReport> {
    const { app, log, onReport } = this.options
    await this.held
    const begun = performance.now()
    try {
      const report = await app.reconcile()
      if (this.stopped) return report
      if (!report.ok)
        log.error({ broken: report.invariants.filter(({ ok }) => !ok) }, 'THE BOOKS DO NOT BALANCE')
      onReport(report)
      return report
    } finally {
      const ended = performance.now()
      this.notBefore = ended + Math.max(PAUSE_MS, PAUSE_TIMES * (ended - begun))
    }
  }
}
