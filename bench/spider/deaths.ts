import { setTimeout as pause } from 'node:timers/promises'
import { type CuttingProxy, startCuttingProxy } from '../../test/support/cutting-proxy.js'
import type { MariadbServer } from '../../test/support/mariadb.js'
import { type Cluster, connectTo, runOn, serverOf, shortly, spread } from './cluster.js'

/** A server that dies during the commit of a transaction across two nodes. */
interface Death {
  readonly name: string
  readonly xa: boolean
  /** The second node gets everything up to this statement. */
  readonly before: string
  readonly dies: 'node' | 'head'
}

/** The state after a death, once every server runs again. */
export interface Aftermath {
  readonly client: string
  /** The transaction moved one unit from the first node's wallet to the second's; both had a hundred. */
  readonly balances: readonly number[]
  /** Prepared transactions of each node that wait for someone to decide. */
  readonly in_doubt: readonly number[]
  /** True for each node whose row can be locked. */
  readonly rows: readonly string[]
}

const DEATHS: readonly Death[] = [
  { name: 'a node, without XA', xa: false, before: 'commit', dies: 'node' },
  { name: 'a node before it prepares', xa: true, before: 'xa prepare', dies: 'node' },
  { name: 'a node before it commits', xa: true, before: 'xa commit', dies: 'node' },
  { name: 'the head before a node commits', xa: true, before: 'xa commit', dies: 'head' },
]

/** Longest wait for a row's lock. Seconds. */
const LOCK_PATIENCE = 1
/** Longest wait for the head to call the node that will die. Milliseconds. */
const PATIENCE = 5_000

/** Moves money between two nodes and kills a server during COMMIT. */
export async function measureDeaths(cluster: Cluster): Promise<Record<string, Aftermath | string>> {
  const results: Record<string, Aftermath | string> = {}
  for (const [index, death] of DEATHS.entries())
    results[death.name] = await measureDeath(cluster, death, `death_${index}`)
  return results
}

async function measureDeath(cluster: Cluster, death: Death, database: string): Promise<Aftermath | string> {
  const nodes = cluster.nodes.slice(0, 2) as [MariadbServer, MariadbServer]
  const proxy = await startCuttingProxy(nodes[1].url)
  try {
    const columns =
      'community BIGINT NOT NULL, member BIGINT NOT NULL, balance BIGINT NOT NULL, PRIMARY KEY (community, member)'
    const create = [`CREATE DATABASE ${database}`, `USE ${database}`]
    for (const [index, { url }] of nodes.entries())
      await runOn(
        url,
        ...[...create, `CREATE TABLE wallet (${columns}) ENGINE = InnoDB`],
        `INSERT INTO wallet VALUES (${index + 1}, 1, 100)`,
      )
    const servers = [`${database}_1`, `${database}_2`] as const
    await runOn(
      cluster.head.url,
      serverOf(servers[0], nodes[0].url, database),
      serverOf(servers[1], proxy.url, database),
      ...[...create, `CREATE TABLE wallet (${columns}) ${spread('wallet', servers)}`],
    )
    const client = await dieDuringCommit(cluster, death, database, proxy)
    if (client === undefined) return `the node never got “${death.before}”`
    await (death.dies === 'node' ? nodes[1] : cluster.head).start()
    return { client, ...(await lookAt(nodes, database)) }
  } finally {
    await proxy.close()
  }
}

/** Returns the answer that the transaction's client gets; undefined if no server was killed. */
async function dieDuringCommit(
  { head, nodes }: Cluster,
  death: Death,
  database: string,
  proxy: CuttingProxy,
): Promise<string | undefined> {
  const connection = await connectTo(head.url, database)
  await connection.query(`SET autocommit = 0, spider_internal_xa = ${Number(death.xa)}`)
  for (const [index, change] of [-1, 1].entries())
    await connection.query(
      `UPDATE wallet SET balance = balance + ${change} WHERE community = ${index + 1} AND member = 1`,
    )
  const died = proxy.cut({ before: death.before }).then(async () => {
    proxy.shut()
    await (death.dies === 'node' ? nodes[1] : head)?.kill()
    return true
  })
  const answer = connection.commit().then(
    () => 'committed',
    (error) => shortly(error),
  )
  const happened = await Promise.race([died, pause(PATIENCE, false, { ref: false })])
  const client = await answer
  connection.destroy()
  return happened ? client : undefined
}

async function lookAt(nodes: readonly MariadbServer[], database: string): Promise<Omit<Aftermath, 'client'>> {
  const seen = await Promise.all(
    nodes.map(async ({ url }) => {
      const connection = await connectTo(url, database)
      await connection.query(`SET SESSION innodb_lock_wait_timeout = ${LOCK_PATIENCE}`)
      const [wallet] = await connection.query('SELECT balance FROM wallet')
      const branches: { data: string }[] = await connection.query(`XA RECOVER FORMAT = 'SQL'`)
      const row = await connection.query('SELECT 1 FROM wallet FOR UPDATE').then(
        () => 'free',
        (error) => shortly(error),
      )
      // An operator would have to do this.
      for (const { data } of branches) await connection.query(`XA ROLLBACK ${data}`)
      await connection.end()
      return { balance: wallet.balance as number, branches: branches.length, row }
    }),
  )
  return {
    balances: seen.map(({ balance }) => balance),
    in_doubt: seen.map(({ branches }) => branches),
    rows: seen.map(({ row }) => row),
  }
}
