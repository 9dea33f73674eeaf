import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/clock.js'
import { startShards } from '../src/shards/start-shards.js'
import { MysqlSession, readMysqlUrl } from '../src/store/mysql-session.js'
import { startEngine } from '../src/thread/start-engine.js'
import { type MariadbServer, missingMariadb, startMariadb } from '../test/support/mariadb.js'
import { takeDatabase } from '../test/support/mariadb-databases.js'
import { measureOptions } from '../test/support/measure-options.js'
import { compileShim, whyNoShim } from '../test/torture/compile-shim.js'
import { median, round } from './numbers.js'
import { stopServersOnSignals } from './peers/server.js'
import { SHARES, TappedCommunity } from './taps.js'

/**
 * Measures the grabs of one program on one, two and three databases, each on its own MariaDB server and with its own
 * communities and clients. A library delays every flush of a server, as a separate slow disk would, so that one machine can
 * stand for several: the processors must not be the limit. The last line is one JSON object.
 */
const { values } = measureOptions({
  options: {
    rounds: { type: 'string', default: '3' },
    // On each node.
    communities: { type: 'string', default: '4' },
    grabs: { type: 'string', default: '1600' },
    clients: { type: 'string', default: '8' },
    // Added to every flush. Milliseconds.
    flush: { type: 'string', default: '10' },
  },
})
const rounds = Number(values.rounds)
const communities = Number(values.communities)
const grabs = Number(values.grabs) / communities
const clients = Number(values.clients) / communities
const flush = Number(values.flush)
const NODES = 3

const missing = missingMariadb() ?? whyNoShim()
if (missing || grabs % SHARES !== 0 || !Number.isInteger(clients)) {
  process.stderr.write(
    `${missing ?? `for each community, --grabs must be a multiple of ${SHARES} and --clients a whole number`}\n`,
  )
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-nodes-'))
// The servers may run as another user, who needs to reach the library.
chmodSync(folder, 0o711)
const fail = (error: Error) => {
  throw error
}

async function startNode(): Promise<MariadbServer> {
  return await startMariadb({
    ...{ durable: true, onDisk: true },
    environment: { LD_PRELOAD: shim, SLOW_DISK_MICROS: String(flush * 1000) },
  })
}

async function startProgram(urls: readonly string[]) {
  const options = {
    ...{ file: '', ledgerKeyFile: join(folder, 'key'), gatherMillis: 0 },
    ...{ clock: systemClock, onFatal: fail, onDamaged: fail },
  }
  const [url, ...others] = urls as [string]
  return others.length === 0 ? await startEngine({ ...options, url }) : await startShards(urls, options)
}

/** Throws unless each database has as many chats as the others. */
async function checkPlaces(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const session = await MysqlSession.open(readMysqlUrl(url))
    const [row] = await session.query<{ chats: number }[]>('SELECT count(*) AS chats FROM community')
    await session.close()
    if (row?.chats !== communities) throw new Error(`${row?.chats} chats in a database, not ${communities}`)
  }
}

/** Measures a program on these nodes, with the same work for each. */
async function measure(nodes: readonly MariadbServer[]) {
  const urls = await Promise.all(nodes.map(({ url }) => takeDatabase(url)))
  const engine = await startProgram(urls)
  const places: TappedCommunity[] = []
  // A new chat goes to the database with the fewest.
  while (places.length < communities * nodes.length)
    places.push(await TappedCommunity.found([engine.app], `chat ${places.length}`, SHARES))
  await checkPlaces(urls)
  // Prepares every statement.
  await Promise.all(places.map((place) => place.grab(SHARES, clients, true)))
  const cpuBefore = cpu(nodes)
  const from = performance.now()
  const speeds = await Promise.all(places.map((place) => place.grab(grabs, clients, true)))
  const seconds = (performance.now() - from) / 1000
  const processors = (cpu(nodes) - cpuBefore) / 1e6 / seconds
  if (!(await engine.app.reconcile()).ok) throw new Error('the books do not balance')
  await engine.close()
  return {
    grabs_per_s: Math.round((grabs * places.length) / seconds),
    p50_ms: median(speeds.map(({ p50_ms }) => p50_ms)),
    p99_ms: Math.max(...speeds.map(({ p99_ms }) => p99_ms)),
    /** Mean number of busy processors. */
    processors: round(processors, 2),
  }
}

/** Returns the CPU time of this process and of the nodes, in microseconds. */
function cpu(nodes: readonly MariadbServer[]): number {
  const { user, system } = process.cpuUsage()
  return nodes.reduce((sum, node) => sum + (node.cpu() ?? 0), user + system)
}

const shim = compileShim(folder, 'bench/slow-disk.c')
const nodes: MariadbServer[] = []
stopServersOnSignals()
try {
  while (nodes.length < NODES) nodes.push(await startNode())
  const measured: Awaited<ReturnType<typeof measure>>[][] = []
  for (let index = 1; index <= rounds; index++) {
    const turns = []
    for (let count = 1; count <= NODES; count++) turns.push(await measure(nodes.slice(0, count)))
    measured.push(turns)
    process.stderr.write(`round ${index} of ${rounds}: ${JSON.stringify(turns)}\n`)
  }
  const growth = (count: number) =>
    round(
      median(measured.map((turns) => (turns[count - 1]?.grabs_per_s ?? 0) / (turns[0]?.grabs_per_s ?? 0))),
      2,
    )
  const size = { rounds, communities, grabs: grabs * communities, clients: clients * communities, flush }
  process.stdout.write(`${JSON.stringify({ size, growth: [1, growth(2), growth(3)], measured })}\n`)
} finally {
  await Promise.all(nodes.map((node) => node.stop()))
  rmSync(folder, { recursive: true, force: true })
}
