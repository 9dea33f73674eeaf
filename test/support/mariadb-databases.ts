import { threadId } from 'node:worker_threads'
import { MysqlSession, readMysqlUrl } from '../../src/store/mysql-session.js'

/** Databases of this process that no test uses now: making their tables takes longer than most tests. */
const free: string[] = []
let made = 0

/** Returns the address of an empty database, which `giveBack` empties for the next test. */
export async function takeDatabase(server: string): Promise<string> {
  return free.pop() ?? (await newDatabase(server))
}

/** Returns the address of a new database on any server. */
export async function newDatabase(server: string): Promise<string> {
  const name = `test_${process.pid}_${threadId}_${++made}`
  const admin = await MysqlSession.open(readMysqlUrl(`${server}/mysql`))
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  await admin.close()
  return `${server}/${name}`
}

/** Tables that `giveBack` empties; the same in all databases. */
let tables: readonly string[] | undefined

async function tablesOf(session: MysqlSession): Promise<readonly string[]> {
  const rows = await session.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = database() AND table_type = 'BASE TABLE'
       AND table_name NOT IN ('migration', 'lane', 'standing_upto')`,
  )
  return rows.map(({ name }) => name)
}

/** Empties a database, once nothing uses it any more. */
export async function giveBack(url: string): Promise<void> {
  const session = await MysqlSession.open(readMysqlUrl(url))
  tables ??= await tablesOf(session)
  const looks = tables.map((name) => `(SELECT '${name}' AS name FROM ${name} LIMIT 1)`)
  const used = await session.query<{ name: string }[]>(looks.join(' UNION ALL '))
  await session.query('SET SESSION foreign_key_checks = 0')
  // Triggers forbid DELETE.
  await Promise.all(used.map(({ name }) => session.query(`TRUNCATE TABLE ${name}`)))
  await session.query('UPDATE standing_upto SET trade_no = 0')
  await session.query('COMMIT')
  await session.close()
  free.push(url)
}
