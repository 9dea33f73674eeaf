import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureOptions } from '../test/support/measure-options.js'
import { median, round } from './numbers.js'
import { luckymoney } from './peers/luckymoney.js'
import { mariadb, mariadbProcedure } from './peers/mariadb.js'
import type { Peer } from './peers/peer.js'
import { CASES, type Measured, play } from './peers/play.js'
import { postgres, postgresFunction, postgresSkipLocked } from './peers/postgres.js'
import { redis } from './peers/redis.js'
import { stopServers, stopServersOnSignals } from './peers/server.js'
import { sqlite } from './peers/sqlite.js'
import { printTable } from './peers/table.js'

/**
 * Compares grabs per second with other ways to keep the books, everything durable, in one run on one machine. Each client
 * taps again as soon as it has its answer. Starts the servers that are installed, on unix sockets in a temporary folder,
 * stops them again, and says which ones it left out. After each turn the sums must add up.
 */
const PEERS: readonly Peer[] = [
  luckymoney('luckymoney', 'Luckymoney as it runs: clicks gather for 10 ms', {
    gatherMillis: 10,
    lacks: 'one machine, one process',
  }),
  luckymoney('luckymoney-eager', 'Luckymoney without gathering', {
    gatherMillis: 0,
    lacks: 'as above; more CPU time a click in a real rush',
  }),
  ...[sqlite, mariadb, mariadbProcedure, postgres, postgresFunction, postgresSkipLocked, redis],
]
const TMPFS = 0x01021994

const { values } = measureOptions({
  options: {
    // A turn ends after this many taps or seconds.
    taps: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    // A list, such as 16,64.
    clients: { type: 'string' },
    // A list of names; all peers by default.
    only: { type: 'string' },
  },
})
const taps = Number(values.taps)
const seconds = Number(values.seconds)
const clients = (values.clients ?? '16,64').split(',').map(Number)
const chosen = values.only?.split(',')
const unknown = chosen?.filter((name) => !PEERS.some((peer) => peer.name === name)) ?? []
if (unknown.length > 0 || !clients.every((count) => Number.isInteger(count) && count > 0)) {
  process.stderr.write(
    `--clients is a list like 16,64, --only a list of ${PEERS.map((peer) => peer.name).join(', ')}\n`,
  )
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-peers-'))
// Servers run as another user when this is root; what they keep is theirs alone.
chmodSync(folder, 0o711)
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
let interrupted = false
stopServersOnSignals(() => {
  interrupted = true
})

const say = (line: string) => process.stderr.write(`${line}\n`)
if (statfsSync(folder).type === TMPFS) say(`${folder} is in memory: flushing costs nothing there`)

try {
  const results = new Map<Peer, Measured[][]>()
  const leftOut: Record<string, string> = {}
  for (const peer of PEERS.filter(({ name }) => chosen?.includes(name) ?? true)) {
    const why = peer.missing()
    if (why === undefined) results.set(peer, [])
    else leftOut[peer.name] = why
  }
  for (const [name, why] of Object.entries(leftOut)) say(`${name} is left out: ${why}`)
  const rounds = Number(values.rounds)
  for (let index = 1; index <= rounds; index++) {
    // Every second round runs backwards, so that no peer always finds the machine as the same other one left it.
    const order = [...results]
    for (const [peer, measured] of index % 2 === 0 ? order.reverse() : order) {
      const home = join(folder, `${peer.name}-${index}`)
      const books = await peer.open(home)
      const turns = await play(books, { taps, seconds, clients })
      await books.close()
      rmSync(home, { recursive: true })
      measured.push(turns)
      const shown = turns.map((turn) => `${turn.case} ${turn.clients}: ${Math.round(turn.perSecond)}/s`)
      say(`round ${index} of ${rounds}: ${peer.name}  ${shown.join('  ')}`)
    }
  }

  const [ours] = results.values()
  const lines = CASES.flatMap((name) =>
    clients.flatMap((count) =>
      [...results].map(([peer, measured]) => {
        const turnOf = (round: Measured[] | undefined) =>
          round?.find((turn) => turn.case === name && turn.clients === count) as Measured
        const turns = measured.map(turnOf)
        const middle = (read: (turn: Measured) => number) => median(turns.map(read))
        const servers = turns.flatMap(({ serverCpu }) => serverCpu ?? [])
        return {
          case: name,
          clients: count,
          peer: peer.name,
          per_s: Math.round(middle(({ perSecond }) => perSecond)),
          p50_ms: round(
            middle(({ p50 }) => p50),
            1,
          ),
          p99_ms: round(
            middle(({ p99 }) => p99),
            1,
          ),
          cpu_us_client: Math.round(middle(({ clientCpu }) => clientCpu)),
          cpu_us_server: servers.length > 0 ? Math.round(median(servers)) : null,
          ratio: round(
            median(turns.map((turn, index) => turn.perSecond / turnOf(ours?.[index]).perSecond)),
            2,
          ),
        }
      }),
    ),
  )
  printTable(lines, [...results.keys()])
  process.stdout.write(`${JSON.stringify({ taps, seconds, rounds, lines, left_out: leftOut })}\n`)
} catch (error) {
  // A peer whose server was stopped fails; that is no finding.
  if (!interrupted) throw error
} finally {
  await stopServers()
}
