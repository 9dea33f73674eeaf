import { type Connection, createConnection, type SqlError } from 'mariadb'
import { type MariadbServer, startMariadb } from '../../test/support/mariadb.js'

/** A head that runs Spider, and the data nodes behind it, each on its own loopback address. */
export interface Cluster {
  readonly head: MariadbServer
  readonly nodes: readonly MariadbServer[]
  stop(): Promise<void>
}

/**
 * Starts a head and data nodes. Nodes have different addresses because Spider tells the branches of a distributed
 * transaction apart by their hosts, not by their ports.
 */
export async function startCluster(nodes: number): Promise<Cluster> {
  const [head, ...behind] = await Promise.all(
    Array.from({ length: nodes + 1 }, (_, index) =>
      startMariadb({ durable: true, onDisk: true, address: `127.0.0.${index + 1}` }),
    ),
  )
  const servers = [head as MariadbServer, ...behind]
  return {
    ...{ head: head as MariadbServer, nodes: behind },
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}

/** Connects to a server. After a loss of the connection, its statements reject. */
export async function connectTo(url: string, database?: string): Promise<Connection> {
  const { host, port, user, password } = readAddress(url)
  const connection = await createConnection({
    ...{ host, port, user, password, bigIntAsNumber: true, insertIdAsNumber: true },
    ...(database !== undefined && { database }),
  })
  connection.on('error', () => {})
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  return connection
}

/** Runs statements on a connection of their own. */
export async function runOn(url: string, ...statements: readonly string[]): Promise<void> {
  const connection = await connectTo(url)
  try {
    for (const statement of statements) await connection.query(statement)
  } finally {
    await connection.end()
  }
}

/** Returns why the head can't run Spider; undefined once it does. */
export async function installSpider(head: string): Promise<string | undefined> {
  try {
    await runOn(head, `INSTALL SONAME 'ha_spider'`)
    return undefined
  } catch (error) {
    return `MariaDB has no Spider (Debian: mariadb-plugin-spider): ${shortly(error)}`
  }
}

/** Returns the statement that makes a node known to the head. */
export function serverOf(name: string, url: string, database: string): string {
  const { host, port, user, password } = readAddress(url)
  return `CREATE SERVER ${name} FOREIGN DATA WRAPPER mysql OPTIONS (HOST '${host}', PORT ${port}, USER '${user}',
    PASSWORD '${password}', DATABASE '${database}')`
}

/** Returns the end of a CREATE TABLE on the head that puts communities on these servers in turn. */
export function spread(table: string, servers: readonly string[], communities = servers.length): string {
  const partitions = Array.from({ length: communities }, (_, index) => {
    const server = servers[index % servers.length]
    return `PARTITION p${index + 1} VALUES IN (${index + 1}) COMMENT = 'srv "${server}"'`
  })
  return `ENGINE = Spider COMMENT = 'wrapper "mysql", table "${table}"' PARTITION BY LIST (community) (${partitions.join(', ')})`
}

/** Returns the number of an error and the first line of its message. */
export function shortly(error: unknown): string {
  const { errno, sqlMessage, message } = error as Partial<SqlError>
  const [line = ''] = String(sqlMessage ?? message).split('\n')
  return errno ? `${errno} ${line}` : line
}

function readAddress(url: string) {
  const { hostname, port, username, password } = new URL(url)
  return {
    ...{ host: hostname, port: Number(port) },
    ...{ user: decodeURIComponent(username), password: decodeURIComponent(password) },
  }
}
