import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createApp } from '../src/app/app.js'
import type { Platform } from '../src/chat/platform.js'
import { Updater } from '../src/chat/updater.js'
import { AdjustableClock } from '../src/clock.js'
import { openStore } from '../src/integrity/open.js'
import { startJobs } from '../src/operations/jobs.js'
import { cryptoRandom } from '../src/random.js'
import { measureOptions } from '../test/support/measure-options.js'

/**
 * Plays more than a year within minutes: the clock jumps day by day, and everything else runs as in the program.
 * Measures four times what must not grow with time.
 */
const { values } = measureOptions({
  options: {
    days: { type: 'string', default: '400' },
    'envelopes-a-day': { type: 'string', default: '50' },
  },
})
const DAYS = Number(values.days)
const A_DAY = Number(values['envelopes-a-day'])
const DAY = 24 * 3_600_000
const CHATS = 10
const MEMBERS = 100
const SHARES = 5
/** No platform repeats an update after this; the nightly job deletes older answers. Milliseconds. */
const KEEP_ANSWERS = 14 * DAY
const person = (index: number) => ({ platform: 'soak', user: `u${index}`, name: `Member ${index}` })
const place = (index: number) => ({ platform: 'soak', chat: `c${index % CHATS}` })

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-soak-'))
try {
  const file = join(folder, 'soak.db')
  const onFatal = (error: Error) => {
    throw error
  }
  const store = await openStore({ file, ledgerKeyFile: join(folder, 'key'), onFatal })
  const clock = new AdjustableClock()
  const app = createApp({ store, clock, random: cryptoRandom })
  const log = pino({ level: 'silent' })
  let shown = 0
  const platform: Platform = {
    name: 'soak',
    chatInterval: 0,
    post: async () => ({ kind: 'posted', message: String(shown++) }),
    edit: async () => {
      shown++
      return { kind: 'shown' }
    },
  }
  const updater = new Updater({ app, platforms: [platform], log })
  const jobs = startJobs({ app, clock, log })
  updater.start()
  const currency = { name: 'Coin', symbol: 'C', scale: 2 }
  const home = { platform: 'soak', chat: 'home' }
  for (let index = 0; index < CHATS; index++)
    await app.enterChat({ place: place(index), within: home, name: 'Soak', currency })
  let keys = 0
  const key = () => `soak:${keys++}`
  for (let index = 0; index < MEMBERS; index++) {
    const command = { key: key(), place: home, by: person(0), platformAdmin: true, to: person(index) }
    await app.topUp({ ...command, amount: 1_000_000, reason: 'soak' })
  }

  async function playDay(day: number): Promise<void> {
    await Promise.all(
      Array.from({ length: A_DAY }, async (_, index) => {
        const where = place(index)
        const by = person((day * 7 + index) % MEMBERS)
        const command = { key: key(), place: where, by, kind: 'lucky' as const, greeting: '' }
        const sent = await app.sendEnvelope({ ...command, total: 500, count: SHARES })
        if (sent.kind !== 'sent') return
        // Every other one is emptied, the others expire.
        const takers = index % 2 === 0 ? SHARES : SHARES - 2
        for (let taker = 0; taker < takers; taker++) {
          const grab = { key: key(), place: where, by: person((day + index * 3 + taker * 11) % MEMBERS) }
          await app.grabShare({ ...grab, envelopeNo: sent.envelopeNo })
        }
      }),
    )
    clock.skip(DAY)
    await jobs.sweep()
    await app.forgetIdempotencyRecords(clock.now() - KEEP_ANSWERS)
    while ((await app.pendingMessages()) > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  const resources = (kind: string) => process.getActiveResourcesInfo().filter((name) => name === kind).length
  const measured: Record<string, number>[] = []
  const measure = (day: number) => {
    const bytes = ['', '-wal'].reduce((sum, end) => {
      return sum + (statSync(`${file}${end}`, { throwIfNoEntry: false })?.size ?? 0)
    }, 0)
    measured.push({
      day,
      bytes_per_envelope: Math.round(bytes / (day * A_DAY)),
      rss_mb: Math.round(process.memoryUsage.rss() / 2 ** 20),
      file_handles: readdirSync('/proc/self/fd').length,
      statements: store.engine.stats.statements,
      timers: resources('Timeout'),
    })
    process.stderr.write(`${JSON.stringify(measured.at(-1))}\n`)
  }
  const begin = performance.now()
  for (let day = 1; day <= DAYS; day++) {
    await playDay(day)
    if (day % Math.ceil(DAYS / 4) === 0) measure(day)
  }
  await jobs.stop()
  await updater.stop()
  const report = await app.reconcile()
  await store.close()
  if (!report.ok) throw new Error('the books do not balance')
  const seconds = Math.round((performance.now() - begin) / 1000)
  const summary = { days: DAYS, envelopes: DAYS * A_DAY, trades: report.trades, shown, measured, seconds }
  process.stdout.write(`${JSON.stringify({ ...summary, books_ok: true })}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
