import { isDeepStrictEqual } from 'node:util'
import type { App } from '../../src/app/app.js'
import type { CommunityInfo } from '../../src/app/community/enter-chat.js'
import type { BookEntry } from '../../src/app/wallets/books.js'
import type { ReconcileReport } from '../../src/integrity/reconcile.js'
import type { Log } from '../../src/log.js'
import { ACTORS, LOBBY, personOf } from './actors.js'
import type { Hub } from './hub.js'
import type { Actor, BooksLight } from './wire.js'

/** Minimum interval between two looks at new commits. Milliseconds. */
const PACE = 50
/** Pause after a failed look. Milliseconds. */
const RETRY = 1_000
/** Even, so that the two entries of a trade are always together. */
const KEPT_ENTRIES = 200
/** Quiet time after which the books are checked; constant activity delays that only a little. Milliseconds. */
const SETTLED = 300
const LONGEST_UNPROVEN = 3_000
/** Minimum pause between two checks, and its minimum as a multiple of the last check's duration. */
const PROOF_PAUSE = 1_000
const PROOF_REST = 19

/**
 * Follows the books: sends new entries and balances to the pages after each commit, and has the books checked once they
 * have settled. Its state reflects the events up to the hub's newest.
 */
export class Feed {
  entries: readonly BookEntry[] = []
  balances: Readonly<Record<string, number>> = {}
  books: BooksLight = { ok: null, broken: [], trades: 0, at: 0 }

  private lastEntry = 0
  private unsubscribe = () => {}
  private lookTimer: NodeJS.Timeout | undefined
  private looking: Promise<void> | undefined
  private lookAgain = false
  private proofTimer: NodeJS.Timeout | undefined
  private unprovenSince: number | undefined
  private proofNotBefore = 0
  private proving: Promise<ReconcileReport> | undefined
  private nextProof: Promise<ReconcileReport> | undefined
  private held: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(
    private readonly app: App,
    private readonly hub: Hub,
    private readonly log: Log,
    /** As it was at the start; admins change it. */
    public community: CommunityInfo,
  ) {}

  /** Reads the current state and follows changes. */
  async start(): Promise<void> {
    this.unsubscribe = this.app.onCommit(() => this.lookWithin(PACE))
    this.entries = await this.app.books({ place: LOBBY, limit: KEPT_ENTRIES })
    this.lastEntry = this.entries.at(-1)?.id ?? 0
    this.balances = await this.readBalances()
    this.proveSoon()
  }

  /** Resolves when all its work has stopped. */
  async stop(): Promise<void> {
    this.stopped = true
    this.unsubscribe()
    clearTimeout(this.lookTimer)
    clearTimeout(this.proofTimer)
    await this.looking
    await this.nextProof?.catch(() => {})
    await this.proving?.catch(() => {})
  }

  /**
   * Reconciles the committed state and shows the result as the light. One check runs at a time; callers that arrive
   * during it share the next, because the current one may not include their money.
   */
  prove(): Promise<ReconcileReport> {
    this.nextProof ??= Promise.resolve(this.proving?.catch(() => {})).then(() => {
      this.nextProof = undefined
      this.proving = this.reconcile().finally(() => {
        this.proving = undefined
      })
      return this.proving
    })
    return this.nextProof
  }

  /** Delays checks until `work` is done: before that, the books aren't final. */
  holdProofs(work: Promise<unknown>): void {
    this.held = Promise.allSettled([this.held, work]).then(() => undefined)
  }

  private lookWithin(millis: number): void {
    if (this.stopped || this.lookTimer) return
    if (this.looking) {
      this.lookAgain = true
      return
    }
    this.lookTimer = setTimeout(() => {
      this.lookTimer = undefined
      this.looking = this.look()
        .then(() => PACE)
        .catch((error) => {
          this.log.error({ err: error }, 'the books could not be read')
          this.lookAgain = true
          return RETRY
        })
        .then((wait) => {
          this.looking = undefined
          const again = this.lookAgain
          this.lookAgain = false
          if (again) this.lookWithin(wait)
        })
    }, millis)
  }

  private async look(): Promise<void> {
    let read: readonly BookEntry[]
    let moved = false
    do {
      read = await this.app.books({ place: LOBBY, after: this.lastEntry, limit: KEPT_ENTRIES })
      for (const entry of read) {
        this.lastEntry = entry.id
        this.entries = [...this.entries, entry].slice(-KEPT_ENTRIES)
        this.hub.publish({ type: 'entry', entry })
      }
      moved ||= read.length > 0
    } while (read.length === KEPT_ENTRIES && !this.stopped)
    await this.readSettings()
    if (!moved) return
    this.balances = await this.readBalances()
    this.hub.publish({ type: 'balances', balances: this.balances })
    this.proveSoon()
  }

  private async readSettings(): Promise<void> {
    const settings = await this.app.settings({ place: LOBBY, by: personOf(ACTORS[0] as Actor) })
    if (settings.kind !== 'settings') return
    const { currency } = this.community
    this.community = settings
    if (!isDeepStrictEqual(currency, settings.currency))
      this.hub.publish({ type: 'currency', currency: settings.currency })
  }

  private async readBalances(): Promise<Record<string, number>> {
    const wallets = await Promise.all(
      ACTORS.map(async (actor) => {
        const wallet = await this.app.wallet({ place: LOBBY, by: personOf(actor) })
        return [actor.user, wallet.kind === 'wallet' ? wallet.balance : 0] as const
      }),
    )
    return Object.fromEntries(wallets)
  }

  private proveSoon(): void {
    if (this.stopped) return
    const now = performance.now()
    this.unprovenSince ??= now
    const settled = Math.min(now + SETTLED, this.unprovenSince + LONGEST_UNPROVEN)
    clearTimeout(this.proofTimer)
    this.proofTimer = setTimeout(() => {
      this.prove().catch((error) => this.log.error({ err: error }, 'the books could not be proven'))
    }, Math.max(settled, this.proofNotBefore) - now)
  }

  private async reconcile(): Promise<ReconcileReport> {
    await this.held
    this.unprovenSince = undefined
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
      this.proofNotBefore = ended + Math.max(PROOF_PAUSE, PROOF_REST * (ended - begun))
    }
  }
}
