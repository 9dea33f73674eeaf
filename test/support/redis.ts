import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { findProgram, missingUser, type Server, serverFolder, startServer } from '../../bench/peers/server.js'
import { freePort } from './free-port.js'
import { temporaryFolder } from './temporary-folder.js'

/** A Redis server on a loopback port, for a test. It flushes everything that it writes. */
export interface RedisServer {
  readonly url: string
  /** Runs one command. */
  ask(...command: string[]): Promise<unknown>
  /** Kills it at once. */
  kill(): Promise<void>
  /** Starts it again, with the files of before. */
  start(): Promise<void>
  /** Kills it and deletes its files. */
  remove(): Promise<void>
}

const PASSWORD = 'r:d/s@?'

/** Returns why no server can be started here; undefined when one can. */
export function missingRedis(): string | undefined {
  return findProgram('redis-server') || findProgram('valkey-server')
    ? missingUser()
    : 'redis-server is not installed (Debian: redis-server)'
}

/** Starts a server whose files are in memory, unless `onDisk`. */
export async function startRedis({ onDisk = false } = {}): Promise<RedisServer> {
  const { folder: outer, remove } = temporaryFolder({ onDisk })
  // The server may run as another user, who has to get through to its own folder.
  chmodSync(outer, 0o711)
  const folder = serverFolder(join(outer, 'redis'))
  const port = await freePort()
  const url = `redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`
  let server: Server | undefined
  const start = async () => {
    server = await startServer({
      file: (findProgram('redis-server') ?? findProgram('valkey-server')) as string,
      args: [
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--daemonize', 'no'],
        ...['--requirepass', PASSWORD, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
      ],
      folder,
      ready: /ready to accept connections/i,
      stopSignal: 'SIGKILL',
    })
  }
  const kill = async () => {
    await server?.stop()
    server = undefined
  }
  await start()
  return {
    url,
    ask: async (...command) => {
      const client = createClient({ url, socket: { reconnectStrategy: false } })
      client.on('error', () => {})
      await client.connect()
      try {
        return await client.sendCommand(command)
      } finally {
        client.destroy()
      }
    },
    kill,
    start,
    remove: async () => {
      await kill()
      remove()
    },
  }
}
