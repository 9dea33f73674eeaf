import { LONGEST_BEHIND } from '../../../src/app/envelopes/late-plans.js'
import { scripts } from '../../../src/tickets/scripts.js'
import { missingMariadb, startMariadb } from '../../support/mariadb.js'
import { takeDatabase } from '../../support/mariadb-databases.js'
import { missingRedis, startRedis } from '../../support/redis.js'
import { type Control, ON_REDIS, ON_SERVERS, ON_SHARDS } from './controls.js'
import type { Mark } from './tearing-proxy.js'

/** A server that the programs share. */
export interface SharedServer {
  readonly name: 'mariadb' | 'redis'
  /** The moments of the programs' connections that matter most. */
  readonly marks: readonly Mark[]
  /** Ends it without warning. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Deletes everything on it; only for servers whose loss programs must survive. */
  empty?(): Promise<void>
}

/** A server, and the place of a life's data on it. */
export interface Link {
  readonly server: SharedServer
  readonly url: string
}

/** The servers that the programs of a torture share. */
export interface Servers {
  /** Empties the servers and resolves with them, as the programs of a new life reach them. */
  open(): Promise<readonly Link[]>
  /** Resolves with whether no undecided tap is left on them. */
  isAtRest(): Promise<boolean>
  /** How far behind the server's clock a transaction's time may be. Milliseconds. */
  readonly longestBehind: number
  stop(): Promise<void>
}

/** A way to run several programs, and the wrong programs that must be noticed. */
export interface Engine {
  readonly controls: readonly Control[]
  start(): Promise<Servers>
}

/** Five bytes precede the word: the length of the message, its number, and its kind. */
const COMMIT: Mark = { text: 'COMMIT', lead: 5 }
/** Steps in Redis: asking for a ticket, sending a tap's answer, reading the log. */
const TICKETS: readonly Mark[] = [
  ...[scripts.take.SHA1, scripts.settle.SHA1].map((text) => ({ text, lead: 0 })),
  { text: 'XREADGROUP', lead: 0 },
]

/** Engines by the name that `--engine` has. */
export const ENGINES: Readonly<Record<string, Engine>> = {
  mariadb: {
    controls: ON_SERVERS,
    async start() {
      const { server, database, stop } = await sharedMariadb()
      const open = async () => [{ server, url: await database() }]
      return { open, isAtRest: async () => true, longestBehind: 0, stop }
    },
  },
  shards: {
    controls: ON_SHARDS,
    async start() {
      const all: Awaited<ReturnType<typeof sharedMariadb>>[] = []
      for (let no = 0; no < SHARDS; no++) all.push(await sharedMariadb())
      const open = () =>
        Promise.all(all.map(async ({ server, database }) => ({ server, url: await database() })))
      const stop = async () => {
        await Promise.all(all.map((mariadb) => mariadb.stop()))
      }
      return { open, isAtRest: async () => true, longestBehind: 0, stop }
    },
  },
  redis: {
    controls: ON_REDIS,
    async start() {
      const missing = missingRedis()
      if (missing) throw new Error(`no Redis: ${missing}`)
      const mariadb = await sharedMariadb()
      const redis = await startRedis()
      const server: SharedServer = {
        ...{ name: 'redis', marks: TICKETS, kill: () => redis.kill(), start: () => redis.start() },
        empty: async () => void (await redis.ask('FLUSHALL')),
      }
      return {
        open: async () => {
          await server.empty?.()
          return [
            { server: mariadb.server, url: await mariadb.database() },
            { server, url: redis.url },
          ]
        },
        isAtRest: async () => {
          const [log] = (await redis.ask('KEYS', 'luckymoney:{*}:log')) as string[]
          return log === undefined || (await redis.ask('XLEN', log)) === 0
        },
        longestBehind: LONGEST_BEHIND,
        stop: async () => {
          await redis.remove()
          await mariadb.stop()
        },
      }
    },
  },
}

/** Databases that the chats are spread over. */
const SHARDS = 3

async function sharedMariadb() {
  const missing = missingMariadb()
  if (missing) throw new Error(`no MariaDB: ${missing}`)
  const mariadb = await startMariadb({ durable: true })
  const server: SharedServer = {
    ...{ name: 'mariadb', marks: [COMMIT], kill: () => mariadb.kill(), start: () => mariadb.start() },
  }
  return { server, database: () => takeDatabase(mariadb.url), stop: () => mariadb.stop() }
}
