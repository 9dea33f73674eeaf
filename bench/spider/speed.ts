import type { Connection, UpsertResult } from 'mariadb'
import { quantile, round } from '../numbers.js'
import { type Cluster, connectTo, runOn, serverOf, spread } from './cluster.js'

/** A number of nodes, and how clients reach them. */
export interface Setup {
  readonly name: string
  readonly nodes: number
  /** True if clients connect to the head; otherwise to the node that has their community. */
  readonly spider: boolean
  readonly xa: boolean
}

export interface SpeedOptions {
  readonly clients: number
  /** Grabs by each client. */
  readonly grabs: number
}

export interface Speed {
  readonly grabs_per_s: number
  readonly p50_ms: number
  readonly p99_ms: number
  /** CPU time per grab, in microseconds. */
  readonly cpu_us_client: number
  readonly cpu_us_head: number | undefined
  readonly cpu_us_nodes: number | undefined
}

export const COMMUNITIES = 3
const SHARES = 200
const AMOUNT = 100

const NUMBER = 'BIGINT NOT NULL'

/** The minimum that a grab needs, with the community as the leading key. */
const TABLES: Readonly<Record<string, string>> = {
  wallet: `community ${NUMBER}, member ${NUMBER}, balance ${NUMBER}, PRIMARY KEY (community, member)`,
  envelope: `community ${NUMBER}, id ${NUMBER}, balance ${NUMBER}, grabbed ${NUMBER}, PRIMARY KEY (community, id)`,
  share: `community ${NUMBER}, envelope ${NUMBER}, position ${NUMBER}, amount ${NUMBER}, claimer BIGINT,
    PRIMARY KEY (community, envelope, position), UNIQUE KEY share_once (community, envelope, claimer)`,
  entry: `community ${NUMBER}, envelope ${NUMBER}, position ${NUMBER}, member ${NUMBER}, amount ${NUMBER},
    envelope_balance ${NUMBER}, wallet_balance ${NUMBER}, PRIMARY KEY (community, envelope, position)`,
}

/** Measures grabs. Each client has its own red packets, so none waits for another's lock. */
export async function measure(cluster: Cluster, setup: Setup, options: SpeedOptions): Promise<Speed> {
  const database = `bench_${setup.name.replaceAll('-', '_')}`
  const nodes = cluster.nodes.slice(0, setup.nodes)
  const create = [`CREATE DATABASE ${database}`, `USE ${database}`]
  const tables = (endOf: (table: string) => string) =>
    Object.entries(TABLES).map(([table, columns]) => `CREATE TABLE ${table} (${columns}) ${endOf(table)}`)
  for (const { url } of nodes) await runOn(url, ...create, ...tables(() => 'ENGINE = InnoDB'))
  if (setup.spider) {
    const servers = nodes.map((_, index) => `${database}_${index + 1}`)
    const known = nodes.map(({ url }, index) => serverOf(servers[index] as string, url, database))
    await runOn(
      cluster.head.url,
      ...known,
      ...create,
      ...tables((table) => spread(table, servers, COMMUNITIES)),
    )
  }
  const nodeOf = (community: number) => nodes[(community - 1) % nodes.length]?.url as string
  const clients = await Promise.all(
    Array.from({ length: options.clients }, async (_, client) => {
      const community = 1 + (client % COMMUNITIES)
      await runOn(nodeOf(community), `USE ${database}`, ...rowsOf(client, community, options.grabs))
      const connection = await connectTo(setup.spider ? cluster.head.url : nodeOf(community), database)
      await connection.query('SET autocommit = 0')
      if (setup.spider) await connection.query(`SET SESSION spider_internal_xa = ${Number(setup.xa)}`)
      return { client, community, connection }
    }),
  )
  const cpu = () => ({
    client: process.cpuUsage(),
    head: cluster.head.cpu() ?? 0,
    nodes: nodes.reduce((sum, node) => sum + (node.cpu() ?? 0), 0),
  })
  const waits: number[] = []
  const before = cpu()
  const from = performance.now()
  await Promise.all(
    clients.map(async ({ client, community, connection }) => {
      for (let index = 0; index < options.grabs; index++) {
        const tapped = performance.now()
        await grab(connection, community, envelopeOf(client, index), memberOf(client, index))
        waits.push(performance.now() - tapped)
      }
    }),
  )
  const seconds = (performance.now() - from) / 1000
  const after = cpu()
  await Promise.all(clients.map(({ connection }) => connection.end()))
  for (const { url } of nodes) await checkSums(url, database)
  const { user, system } = after.client
  const each = (micros: number) => Math.round(micros / waits.length)
  return {
    grabs_per_s: Math.round(waits.length / seconds),
    p50_ms: round(quantile(waits, 0.5), 1),
    p99_ms: round(quantile(waits, 0.99), 1),
    cpu_us_client: each(user + system - before.client.user - before.client.system),
    cpu_us_head: setup.spider ? each(after.head - before.head) : undefined,
    cpu_us_nodes: each(after.nodes - before.nodes),
  }
}

