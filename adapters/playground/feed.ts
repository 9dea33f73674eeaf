import { isDeepStrictEqual } from 'node:util'
import type { App } from '../../src/app/app.js'
import type { CommunityInfo } from '../../src/app/community/enter-chat.js'
import type { BookEntry } from '../../src/app/wallets/books.js'
import { RepeatedWork } from '../../src/chat/repeated-work.js'
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

export interface FeedOptions {
  readonly app: App
  readonly hub: Hub
  readonly log: Log
  /** State at the start. */
  readonly community: CommunityInfo
  /** Called when money has moved. */
  readonly onMoved: () => void
}

/** Tells the pages of new entries, balances and settings after each commit. State as reported by the events so far. */
export class Feed {
  entries: readonly BookEntry[] = []
  balances: Readonly<Record<string, number>> = {}
  books: BooksLight = { ok: null, broken: [], trades: 0, at: 0 }
  community: CommunityInfo
  private lastEntry = 0
  private hasMoved = false
  private unsubscribe = () => {}
  private readonly looks = new RepeatedWork(() => this.look())

  constructor(private readonly options: FeedOptions) {
    this.community = options.community
  }

  /** Reads the current state and follows changes. */
  async start(): Promise<void> {
    const { app, onMoved } = this.options
    this.unsubscribe = app.onCommit(() => this.looks.within(PACE))
    this.entries = await app.books({ place: LOBBY, limit: KEPT_ENTRIES })
    this.lastEntry = this.entries.at(-1)?.id ?? 0
    this.balances = await this.readBalances()
    onMoved()
  }

  /** Resolves when all its work has stopped. */
  async stop(): Promise<void> {
    this.unsubscribe()
    await this.looks.stop()
  }

  /** Shows on all pages whether the books balance. */
  reconciled({ ok, trades, at, invariants }: ReconcileReport): void {
    const broken = invariants.flatMap(({ number, title, offenders }) =>
      offenders.map((offender) => `${number}. ${title}: ${offender}`),
    )
    this.books = { ok, broken, trades, at }
    this.options.hub.publish({ type: 'books', books: this.books })
  }

  private async look(): Promise<number> {
    const { app, hub, log, onMoved } = this.options
    try {
      const read = await app.books({ place: LOBBY, after: this.lastEntry, limit: KEPT_ENTRIES })
      for (const entry of read) {
        this.lastEntry = entry.id
        this.entries = [...this.entries, entry].slice(-KEPT_ENTRIES)
        hub.publish({ type: 'entry', entry })
      }
      this.hasMoved ||= read.length > 0
      if (read.length === KEPT_ENTRIES) return 0
      await this.readSettings()
      if (this.hasMoved) {
        this.balances = await this.readBalances()
        this.hasMoved = false
        hub.publish({ type: 'balances', balances: this.balances })
        onMoved()
      }
      return Number.POSITIVE_INFINITY
    } catch (error) {
      log.error({ err: error }, 'the books could not be read')
      return RETRY
    }
  }

  private async readSettings(): Promise<void> {
    const { app, hub } = this.options
    const settings = await app.settings({ place: LOBBY, by: personOf(ACTORS[0] as Actor) })
    if (settings.kind !== 'settings') return
    const { currency } = this.community
    this.community = settings
    if (!isDeepStrictEqual(currency, settings.currency))
      hub.publish({ type: 'currency', currency: settings.currency })
  }

  private async readBalances(): Promise<Record<string, number>> {
    const wallets = await Promise.all(
      ACTORS.map(async (actor) => {
        const wallet = await this.options.app.wallet({ place: LOBBY, by: personOf(actor) })
        return [actor.user, wallet.kind === 'wallet' ? wallet.balance : 0] as const
      }),
    )
    return Object.fromEntries(wallets)
  }
}
