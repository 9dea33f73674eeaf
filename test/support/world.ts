import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createApp, type DatabaseApp } from '../../src/app/app.js'
import type { SendEnvelope, SendOutcome } from '../../src/app/envelopes/send-envelope.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import type { EnvelopeRules } from '../../src/core/envelope.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import type { Random } from '../../src/core/random.js'
import type { Store } from '../../src/integrity/open.js'
import { openMysqlStore } from '../../src/integrity/open-mysql.js'
import { cryptoRandom } from '../../src/random.js'
import type { Migrations } from '../../src/store/migrate.js'
import Database from '../../src/store/sqlite-library.js'
import { giveBack, takeDatabase } from './mariadb-databases.js'
import { mariadbUrl, skipTest } from './on-mariadb.js'
import { SettableClock } from './settable-clock.js'
import { openSyncMariadb } from './sync-mariadb.js'
import { temporaryFolder } from './temporary-folder.js'
import { openTestStore } from './test-store.js'

export const LOBBY: Place = { platform: 'test', chat: 'lobby' }
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** A Wednesday without a festival. */
export const START = Date.UTC(2026, 5, 10, 12)

/** Returns a person on the platform `test`; the user is the name in lower case. */
export function person(name: string): Person {
  return { platform: 'test', user: name.toLowerCase(), name }
}

export interface WorldOptions {
  readonly random?: Random
  readonly rules?: Partial<EnvelopeRules>
  readonly startAt?: number
  readonly scale?: number
  /** Time budget of a commit; the engine's default when absent. Milliseconds. */
  readonly maxMillis?: number
}

/** Where all the money is and how it came there, to detect any movement. */
export interface Money {
  readonly balances: Readonly<Record<string, number>>
  readonly trades: number
  readonly entries: number
  readonly claimed: number
  readonly openEnvelopes: number
}

/**
 * A real store in a folder of its own, with a community in the lobby, and a clock that the test moves. Where tests run on
 * MariaDB, it is in a database of its own.
 */
export class World {
  readonly place = LOBBY
  readonly clock: SettableClock
  private keys = 0
  private running = true

  private constructor(
    readonly folder: string,
    private readonly remove: () => void,
    private readonly options: WorldOptions,
    /** Errors that the store reported as fatal; close() throws when there are any. */
    readonly fatal: Error[],
    private store: Store,
    public app: DatabaseApp,
    clock: SettableClock,
    /** Address of the server's database; undefined for a file. */
    private readonly url: string | undefined,
  ) {
    this.clock = clock
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const { folder, remove } = temporaryFolder()
    const clock = new SettableClock(options.startAt ?? START)
    const fatal: Error[] = []
    const server = mariadbUrl()
    const url = server && (await takeDatabase(server))
    const store = await openIn(folder, fatal, options, url)
    const app = createApp({ store, clock, random: options.random ?? cryptoRandom })
    const world = new World(folder, remove, options, fatal, store, app, clock, url)
    const currency = { name: 'Lucky', symbol: 'L', scale: options.scale ?? 2 }
    const founded = await app.foundCommunity({
      place: LOBBY,
      name: 'The lobby',
      currency,
      ...(options.rules && { rules: options.rules }),
    })
    if (founded.kind !== 'founded') throw new Error(`not founded: ${founded.kind}`)
    return world
  }

  get file(): string {
    if (this.url) skipTest('is about a SQLite file')
    return join(this.folder, 'luckymoney.db')
  }

  get keyFile(): string {
    return join(this.folder, 'ledger.key')
  }

  get engine(): Store['engine'] {
    return this.store.engine
  }

  get ledgerKey(): Store['ledgerKey'] {
    return this.store.ledgerKey
  }

  /** Returns a new key. */
  key(): string {
    this.keys++
    return `test:${this.keys}`
  }

  /** Gives members money from the mint, one after the other in one transaction. */
  async fund(amount: number, ...names: string[]): Promise<void> {
    const fund = async (name: string) => {
      const outcome = await this.app.topUp({
        key: this.key(),
        place: this.place,
        by: person('Admin'),
        platformAdmin: true,
        to: person(name),
        amount,
        reason: 'pocket money',
      })
      if (outcome.kind !== 'topped_up') throw new Error(`not funded: ${outcome.kind}`)
    }
    await Promise.all(names.map(fund))
  }

  async balance(name: string, place: Place = this.place): Promise<number> {
    const outcome = await this.app.wallet({ place, by: person(name) })
    if (outcome.kind !== 'wallet') throw new Error(outcome.kind)
    return outcome.balance
  }

  /** Sends a lucky envelope of 10.00 in 3 shares by default; any outcome is accepted. */
  trySend(name: string, envelope: Partial<SendEnvelope> = {}): Promise<SendOutcome> {
    return this.app.sendEnvelope({
      key: this.key(),
      place: this.place,
      by: person(name),
      kind: 'lucky',
      total: 1000,
      count: 3,
      greeting: '',
      ...envelope,
    })
  }

