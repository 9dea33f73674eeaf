import { missingMariadb, startMariadb } from '../../support/mariadb.js'
import { takeDatabase } from '../../support/mariadb-databases.js'

/** A server that the programs share. */
export interface SharedServer {
  readonly name: string
  /** Ends it without warning. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** What the programs of a torture share. */
export interface Servers {
  /** Those that may be killed. */
  readonly all: readonly SharedServer[]
  /** Makes an empty database; resolves with its address. */
  database(): Promise<string>
  stop(): Promise<void>
}

/** Ways to run several programs, by the name that `--engine` has. */
export const ENGINES: Readonly<Record<string, () => Promise<Servers>>> = {
  mariadb: async () => {
    const missing = missingMariadb()
    if (missing) throw new Error(`no MariaDB: ${missing}`)
    const server = await startMariadb({ durable: true })
    return {
      all: [{ name: 'mariadb', kill: () => server.kill(), start: () => server.start() }],
      database: () => takeDatabase(server.url),
      stop: () => server.stop(),
    }
  },
}
