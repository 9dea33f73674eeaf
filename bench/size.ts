import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { type App, createApp } from '../src/app/app.js'
import { systemClock } from '../src/clock.js'
import { openStore, type Store } from '../src/integrity/open.js'
import { reconcileOnThread } from '../src/integrity/reconcile-on-thread.js'
import { cryptoRandom } from '../src/random.js'
import Database from '../src/store/sqlite-library.js'
import { measureOptions } from '../test/support/measure-options.js'
import { progressBar } from '../test/support/progress-bar.js'
import { median, quantile, round } from './numbers.js'

/**
 * Grows a file through the real core, ten trades a red packet (one send, nine grabs), and prints at each step what a
 * trade costs in CPU and bytes, memory, the time from start to ready, reconcile's time, and the slowest of 200 reads.
 * Near the end of each step, it plays by turns in an empty file, which is what the CPU time is compared with.
 */
const { values } = measureOptions({
  options: {
    trades: { type: 'string', default: '1000000' },
    step: { type: 'string', default: '100000' },
    /** Reconciles only at multiples of so many trades: at ten million it takes a quarter of an hour. */
    'reconcile-every': { type: 'string', default: '0' },
    /** Keeps the file here, with what was measured beside it. */
    file: { type: 'string' },
    /** Goes on with the file where it ended, or was interrupted. */
    continue: { type: 'boolean', default: false },
    /** Also prints the bytes of each table and index at the end. */
    tables: { type: 'boolean', default: false },
  },
})
const TRADES = Number(values.trades)
const STEP = Number(values.step)
const RECONCILE_EVERY = Number(values['reconcile-every']) || STEP
const COMMUNITIES = 10
const MEMBERS = 1_000
const SHARES = 9
/** Red packets sent, then grabbed, at once. */
const AT_ONCE = 50
/** Trades of one turn in a file, and how many turns of a step are compared with as many in an empty file. */
const TURN = 5_000
const COMPARED = Math.min(20, Math.floor(STEP / TURN / 2))
const READS = 200

/** What one step measured, by the headings of the table. */
type Figures = Readonly<Record<string, string | number>>

/** Microseconds of CPU time, and of time, that a trade of a turn took. */
interface Turn {
  readonly cpu: number
  readonly time: number
}

const person = (index: number) => ({ platform: 'bench', user: `u${index}`, name: `Member ${index}` })
const placeOf = (community: number) => ({ platform: 'bench', chat: `chat${community}` })
const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))
const file = values.file ? resolve(values.file) : join(folder, 'luckymoney.db')
const keyOf = (database: string) => `${database}.key`
const figuresFile = `${file}.figures.json`

/** A file in which the bench plays. */
class Books {
  private constructor(
    readonly store: Store,
    readonly app: App,
    /** Red packets sent so far. */
    private sent: number,
  ) {}

  static async open(database: string, sent: number): Promise<Books> {
    const store = await openStore({
      ...{ file: database, ledgerKeyFile: keyOf(database), checkAtOnce: 0 },
      onFatal: (error) => {
        throw error
      },
    })
    const app = createApp({ store, clock: systemClock, random: cryptoRandom })
    const books = new Books(store, app, sent)
    if (sent === 0) await books.found()
    return books
  }

  private async found(): Promise<void> {
    const currency = { name: 'Coin', symbol: 'C', scale: 2 }
    for (let community = 0; community < COMMUNITIES; community++) {
      const place = placeOf(community)
      await this.app.foundCommunity({ place, name: 'Bench', currency, rules: { maxOpenEnvelopes: 1_000 } })
      await Promise.all(
        Array.from({ length: MEMBERS }, (_, index) =>
          this.app.topUp({
            ...{ key: `fund ${community} ${index}`, place, by: person(0), platformAdmin: true },
            ...{ to: person(index), amount: 1_000_000_000, reason: 'bench' },
          }),
        ),
      )
    }
  }

  /** Plays some red packets, and counts them for the leaderboards. */
  async turn(): Promise<Turn> {
    const before = process.cpuUsage()
    const begin = performance.now()
    for (let done = 0; done < TURN; done += AT_ONCE * (SHARES + 1)) await this.play()
    await this.app.countForLeaderboards()
    const { user, system } = process.cpuUsage(before)
    return { cpu: (user + system) / TURN, time: ((performance.now() - begin) * 1000) / TURN }
  }