  /** Sends an envelope, which must succeed. */
  async send(name: string, envelope: Partial<SendEnvelope> = {}) {
    const outcome = await this.trySend(name, envelope)
    if (outcome.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`)
    return outcome
  }

  grab(name: string, envelopeNo: string, key = this.key()) {
    return this.app.grabShare({ key, place: this.place, by: person(name), envelopeNo })
  }

  /** Grabs one after the other in one transaction, which must succeed; resolves with the amount of each. */
  async grabs(envelopeNo: string, ...names: string[]): Promise<number[]> {
    const grab = async (name: string) => {
      const outcome = await this.grab(name, envelopeNo)
      if (outcome.kind !== 'grabbed') throw new Error(`${name} did not grab: ${outcome.kind}`)
      return outcome.amount
    }
    return await Promise.all(names.map(grab))
  }

  cancel(name: string, envelopeNo: string, key = this.key()) {
    return this.app.cancelEnvelope({ key, place: this.place, by: person(name), envelopeNo })
  }

  async details(envelopeNo: string): Promise<EnvelopeView> {
    const by = person('Admin')
    const outcome = await this.app.envelopeDetails({ place: this.place, by, envelopeNo })
    if (outcome.kind !== 'envelope') throw new Error(outcome.kind)
    return outcome.envelope
  }

  /** Founds another community with a chat of its own. */
  async foundElsewhere(chat = 'elsewhere'): Promise<Place> {
    const place = { platform: 'test', chat }
    const currency = { name: 'Other', symbol: 'O', scale: 2 }
    await this.app.foundCommunity({ place, name: chat, currency })
    return place
  }

  /** Modifies the file behind the program's back, on a connection of its own. */
  tamper<Result>(work: (database: Database.Database) => Result): Result {
    if (this.url) return work(openSyncMariadb(this.url) as unknown as Database.Database)
    const database = new Database(this.file)
    try {
      return work(database)
    } finally {
      database.close()
    }
  }

  /** Freezes a member's wallet like an operator; there is no use case for it. */
  async freeze(name: string): Promise<void> {
    await this.balance(name)
    const sql = `UPDATE account SET status = 'frozen' WHERE username = ? AND user_id IS NOT NULL`
    if (this.url) openSyncMariadb(this.url).write(sql, [name])
    else this.tamper((database) => database.prepare(sql).run(name))
  }

  money(): Money {
    return this.tamper((database) => {
      const counts = database
        .prepare(
          `SELECT (SELECT count(*) FROM trade), (SELECT count(*) FROM account_log),
             (SELECT count(*) FROM share WHERE claimer IS NOT NULL),
             (SELECT count(*) FROM envelope WHERE state = 'open')`,
        )
        .raw()
        .get()
      const [trades, entries, claimed, openEnvelopes] = counts as [number, number, number, number]
      const accounts = database
        .prepare('SELECT account_no, balance FROM account WHERE balance <> 0 ORDER BY account_no')
        .raw()
        .all() as [string, number][]
      return { balances: Object.fromEntries(accounts), trades, entries, claimed, openEnvelopes }
    })
  }

  /** Reconciles and returns the violations, one line each; empty when every invariant holds. */
  async broken(): Promise<string[]> {
    const report = await this.app.reconcile()
    return report.invariants.flatMap((invariant) =>
      invariant.offenders.map((offender) => `${invariant.number}: ${offender}`),
    )
  }

  /** Closes the store, as at the end of a process. */
  async stop(): Promise<void> {
    if (!this.running) return
    this.running = false
    await this.store.close()
  }

  /** Reopens the store, as a new process would; with a newer program's migrations if given. */
  async start(migrations?: Migrations): Promise<void> {
    this.store = await openIn(this.folder, this.fatal, this.options, this.url, migrations)
    this.running = true
    const random = this.options.random ?? cryptoRandom
    this.app = createApp({ store: this.store, clock: this.clock, random })
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  async close(): Promise<void> {
    await this.stop()
    this.remove()
    if (this.url) await giveBack(this.url)
    if (this.fatal.length > 0) throw this.fatal[0]
  }
}

function openIn(
  folder: string,
  fatal: Error[],
  { maxMillis }: WorldOptions,
  url: string | undefined,
  migrations?: Migrations,
): Promise<Store> {
  const options = {
    ledgerKeyFile: join(folder, 'ledger.key'),
    onFatal: (error: Error) => fatal.push(error),
    ...(maxMillis && { maxMillis }),
  }
  if (url) return openMysqlStore({ url, recentMillis: 0, ...options })
  return openTestStore({
    file: join(folder, 'luckymoney.db'),
    ...options,
    ...(migrations && { migrations }),
  })
}

/** Opens a world that ends with the current test. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const world = await World.open(options)
  onTestFinished(() => world.close())
  return world
}
