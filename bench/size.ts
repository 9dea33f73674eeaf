import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type App, createApp } from '../src/app/app.js'
import { systemClock } from '../src/clock.js'
import { openStore, type Store } from '../src/integrity/open.js'
import { cryptoRandom } from '../src/random.js'
import Database from '../src/store/sqlite-library.js'
import { measureOptions } from '../test/support/measure-options.js'
import { progressBar } from '../test/support/progress-bar.js'
import { quantile, round } from './numbers.js'

/**
 * Grows a file through the real core, ten trades a red packet (one send, nine grabs), and prints at each step what a
 * trade costs in CPU and bytes, memory, the time from start to ready, reconcile's time, and the slowest of 200 reads.
 * The first step's CPU is the limit that later steps are compared with.
 */
const { values } = measureOptions({
  options: {
    trades: { type: 'string', default: '1000000' },
    step: { type: 'string', default: '100000' },
    /** Also prints the bytes of each table and index at the end. */
    tables: { type: 'boolean', default: false },
  },
})
const TRADES = Number(values.trades)
const STEP = Number(values.step)
const COMMUNITIES = 10
const MEMBERS = 1_000
const SHARES = 9
/** Red packets sent, then grabbed, at once. */
const AT_ONCE = 50
const READS = 200

const person = (index: number) => ({ platform: 'bench', user: `u${index}`, name: `Member ${index}` })
const placeOf = (community: number) => ({ platform: 'bench', chat: `chat${community}` })
const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))
const file = join(folder, 'luckymoney.db')
const ledgerKeyFile = join(folder, 'luckymoney.key')

async function open(): Promise<{ store: Store; app: App }> {
  const store = await openStore({
    ...{ file, ledgerKeyFile, checkAtOnce: 0 },
    onFatal: (error) => {
      throw error
    },
  })
  return { store, app: createApp({ store, clock: systemClock, random: cryptoRandom }) }
}

async function found(app: App): Promise<void> {
  const currency = { name: 'Coin', symbol: 'C', scale: 2 }
  for (let community = 0; community < COMMUNITIES; community++) {
    const place = placeOf(community)
    await app.foundCommunity({ place, name: 'Bench', currency, rules: { maxOpenEnvelopes: 1_000 } })
    await Promise.all(
      Array.from({ length: MEMBERS }, (_, index) =>
        app.topUp({
          ...{ key: `fund ${community} ${index}`, place, by: person(0), platformAdmin: true },
          ...{ to: person(index), amount: 1_000_000_000, reason: 'bench' },
        }),
      ),
    )
  }
}

let sent = 0

/** Sends some red packets in one community and has them grabbed by nine members each. */
async function play(app: App): Promise<void> {
  const place = placeOf(Math.floor(sent / AT_ONCE) % COMMUNITIES)
  const from = sent
  sent += AT_ONCE
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

/** Returns the slowest hundredth of 200 reads, milliseconds. */
async function p99(read: (index: number) => Promise<unknown>): Promise<number> {
  const waits: number[] = []
  for (let index = 0; index < READS; index++) {
    const begin = performance.now()
    await read(index)
    waits.push(performance.now() - begin)
  }
  return round(quantile(waits, 0.99), 2)
}

/** Runs a command of the program; resolves with the milliseconds until it has ended, or has printed `until`. */
async function timed(args: readonly string[], until?: string): Promise<number> {
  const begin = performance.now()
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      DATABASE_FILE: file,
      LEDGER_KEY_FILE: ledgerKeyFile,
      PLAYGROUND: '1',
      PLAYGROUND_PORT: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const gone = once(child, 'exit')
  let said = ''
  let took = 0
  for await (const chunk of child.stdout) {
    said += chunk
    if (took > 0 || until === undefined || !said.includes(until)) continue
    took = performance.now() - begin
    child.kill('SIGTERM')
  }
  const [code] = await gone
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said}`)
  return took || performance.now() - begin
}

const beside = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url))

try {
  let { store, app } = await open()
  await found(app)
  let [played, first] = [0, 0]
  while (played < TRADES) {
    const bar = progressBar('trades')
    const before = process.cpuUsage()
    const begin = performance.now()
    for (let done = 0; done < STEP; done += AT_ONCE * (SHARES + 1)) {
      await play(app)
      bar(done, STEP)
    }
    const micros = (performance.now() - begin) * 1000
    const { user, system } = process.cpuUsage(before)
    await app.countForLeaderboards()
    played += STEP
    const cpu = (user + system) / STEP
    first ||= cpu
    const ask = (index: number) => ({
      place: placeOf(index % COMMUNITIES),
      by: person((index * 37) % MEMBERS),
    })
    const reads = {
      leaderboard_p99_ms: await p99((index) =>
        app.leaderboard({ ...ask(index), board: 'received', period: 'ever' }),
      ),
      history_p99_ms: await p99((index) => app.statement(ask(index))),
      wallet_p99_ms: await p99((index) => app.wallet(ask(index))),
      audit_p99_ms: await p99((index) => app.audit(ask(index), 20)),
    }
    const { rss } = process.memoryUsage()
    await store.close()
    const bytes = statSync(file).size / played
    const ready = await timed([beside('main')], 'is ready')
    const reconcile = await timed([beside('cli'), 'reconcile'])
    process.stdout.write(
      `${JSON.stringify({
        trades: played,
        cpu_us_a_trade: round(cpu, 1),
        cpu_ratio_to_first: round(cpu / first, 3),
        time_us_a_trade: round(micros / STEP, 1),
        bytes_a_trade: round(bytes, 0),
        rss_mb: round(rss / 2 ** 20, 0),
        ready_ms: round(ready, 0),
        reconcile_s: round(reconcile / 1000, 1),
        ...reads,
      })}\n`,
    )
    ;({ store, app } = await open())
  }
  await store.close()
  if (values.tables) {
    const database = new Database(file, { readonly: true })
    const sizes = database
      .prepare('SELECT name, sum(pgsize) bytes, sum(ncell) cells FROM dbstat GROUP BY name ORDER BY 2 DESC')
      .all() as { name: string; bytes: number; cells: number }[]
    for (const { name, bytes } of sizes)
      if (bytes > TRADES) process.stdout.write(`${name}: ${round(bytes / TRADES, 1)} bytes a trade\n`)
    database.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
