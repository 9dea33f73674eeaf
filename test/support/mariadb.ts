import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createConnection } from 'mariadb'
import { findProgram, missingUser, runToEnd, serverFolder, startServer } from '../../bench/peers/server.js'
import { freePort } from './free-port.js'
import { temporaryFolder } from './temporary-folder.js'

/** A MariaDB server on a loopback port, for tests. */
export interface MariadbServer {
  /** Address without a database, like mysql://user:password@127.0.0.1:port. */
  readonly url: string
  /** Kills the server; `start` starts it again on its files. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Stops the server and deletes its files. */
  stop(): Promise<void>
  /** CPU time of the server so far, in microseconds; undefined where it can't be read. */
  cpu(): number | undefined
}

interface MariadbOptions {
  /** True if the server flushes what it commits. */
  readonly durable?: boolean
  /** True if its files are on disk, and not in memory. */
  readonly onDisk?: boolean
  /** A loopback address to listen on. */
  readonly address?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** How often a server is started again when its port is taken, and the pause in between, in milliseconds. */
const TRIES = 20
const TRY_PAUSE = 500
const USER = 'tester'
/** Needs escaping in a URL, and must appear in no output. */
export const PASSWORD = 'p@ss:word/with?all#of%it'

/** Returns why no server can be started here; undefined when one can. */
export function missingMariadb(): string | undefined {
  return findProgram('mariadbd') && findProgram('mariadb-install-db')
    ? missingUser()
    : 'mariadbd is not installed'
}

/** Starts a server with empty files. */
export async function startMariadb({
  durable = false,
  onDisk = false,
  address = '127.0.0.1',
  environment = {},
}: MariadbOptions = {}): Promise<MariadbServer> {
  const { folder: outer, remove } = temporaryFolder({ onDisk })
  // The server may run as another user, who has to get through to its own folder.
  chmodSync(outer, 0o711)
  const folder = serverFolder(join(outer, 'server'))
  const socket = join(folder, 'socket')
  const port = await freePort()
  await runToEnd(
    findProgram('mariadb-install-db') as string,
    [
      ...['--no-defaults', `--datadir=${join(folder, 'data')}`, '--auth-root-authentication-method=normal'],
      ...['--skip-test-db', '--skip-name-resolve'],
    ],
    folder,
  )
  const start = () =>
    startServer({
      file: findProgram('mariadbd') as string,
      args: [
        ...['--no-defaults', `--datadir=${join(folder, 'data')}`, `--socket=${socket}`],
        ...[`--bind-address=${address}`, `--port=${port}`, `--pid-file=${join(folder, 'pid')}`],
        ...['--skip-log-bin', '--skip-name-resolve', '--max-connections=300', '--performance-schema=0'],
        ...['--innodb-buffer-pool-size=64M', '--innodb-log-file-size=32M'],
        // Without statistics on disk, a table is emptied sooner.
        ...(durable
          ? []
          : ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--innodb-stats-persistent=0']),
      ],
      ...{ folder, environment },
      ready: /ready for connections/,
      stopSignal: 'SIGTERM',
    })
  let server = await start()
  const admin = await createConnection({ socketPath: socket, user: 'root' })
  await admin.query(`CREATE USER '${USER}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`)
  await admin.query(`GRANT ALL ON *.* TO '${USER}'@'127.0.0.1'`)
  await admin.end()
  return {
    url: `mysql://${USER}:${encodeURIComponent(PASSWORD)}@${address}:${port}`,
    kill: () => server.kill(),
    start: async () => {
      // Meanwhile, someone's outgoing connection may have got its port.
      for (let tries = 0; ; tries++)
        try {
          server = await start()
          return
        } catch (error) {
          if (tries === TRIES || !/Address already in use/.test(String(error))) throw error
          await pause(TRY_PAUSE)
        }
    },
    stop: async () => {
      await server.stop()
      remove()
    },
    cpu: () => server.cpu(),
  }
}