const memberOf = (client: number, grab: number) => client * SHARES + (grab % SHARES)
const envelopeOf = (client: number, grab: number) => client * 10_000 + Math.floor(grab / SHARES)

/** Returns statements that insert a client's members and red packets. */
function rowsOf(client: number, community: number, grabs: number): string[] {
  const positions = Array.from({ length: SHARES }, (_, index) => index)
  const packets = Array.from({ length: Math.ceil(grabs / SHARES) }, (_, index) =>
    envelopeOf(client, index * SHARES),
  )
  const total = SHARES * AMOUNT
  return [
    `INSERT INTO wallet VALUES ${positions.map((index) => `(${community}, ${memberOf(client, index)}, 0)`).join()}`,
    `INSERT INTO envelope VALUES ${packets.map((id) => `(${community}, ${id}, ${total}, 0)`).join()}`,
    ...packets.map(
      (id) =>
        `INSERT INTO share VALUES ${positions
          .map((index) => `(${community}, ${id}, ${index + 1}, ${AMOUNT}, NULL)`)
          .join()}`,
    ),
  ]
}

/** A grab in three round trips: lock and read, write, commit. */
async function grab(connection: Connection, community: number, envelope: number, member: number) {
  const [[held], [has], [share]] = await Promise.all([
    connection.execute('SELECT balance, grabbed FROM envelope WHERE community = ? AND id = ? FOR UPDATE', [
      ...[community, envelope],
    ]),
    connection.execute('SELECT balance FROM wallet WHERE community = ? AND member = ? FOR UPDATE', [
      ...[community, member],
    ]),
    connection.execute(
      `SELECT position, amount FROM share WHERE community = ? AND envelope = ? AND claimer IS NULL
       ORDER BY position LIMIT 1`,
      [community, envelope],
    ),
  ])
  const { position, amount } = share
  const run = (sql: string, values: readonly number[]) =>
    connection.execute<UpsertResult>(sql, [...values]).then(({ affectedRows }) => {
      if (affectedRows !== 1) throw new Error(`${affectedRows} rows instead of one: ${sql}`)
    })
  await Promise.all([
    run('UPDATE share SET claimer = ? WHERE community = ? AND envelope = ? AND position = ?', [
      ...[member, community, envelope, position],
    ]),
    run('UPDATE envelope SET balance = ?, grabbed = ? WHERE community = ? AND id = ?', [
      ...[held.balance - amount, held.grabbed + 1, community, envelope],
    ]),
    run('UPDATE wallet SET balance = ? WHERE community = ? AND member = ?', [
      ...[has.balance + amount, community, member],
    ]),
    run('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)', [
      ...[community, envelope, position, member, amount, held.balance - amount, has.balance + amount],
    ]),
  ])
  await connection.commit()
}

async function checkSums(url: string, database: string): Promise<void> {
  const connection = await connectTo(url, database)
  const [sums] = await connection.query(`SELECT
    (SELECT coalesce(sum(balance), 0) FROM wallet) AS wallets,
    (SELECT coalesce(sum(amount), 0) FROM entry) AS entries,
    (SELECT coalesce(sum(amount), 0) FROM share WHERE claimer IS NOT NULL) AS shares`)
  await connection.end()
  const { wallets, entries, shares } = sums
  if (Number(wallets) === 0 || Number(wallets) !== Number(entries) || Number(wallets) !== Number(shares))
    throw new Error(`the sums do not add up: ${JSON.stringify(sums, (_, value) => String(value))}`)
}