  /** Sends some red packets in one community and has them grabbed by nine members each. */
  private async play(): Promise<void> {
    const { app, sent: from } = this
    const place = placeOf(Math.floor(from / AT_ONCE) % COMMUNITIES)
    this.sent += AT_ONCE
    const envelopes = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        app.sendEnvelope({
          ...{ key: `send ${from + index}`, place, by: person((from + index) % MEMBERS) },
          ...{ kind: 'lucky', total: 900, count: SHARES, greeting: '' },
        }),
      ),
    )
    const grabs = await Promise.all(
      Array.from({ length: SHARES }).flatMap((_, share) =>
        envelopes.map((outcome, index) => {
          if (outcome.kind !== 'sent') throw new Error(outcome.kind)
          const { envelopeNo } = outcome
          const by = person(((from + index) * 7 + share * 101) % MEMBERS)
          return app.grabShare({ key: `grab ${from + index} ${share}`, place, by, envelopeNo })
        }),
      ),
    )
    for (const { kind } of grabs) if (kind !== 'grabbed') throw new Error(kind)
  }
}

/** Returns how many trades a file has, and how many red packets were sent, counting a batch that was interrupted. */
function progressOf(database: string): { trades: number; sent: number } {
  const books = new Database(database, { readonly: true })
  try {
    const [trades, last] = books
      .prepare('SELECT (SELECT max(trade_no) FROM trade), (SELECT max(id) FROM envelope)')
      .raw()
      .get() as [number | null, number | null]
    return { trades: trades ?? 0, sent: Math.ceil((last ?? 0) / AT_ONCE) * AT_ONCE }
  } finally {
    books.close()
  }
}

/** Returns the slowest hundredth of 200 reads, milliseconds. */
async function p99(read: (index: number) => Promise<{ kind: string }>): Promise<number> {
  const waits: number[] = []
  for (let index = 0; index < READS; index++) {
    const begin = performance.now()
    const { kind } = await read(index)
    waits.push(performance.now() - begin)
    if (/^unknown|^not_/.test(kind)) throw new Error(kind)
  }
  return round(quantile(waits, 0.99), 1)
}

/** Measures what members ask for, each of other members, and about red packets from the whole file. */
async function measureReads({ app }: Books): Promise<Figures> {
  const ask = (index: number) => ({
    place: placeOf(index % COMMUNITIES),
    by: person((index * 37) % MEMBERS),
  })
  const some = someEnvelopes()
  const about = (index: number) => some[index % some.length] as (typeof some)[number]
  const reads = {
    '/leaderboard': (index: number) => app.leaderboard({ ...ask(index), board: 'received', period: 'ever' }),
    '/luck': (index: number) => app.luck(ask(index)),
    '/history': (index: number) => app.statement(ask(index)),
    '/wallet': (index: number) => app.wallet(ask(index)),
    '/verify': (index: number) => app.verifyEnvelope({ ...ask(index), ...about(index) }),
    '/audit': (index: number) => app.audit(ask(index), 20),
    '/supply': (index: number) => app.supply(ask(index)),
    '/calendar': (index: number) => app.calendar({ ...ask(index), platformAdmin: false }),
  } as const
  const figures: Record<string, number> = {}
  for (const [name, read] of Object.entries(reads)) figures[`${name}, ms`] = await p99(read)
  return figures
}

/** Returns a hundred red packets from the whole file, with their places. */
function someEnvelopes(): { envelopeNo: string; place: ReturnType<typeof placeOf> }[] {
  const books = new Database(file, { readonly: true })
  try {
    const last = books.prepare('SELECT max(id) FROM envelope').pluck().get() as number
    const one = books
      .prepare('SELECT envelope_no, community FROM envelope WHERE id >= ? ORDER BY id LIMIT 1')
      .raw()
    return Array.from({ length: 100 }, (_, index) => {
      const [envelopeNo, community] = one.get(Math.ceil((last * (index + 1)) / 100)) as [string, number]
      return { envelopeNo, place: placeOf(community - 1) }
    })
  } finally {
    books.close()
  }
}

/** Reconciles as the program does, on a thread; returns how long it took, and the longest time that it held up this one. */
async function measureReconcile({ store }: Books): Promise<Figures> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const begin = performance.now()
  delay.enable()
  const report = await reconcileOnThread(file, store.ledgerKey, Date.now())
  delay.disable()
  if (!report.ok) throw new Error('the books do not balance')
  return {
    'reconcile, s': round((performance.now() - begin) / 1000, 1),
    'its longest block, ms': round(delay.max / 1e6, 0),
  }
}

