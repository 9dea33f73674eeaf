import type { App } from '../../src/app/app.js'
import { RepeatedWork } from '../../src/chat/repeated-work.js'
import type { ReconcileReport } from '../../src/integrity/reconcile.js'
import type { Log } from '../../src/log.js'
import type { Hub } from './hub.js'
import type { BooksLight } from './wire.js'

/** From a change to the check, so that one check sees a burst of them. Milliseconds. */
const SETTLE = 300
/** Least pause between two checks, and how many times as long as the last check it is. */
const PAUSE = 1_000
const PAUSE_TIMES = 19

/** Reconciles the books when money has moved, and shows on all pages whether they balance. */
export class BooksWatch {
  books: BooksLight = { ok: null, broken: [], trades: 0, at: 0 }
  private running: Promise<unknown> = Promise.resolve()
  private next: Promise<ReconcileReport> | undefined
  private held: Promise<unknown> = Promise.resolve()
  private notBefore = 0
  private readonly checks = new RepeatedWork(async () => {
    await this.reconcile().catch((error) => this.log.error({ err: error }, 'the books could not be checked'))
    return Number.POSITIVE_INFINITY
  })

  constructor(
    private readonly app: Pick<App, 'reconcile'>,
    private readonly hub: Hub,
    private readonly log: Log,
  ) {}

  /** Money has moved. */
  moved(): void {
    this.checks.within(Math.max(SETTLE, this.notBefore - performance.now()))
  }

  /** Lets no check begin before `work` is done: until then the books are not yet as they will be. */
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

  /** Resolves when no check runs any more. */
  async stop(): Promise<void> {
    await this.checks.stop()
    await this.next?.catch(() => undefined)
    await this.running
  }

  private async check(): Promise<ReconcileReport> {
    await this.held
    const begun = performance.now()
    try {
      const report = await this.app.reconcile()
      const broken = report.invariants.flatMap(({ number, title, offenders }) =>
        offenders.map((offender) => `${number}. ${title}: ${offender}`),
      )
      if (!report.ok) this.log.error({ broken }, 'THE BOOKS DO NOT BALANCE')
      this.books = { ok: report.ok, broken, trades: report.trades, at: report.at }
      this.hub.publish({ type: 'books', books: this.books })
      return report
    } finally {
      const ended = performance.now()
      this.notBefore = ended + Math.max(PAUSE, PAUSE_TIMES * (ended - begun))
    }
  }
}
