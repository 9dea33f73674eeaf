import type { MysqlSession } from '../store/mysql-session.js'
import { StoreRefused } from '../store/refused.js'
import { COPY_PEOPLE } from '../store/spanning.js'

/** A database's place among several, counted from 1. */
export interface DatabaseNo {
  readonly no: number
  /** How many there are. */
  readonly of: number
}

/** Names of the rows in `meta`: a database's number, and in the first database how many there are. */
const NUMBER = 'database'
const COUNT = 'databases'

/**
 * Gives an empty database its number, and refuses a database with another number: chats are found by these numbers, and a
 * chat that isn't found would start with empty books. The first database stores how many there are, so that none is left out
 * later.
 */
export async function checkNumber(
  session: MysqlSession,
  name: string,
  { no, of }: DatabaseNo = { no: 1, of: 1 },
): Promise<void> {
  const stored = await read(session, NUMBER)
  if (stored !== undefined && stored !== no)
    throw new StoreRefused(
      of === 1
        ? `${name} is database ${stored} of several. DATABASE_URL must name all of them, in their order.`
        : `${name} is database ${stored}, but number ${no} in DATABASE_URL. Restore the order, and add new databases at the end.`,
    )
  if (of === 1) {
    await refuseFewer(session, name, of)
    return
  }
  if (stored === undefined && no > 1 && (await isUsed(session)))
    throw new StoreRefused(`${name} is already in use. Only an empty database can be added to DATABASE_URL.`)
  if (no === 1) await refuseFewer(session, name, of)
  // Every database has all links of people.
  if (stored === undefined && no > 1)
    await session.query(`INSERT IGNORE INTO spanning ("key", body, started_at) VALUES (?, '', 0)`, [
      COPY_PEOPLE,
    ])
  await write(session, NUMBER, no)
  if (no === 1) await write(session, COUNT, of)
  await session.query('COMMIT')
}

async function refuseFewer(session: MysqlSession, name: string, of: number): Promise<void> {
  const count = (await read(session, COUNT)) ?? 1
  if (count > of)
    throw new StoreRefused(
      `${name} is the first of ${count} databases, but DATABASE_URL has ${of}. Name all of them, in their order.`,
    )
}

async function read(session: MysqlSession, name: string): Promise<number | undefined> {
  const [row] = await session.query<{ value: string }[]>('SELECT value FROM meta WHERE name = ?', [name])
  await session.query('COMMIT')
  return row && Number(row.value)
}

async function write(session: MysqlSession, name: string, value: number): Promise<void> {
  await session.query(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE value = values(value)',
    [name, String(value)],
  )
}

async function isUsed(session: MysqlSession): Promise<boolean> {
  const rows = await session.query<unknown[]>('SELECT 1 FROM community LIMIT 1')
  await session.query('COMMIT')
  return rows.length > 0
}
