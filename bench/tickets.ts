import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp } from '../src/app/app.js'
import { openMysqlStore } from '../src/integrity/open-mysql.js'
import { cryptoRandom } from '../src/random.js'
import { startTickets } from '../src/tickets/tickets.js'
import { missingMariadb, startMariadb } from '../test/support/mariadb.js'
import { takeDatabase } from '../test/support/mariadb-databases.js'
import { measureOptions } from '../test/support/measure-options.js'
import { missingRedis, startRedis } from '../test/support/redis.js'

/**
 * A crowd taps one red packet at once, and members grab one packet after the other, on MariaDB and on MariaDB behind Redis,
 * with everything durable. The last line is one JSON object.
 */
const { values } = measureOptions({
  options: {
    crowd: { type: 'string', default: '5000' },
    grabs: { type: 'string', default: '2000' },
    waiting: { type: 'string', default: '64' },
  },
})
const crowd = Number(values.crowd)
const grabs = Number(values.grabs)
const waiting = Number(values.waiting)
const SHARES = 200
const place = { platform: 'bench', chat: 'lobby' }
const person = (index: number) => ({ platform: 'bench', user: `u${index}`, name: `Member ${index}` })
const sender = { place, by: person(0) }

async function send(app: App, key: string): Promise<string> {
  const packet = { kind: 'equal', total: SHARES, count: SHARES, greeting: '' } as const
  const sent = await app.sendEnvelope({ ...sender, key, ...packet })
  if (sent.kind !== 'sent') throw new Error(`not sent: ${sent.kind}`)
  return sent.envelopeNo
}

function summary(waits: number[]) {
  waits.sort((one, other) => one - other)
  const at = (part: number) => Math.round(waits[Math.floor(waits.length * part)] ?? 0)
  return { p50_ms: at(0.5), p99_ms: at(0.99) }
}

/** Returns how long those in a crowd who got a share waited, and those who came too late. */
async function measureCrowd(app: App) {
  const envelopeNo = await send(app, 'crowd')
  const served: number[] = []
  const late: number[] = []
  const from = performance.now()
  await Promise.all(
    Array.from({ length: crowd }, async (_, index) => {
      const by = person(1 + index)
      const { kind } = await app.grabShare({ key: `crowd ${index}`, place, by, envelopeNo })
      const waits = kind === 'grabbed' ? served : late
      waits.push(performance.now() - from)
    }),
  )
  if (served.length !== SHARES) throw new Error(`${served.length} shares were grabbed`)
  return { served: summary(served), late: summary(late) }
}

/** Returns grabs a second, and how long a tap waited. */
async function measureGrabs(app: App) {
  const envelopes = await Promise.all(
    Array.from({ length: grabs / SHARES }, (_, index) => send(app, `packet ${index}`)),
  )
  const waits: number[] = []
  const from = performance.now()
  let next = 0
  const tapper = async () => {
    for (let tap = next++; tap < grabs; tap = next++) {
      const asked = performance.now()
      const { kind } = await app.grabShare({
        ...{ key: `tap ${tap}`, place, by: person(1 + (tap % SHARES)) },
        envelopeNo: envelopes[Math.floor(tap / SHARES)] as string,
      })
      if (kind !== 'grabbed') throw new Error(kind)
      waits.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: waiting }, tapper))
  return { grabs_per_s: Math.round((grabs / (performance.now() - from)) * 1000), ...summary(waits) }
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-tickets-'))
const ledgerKeyFile = join(folder, 'key')

async function measure(url: string, redisUrl?: string) {
  const onFatal = (error: Error) => {
    throw error
  }
  const store = await openMysqlStore({ url, ledgerKeyFile, onFatal })
  const direct = createApp({ store, clock: store.clock, random: cryptoRandom })
  const tickets = redisUrl === undefined ? undefined : await withTickets(direct, redisUrl)
  const app = tickets?.app ?? direct
  const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
  await app.foundCommunity({ place, name: 'Bench', currency, rules: { maxOpenEnvelopes: 10_000 } })
  const gift = { key: 'fund', platformAdmin: true, to: person(0), amount: 1_000_000, reason: 'bench' }
  await app.topUp({ ...sender, ...gift })
  // The crowd has tapped here before.
  await Promise.all(
    Array.from({ length: crowd }, (_, index) => app.joinMember({ place, by: person(1 + index) })),
  )
  const measured = { crowd: await measureCrowd(app), grabs: await measureGrabs(app) }
  if (!(await app.reconcile()).ok) throw new Error('the books do not balance')
  await tickets?.close()
  await store.close()
  return measured
}

async function withTickets(app: App, url: string) {
  let isConnected = () => {}
  const connected = new Promise<void>((resolve) => {
    isConnected = resolve
  })
  const tickets = startTickets({ app, url, database: 'bench', onNotice: isConnected })
  await connected
  return tickets
}

try {
  const missing = missingMariadb() ?? missingRedis()
  if (missing) throw new Error(missing)
  const server = await startMariadb({ durable: true })
  const redis = await startRedis()
  const mariadb = await measure(await takeDatabase(server.url))
  const tickets = await measure(await takeDatabase(server.url), redis.url)
  await redis.remove()
  await server.stop()
  process.stdout.write(`${JSON.stringify({ size: { crowd, grabs, waiting }, mariadb, tickets })}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
