import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import pino from 'pino'
import { createApp } from '../src/app/app.js'
import { AdjustableClock } from '../src/clock.js'
import { openStore } from '../src/integrity/open.js'
import { reconcileOnThread } from '../src/integrity/reconcile-on-thread.js'
import { startJobs } from '../src/operations/jobs.js'
import { cryptoRandom } from '../src/random.js'
import { measureOptions } from '../test/support/measure-options.js'

/**
 * Measures what must stay small however long the program runs, in one run on one file: the duration of reconcile, the
 * longest time that the sweep blocks the event loop, how long a click takes meanwhile (including while some envelopes
 * can't be refunded), and the memory over many grabs.
 */
const { values } = measureOptions({
  options: {
    trades: { type: 'string', default: '100000' },
    due: { type: 'string', default: '10000' },
    stuck: { type: 'string', default: '0' },
    grabs: { type: 'string', default: '1000000' },
  },
})
const place = { platform: 'bench', chat: 'lobby' }
const person = (index: number) => ({ platform: 'bench', user: `u${index}`, name: `Member ${index}` })
const sender = person(0)
const SHARES = 200
const say = (line: string) => process.stderr.write(`${line}\n`)
const megabytes = () => Math.round(process.memoryUsage.rss() / 1_048_576)

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))
try {
  const store = await openStore({
    file: join(folder, 'limits.db'),
    ledgerKeyFile: join(folder, 'key'),
    // The program's own setting.
    gatherMillis: 10,
    onFatal: (error) => {
      throw error
    },
  })
  const clock = new AdjustableClock()
  const app = createApp({ store, clock, random: cryptoRandom, reconcileFile: reconcileOnThread })
  const currency = { name: 'Coin', symbol: 'C', scale: 2 }
  await app.foundCommunity({ place, name: 'Bench', currency, rules: { maxOpenEnvelopes: 1_000_000 } })
  for (let index = 0; index < 10; index++) {
    const command = { key: `fund${index}`, place, by: sender, platformAdmin: true, to: sender }
    await app.topUp({ ...command, amount: 1_000_000_000_000, reason: 'bench' })
  }
  let keys = 0
  const send = async (count: number): Promise<string> => {
    const command = { key: `send${keys++}`, place, by: sender, kind: 'lucky' as const, greeting: '' }
    const outcome = await app.sendEnvelope({ ...command, total: count * 100, count })
    if (outcome.kind !== 'sent') throw new Error(`${outcome.kind} instead of an envelope`)
    return outcome.envelopeNo
  }
  const grabAll = async (envelopeNo: string): Promise<void> => {
    const outcomes = await Promise.all(
      Array.from({ length: SHARES }, (_, index) =>
        app.grabShare({ key: `grab${keys++}`, place, by: person(index + 1), envelopeNo }),
      ),
    )
    for (const { kind } of outcomes) if (kind !== 'grabbed') throw new Error(`${kind} instead of a grab`)
  }
  const reconciled = async () => {
    const report = await app.reconcile()
    if (!report.ok) throw new Error('the books do not balance')
    return report
  }

  let grabs = 0
  const play = async (until: number) => {
    while (grabs < until) {
      await grabAll(await send(SHARES))
      grabs += SHARES
      if (grabs % 50_000 === 0) say(`${grabs} grabs, ${megabytes()} MB`)
    }
  }

  await play(Number(values.trades))
  const reconcileDelay = monitorEventLoopDelay({ resolution: 1 })
  reconcileDelay.enable()
  const begin = performance.now()
  const { trades } = await reconciled()
  reconcileDelay.disable()
  const reconcileSeconds = (performance.now() - begin) / 1000
  say(
    `reconcile over ${trades} trades: ${reconcileSeconds.toFixed(2)} s, longest block ${(reconcileDelay.max / 1e6).toFixed(1)} ms`,
  )

  const due = Number(values.due)
  for (let sent = 0; sent < due; sent += 100) await Promise.all(Array.from({ length: 100 }, () => send(3)))
  const stuck = Number(values.stuck)
  // Only an operator's SQL can do this.
  const database = new Database(join(folder, 'limits.db'))
  database
    .prepare(
      `UPDATE account SET status = 'frozen' WHERE account_no IN
         (SELECT account_no FROM envelope WHERE state = 'open' AND id % CAST(@every AS INTEGER) = 0 LIMIT @stuck)`,
    )
    .run({ stuck, every: Math.max(1, Math.floor(due / Math.max(1, stuck))) })
  database.close()
  clock.skip(24 * 3_600_000)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const jobs = startJobs({ app, clock, log: pino({ level: 'silent' }) })
  delay.enable()
  const sweepBegin = performance.now()
  const cpuBegin = process.cpuUsage()
  let sweeping = true
  const clicks: number[] = []
  const clicking = (async () => {
    while (sweeping) {
      const clicked = performance.now()
      await app.grabShare({ key: `click${keys++}`, place, by: person(1), envelopeNo: 'none' })
      clicks.push(performance.now() - clicked)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  let swept = 0
  while (swept < due - stuck) swept += await jobs.sweep()
  delay.disable()
  const sweepSeconds = (performance.now() - sweepBegin) / 1000
  const sweepCpu = process.cpuUsage(cpuBegin)
  const cpuSeconds = (sweepCpu.user + sweepCpu.system) / 1e6
  sweeping = false
  await clicking
  await jobs.stop()
  if (swept !== due - stuck) throw new Error(`${swept} envelopes were swept instead of ${due - stuck}`)
  clicks.sort((one, other) => one - other)
  const click = (part: number) => Number((clicks[Math.floor((clicks.length - 1) * part)] ?? 0).toFixed(1))
  say(
    `sweep of ${swept} envelopes: ${sweepSeconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of CPU time), longest block ${(delay.max / 1e6).toFixed(1)} ms, ${stuck} stuck; ${clicks.length} clicks meanwhile, p50 ${click(0.5)} ms, p99 ${click(0.99)} ms`,
  )

  const rssAtStart = megabytes()
  let rssMax = rssAtStart
  const watch = setInterval(() => (rssMax = Math.max(rssMax, megabytes())), 100)
  await play(Number(values.grabs))
  clearInterval(watch)
  const rssAtEnd = megabytes()
  // An envelope that an operator froze stays open past its deadline and is reported.
  if (stuck === 0) await reconciled()
  await store.close()
  process.stdout.write(
    `${JSON.stringify({
      reconcile_trades: trades,
      reconcile_s: Number(reconcileSeconds.toFixed(2)),
      reconcile_longest_block_ms: Number((reconcileDelay.max / 1e6).toFixed(1)),
      swept,
      sweep_s: Number(sweepSeconds.toFixed(2)),
      sweep_longest_block_ms: Number((delay.max / 1e6).toFixed(1)),
      sweep_cpu_s: Number(cpuSeconds.toFixed(2)),
      sweep_stuck: stuck,
      sweep_click_p50_ms: click(0.5),
      sweep_click_p99_ms: click(0.99),
      grabs,
      rss_start_mb: rssAtStart,
      rss_max_mb: rssMax,
      rss_end_mb: rssAtEnd,
      books_ok: true,
    })}\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
