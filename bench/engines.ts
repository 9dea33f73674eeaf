import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { systemClock } from '../src/clock.js'
import { startEngine } from '../src/thread/start-engine.js'
import { type MariadbServer, missingMariadb, startMariadb } from '../test/support/mariadb.js'
import { takeDatabase } from '../test/support/mariadb-databases.js'
import { measureOptions } from '../test/support/measure-options.js'
import { missingRedis, type RedisServer, startRedis } from '../test/support/redis.js'
import { stopServersOnSignals } from './peers/server.js'
import type { SlowNetwork } from './slow-network.js'
import { SHARES, TappedCommunity } from './taps.js'

/**
 * Measures durable grabs on a SQLite file and on MariaDB in one run: clients tap one red packet or many, and a crowd taps
 * one at once. On MariaDB, one program and two, directly and behind Redis; with --latency, also over a network with this
 * round trip in milliseconds. The last line is one JSON object.
 */
const { values } = measureOptions({
  options: {
    grabs: { type: 'string', default: '2000' },
    waiting: { type: 'string', default: '64' },
    crowd: { type: 'string', default: '5000' },
    latency: { type: 'string', default: '0' },
    // A list of names, such as sqlite,mariadb; all by default.
    only: { type: 'string' },
  },
})
const grabs = Number(values.grabs)
const waiting = Number(values.waiting)
const crowd = Number(values.crowd)
const latency = Number(values.latency)
const only = values.only?.split(',')

/** A way to run the program. */
interface Setup {
  readonly name: string
  readonly programs: number
  readonly server: boolean
  readonly redis: boolean
  readonly distant: boolean
}

const SETUPS: readonly Setup[] = [
  { name: 'sqlite', programs: 1, server: false, redis: false, distant: false },
  ...[false, true].flatMap((distant) =>
    [false, true].flatMap((redis) =>
      [1, 2].map((programs) => {
        const words = ['mariadb', redis && 'redis', programs === 2 && 'two-programs', distant && 'distant']
        return { name: words.filter(Boolean).join('-'), programs, server: true, redis, distant }
      }),
    ),
  ),
]

const unknown = only?.filter((name) => !SETUPS.some((setup) => setup.name === name)) ?? []
if (unknown.length > 0 || grabs % SHARES !== 0 || crowd < SHARES) {
  const names = SETUPS.map(({ name }) => name).join(', ')
  process.stderr.write(
    `--only is a list of ${names}; --grabs a multiple of ${SHARES}; --crowd at least ${SHARES}\n`,
  )
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-engines-'))
const fail = (error: Error) => {
  throw error
}

interface Place {
  readonly url?: string
  readonly redisUrl?: string
}

/** Starts an engine on its thread, as a program has one. */
async function startProgram({ url, redisUrl }: Place, shared: boolean) {
  let isConnected = () => {}
  const connected = new Promise<void>((resolve) => {
    isConnected = resolve
  })
  const engine = await startEngine({
    ...{ file: join(folder, 'bench.db'), ledgerKeyFile: join(folder, 'key'), shared },
    ...(url !== undefined && { url }),
    ...(redisUrl !== undefined && { redisUrl }),
    // Measures the most that an engine can do: no tap waits for others.
    gatherMillis: 0,
    ...{ clock: systemClock, onFatal: fail, onDamaged: fail, onNotice: isConnected },
  })
  if (redisUrl !== undefined) await connected
  return engine
}

async function measure(place: Place, programs: number) {
  const engines = []
  // The first program creates the tables.
  for (let index = 0; index < programs; index++) engines.push(await startProgram(place, programs > 1))
  const apps = engines.map(({ app }) => app)
  const lobby = await TappedCommunity.found(apps, 'lobby', crowd)
  // Prepares every statement.
  await lobby.grab(SHARES, waiting, false)
  const hot = await lobby.grab(grabs, waiting, false)
  const spread = await lobby.grab(grabs, waiting, true)
  const rush = await lobby.rush()
  const report = await apps[0]?.reconcile()
  if (!report?.ok) throw new Error('the books do not balance')
  for (const engine of engines) await engine.close()
  return { hot, spread, rush }
}

/** Returns an address through the slow network, and its end. */
async function throughNetwork(url: string) {
  const through = new URL(url)
  const network = new Worker(new URL('./bench-slow-network.js', import.meta.url), {
    workerData: { port: Number(through.port), latency } satisfies SlowNetwork,
  })
  const [port] = await once(network, 'message')
  through.port = String(port)
  return { url: through.href, end: () => network.terminate() }
}

async function measureOn(mariadb: MariadbServer, redis: RedisServer | undefined, setup: Setup) {
  const own = await takeDatabase(mariadb.url)
  const direct = (url: string) => ({ url, end: async () => 0 })
  const reach = setup.distant ? throughNetwork : direct
  const database = await reach(own)
  const tickets = redis && (await reach(redis.url))
  const place = { url: database.url, ...(tickets && { redisUrl: tickets.url }) }
  const measured = await measure(place, setup.programs)
  await Promise.all([database.end(), tickets?.end()])
  return measured
}

stopServersOnSignals()
try {
  const missing = missingMariadb()
  const withoutRedis = missingRedis()
  const leftOut = [missing && `without MariaDB: ${missing}`, withoutRedis && `without Redis: ${withoutRedis}`]
  for (const why of leftOut) if (why) process.stderr.write(`${why}\n`)
  const setups = SETUPS.filter(
    ({ name, server, redis, distant }) =>
      (only?.includes(name) ?? true) &&
      !(server && missing) &&
      !(redis && withoutRedis) &&
      !(distant && latency === 0),
  )
  const server = setups.some((setup) => setup.server)
    ? await startMariadb({ durable: true, onDisk: true })
    : undefined
  const redis = setups.some((setup) => setup.redis) ? await startRedis({ onDisk: true }) : undefined
  const measured: Record<string, Awaited<ReturnType<typeof measure>>> = {}
  for (const setup of setups) {
    const turn =
      setup.server && server
        ? await measureOn(server, setup.redis ? redis : undefined, setup)
        : await measure({}, setup.programs)
    measured[setup.name] = turn
    process.stderr.write(`${setup.name}: ${JSON.stringify(turn)}\n`)
  }
  await redis?.remove()
  await server?.stop()
  process.stdout.write(`${JSON.stringify({ size: { grabs, waiting, crowd, latency }, measured })}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
