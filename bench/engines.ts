import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { createApp } from '../src/app/app.js'
import { systemClock } from '../src/clock.js'
import { openStore, type Store } from '../src/integrity/open.js'
import { openMysqlStore } from '../src/integrity/open-mysql.js'
import { cryptoRandom } from '../src/random.js'
import { type MariadbServer, missingMariadb, startMariadb } from '../test/support/mariadb.js'
import { takeDatabase } from '../test/support/mariadb-databases.js'
import { measureOptions } from '../test/support/measure-options.js'
import type { SlowNetwork } from './slow-network.js'

/**
 * Grabs on a SQLite file and on MariaDB in one run, both durable: many members tap one red packet, or each one of many.
 * With --latency, also on MariaDB behind a network whose round trips take so many milliseconds. The last line is one JSON
 * object.
 */
const { values } = measureOptions({
  options: {
    grabs: { type: 'string', default: '2000' },
    waiting: { type: 'string', default: '64' },
    latency: { type: 'string', default: '0' },
  },
})
const grabs = Number(values.grabs)
const waiting = Number(values.waiting)
const latency = Number(values.latency)
const SHARES = 200
const MEMBERS = 200
const place = { platform: 'bench', chat: 'lobby' }
const person = (index: number) => ({ platform: 'bench', user: `u${index}`, name: `Member ${index}` })
const admin = { place, by: person(0), platformAdmin: true }

/** Returns grabs a second, and how long a tap waited, in milliseconds. */
async function measure(store: Store, spread: boolean) {
  const app = createApp({ store, clock: store.clock ?? systemClock, random: cryptoRandom })
  const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
  await app.foundCommunity({ place, name: 'Bench', currency, rules: { maxOpenEnvelopes: 10_000 } })
  const round = `${spread} ${grabs}`
  await app.topUp({ ...admin, key: `fund ${round}`, to: person(0), amount: 1_000_000, reason: 'bench' })
  for (let index = 1; index <= MEMBERS; index++) await app.joinMember({ place, by: person(index) })
  const packets = Array.from({ length: grabs / SHARES }, async (_, index) => {
    const sent = await app.sendEnvelope({
      ...{ place, by: person(0), key: `send ${round} ${index}`, kind: 'equal', total: SHARES, count: SHARES },
      greeting: '',
    })
    if (sent.kind !== 'sent') throw new Error(`not sent: ${sent.kind}`)
    return sent.envelopeNo
  })
  const envelopes = await Promise.all(packets)
  // Hot: one packet after the other. Spread: all of them at once.
  const taps = Array.from({ length: grabs }, (_, index) => ({
    key: `tap ${round} ${index}`,
    place,
    by: person(1 + (spread ? Math.floor(index / envelopes.length) : index % SHARES)),
    envelopeNo: envelopes[spread ? index % envelopes.length : Math.floor(index / SHARES)] as string,
  }))
  const waits: number[] = []
  const from = performance.now()
  let next = 0
  const tapper = async () => {
    for (let tap = taps[next++]; tap; tap = taps[next++]) {
      const asked = performance.now()
      const { kind } = await app.grabShare(tap)
      if (kind !== 'grabbed') throw new Error(kind)
      waits.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: waiting }, tapper))
  const seconds = (performance.now() - from) / 1000
  waits.sort((one, other) => one - other)
  const at = (part: number) => Math.round((waits[Math.floor(waits.length * part)] ?? 0) * 10) / 10
  return { grabs_per_s: Math.round(grabs / seconds), p50_ms: at(0.5), p99_ms: at(0.99) }
}

async function both(store: Store) {
  const hot = await measure(store, false)
  const spread = await measure(store, true)
  const { ok } = await createApp({ store, clock: systemClock, random: cryptoRandom }).reconcile()
  if (!ok) throw new Error('the books do not balance')
  await store.close()
  return { hot, spread }
}

async function onMariadb(server: MariadbServer, port = new URL(server.url).port) {
  const url = new URL(await takeDatabase(server.url))
  url.port = port
  return await both(await openMysqlStore({ url: url.href, ledgerKeyFile: join(folder, 'key'), onFatal }))
}

async function behindNetwork(server: MariadbServer) {
  const network = new Worker(new URL('./bench-slow-network.js', import.meta.url), {
    workerData: { port: Number(new URL(server.url).port), latency } satisfies SlowNetwork,
  })
  const [port] = await once(network, 'message')
  const measured = await onMariadb(server, String(port))
  await network.terminate()
  return { latency, ...measured }
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-engines-'))
const onFatal = (error: Error) => {
  throw error
}
try {
  const file = { file: join(folder, 'bench.db'), ledgerKeyFile: join(folder, 'key'), onFatal }
  const sqlite = await both(await openStore(file))
  const missing = missingMariadb()
  if (missing) process.stderr.write(`without MariaDB: ${missing}\n`)
  const server = missing ? undefined : await startMariadb({ durable: true })
  const mariadb = server && (await onMariadb(server))
  const distant = server && latency > 0 ? await behindNetwork(server) : undefined
  await server?.stop()
  process.stdout.write(`${JSON.stringify({ waiting, sqlite, mariadb, distant })}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