/** Starts the program; resolves with the milliseconds until it is ready, once it has stopped again. */
async function measureStart(): Promise<Figures> {
  const begin = performance.now()
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.js', import.meta.url))], {
    env: {
      PATH: process.env.PATH,
      DATABASE_FILE: file,
      LEDGER_KEY_FILE: keyOf(file),
      PLAYGROUND: '1',
      PLAYGROUND_PORT: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  let said = ''
  let ready = 0
  for await (const chunk of child.stdout) {
    said += chunk
    if (ready > 0 || !said.includes('is ready')) continue
    ready = performance.now() - begin
    child.kill('SIGTERM')
  }
  const [code] = await gone
  if (code !== 0) throw new Error(`the program ended with ${code}: ${said}`)
  const stopped = performance.now() - begin - ready
  return { 'start to ready, ms': round(ready, 0), 'stop, ms': round(stopped, 0) }
}

/** Plays up to a number of trades, and compares the last turns with as many in an empty file. */
async function grow(books: Books, from: number, upto: number): Promise<Figures> {
  const turns = Math.ceil((upto - from) / TURN)
  const bar = progressBar('trades')
  for (let turn = 0; turn < turns - COMPARED; turn++) {
    await books.turn()
    bar(from + turn * TURN, upto)
  }
  const { rss } = process.memoryUsage()
  const emptyFile = join(folder, 'empty.db')
  const empty = await Books.open(emptyFile, 0)
  const pairs: { here: Turn; there: Turn }[] = []
  for (let turn = 0; turn < COMPARED; turn++)
    pairs.push({ here: await books.turn(), there: await empty.turn() })
  await empty.store.close()
  for (const path of [emptyFile, keyOf(emptyFile), `${emptyFile}.guard`]) rmSync(path)
  return {
    'CPU a trade, µs': round(median(pairs.map(({ here }) => here.cpu)), 0),
    'against an empty file': round(median(pairs.map(({ here, there }) => here.cpu / there.cpu)), 2),
    'time against it': round(median(pairs.map(({ here, there }) => here.time / there.time)), 2),
    'RSS, MB': round(rss / 2 ** 20, 0),
  }
}

const rowOf = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |\n`

/** Prints a row of the table, and before the first its head. */
function print(figures: Figures, isFirst: boolean): void {
  const names = Object.keys(figures)
  const head = isFirst ? rowOf(names) + rowOf(names.map(() => '--')) : ''
  process.stdout.write(head + rowOf(Object.values(figures)))
}

/** What earlier runs measured. */
function earlierFigures(): Figures[] {
  return existsSync(figuresFile) ? JSON.parse(readFileSync(figuresFile, 'utf8')) : []
}

function printTables(): void {
  const books = new Database(file, { readonly: true })
  const sizes = books
    .prepare('SELECT name, sum(pgsize) bytes FROM dbstat GROUP BY name ORDER BY 2 DESC')
    .all() as { name: string; bytes: number }[]
  for (const { name, bytes } of sizes)
    if (bytes > TRADES) process.stdout.write(`${name}: ${round(bytes / TRADES, 1)} bytes a trade\n`)
  books.close()
}

try {
  if (existsSync(file) !== values.continue)
    throw new Error(values.continue ? `there is no ${file}` : `${file} exists: --continue goes on with it`)
  const measured = earlierFigures()
  for (const [index, figures] of measured.entries()) print(figures, index === 0)
  let { trades, sent } = values.continue ? progressOf(file) : { trades: 0, sent: 0 }
  while (trades < TRADES) {
    const upto = (Math.floor(trades / STEP) + 1) * STEP
    const books = await Books.open(file, sent)
    const grown = await grow(books, trades, upto)
    const read = await measureReads(books)
    const reconciled = upto % RECONCILE_EVERY === 0 && (await measureReconcile(books))
    await books.store.close()
    ;({ trades, sent } = progressOf(file))
    const figures: Figures = {
      trades: upto,
      ...grown,
      'bytes a trade': round(statSync(file).size / trades, 0),
      ...(await measureStart()),
      ...(reconciled || { 'reconcile, s': '', 'its longest block, ms': '' }),
      ...read,
    }
    print(figures, measured.length === 0)
    measured.push(figures)
    writeFileSync(figuresFile, JSON.stringify(measured))
  }
  if (values.tables) printTables()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
