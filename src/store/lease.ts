import type { MysqlSession, MysqlWritten } from './mysql-session.js'

/** How long a lease is valid after it was taken or renewed, by the server's clock. Milliseconds. */
export const LEASE_MILLIS = 10_000

const NOW = 'CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)'
const NEW_END = `${NOW} + ${LEASE_MILLIS}`

/**
 * Opens the session of a program's leases. Each statement is a separate transaction, so a program that is stopped in
 * between holds no lock.
 */
export async function useForLeases(session: MysqlSession, name: string): Promise<void> {
  await session.query('SET SESSION autocommit = 1')
  await session.query(`INSERT IGNORE INTO lease (name, holder, until) VALUES (?, '', 0)`, [name])
}

/** Takes a lease that no other program holds. Returns whether `holder` has it. */
export async function takeLease(session: MysqlSession, name: string, holder: string): Promise<boolean> {
  const [, taken] = await Promise.all([
    // After the server's clock was set back, or on another server, the lease would last longer.
    session.query(`UPDATE lease SET until = ${NEW_END} WHERE name = ? AND until > ${NEW_END}`, [name]),
    session.query<MysqlWritten>(
      `UPDATE lease SET holder = ?, until = ${NEW_END} WHERE name = ? AND (holder = ? OR until <= ${NOW})`,
      [holder, name, holder],
    ),
  ])
  return taken.affectedRows === 1
}

/** Renews a lease. Returns false when another program has taken it. */
export async function renewLease(session: MysqlSession, name: string, holder: string): Promise<boolean> {
  const renewed = await session.query<MysqlWritten>(
    `UPDATE lease SET until = ${NEW_END} WHERE name = ? AND holder = ?`,
    [name, holder],
  )
  return renewed.affectedRows === 1
}

/** Announces to the other programs, for `millis`, that this one waits for a lease and could take over at once. */
export async function announceWaiting(
  session: MysqlSession,
  name: string,
  holder: string,
  millis: number,
): Promise<void> {
  await session.query(
    `INSERT INTO lease (name, holder, until) VALUES (?, ?, ${NOW} + ?)
     ON DUPLICATE KEY UPDATE holder = values(holder), until = values(until)`,
    [waitingFor(name), holder, millis],
  )
}

/** Returns whether another program waits for a lease and could take over at once. */
export async function isAwaited(session: MysqlSession, name: string, holder: string): Promise<boolean> {
  const rows = await session.query<unknown[]>(
    `SELECT 1 FROM lease WHERE name = ? AND holder <> ? AND until > ${NOW}`,
    [waitingFor(name), holder],
  )
  return rows.length > 0
}

/** Name of the row that tells who waits for a lease. */
function waitingFor(name: string): string {
  return `waiting for ${name}`
}

/** Returns the names of the leases that others hold now. */
export async function leasesOfOthers(session: MysqlSession, holder: string): Promise<string[]> {
  const rows = await session.query<{ name: string }[]>(
    `SELECT name FROM lease WHERE holder <> ? AND until > ${NOW} AND name NOT LIKE '${waitingFor('%')}'`,
    [holder],
  )
  return rows.map(({ name }) => name)
}

/** Gives a lease back, so that another program can take it at once. Returns whether `holder` had it. */
export async function giveBackLease(session: MysqlSession, name: string, holder: string): Promise<boolean> {
  const given = await session.query<MysqlWritten>(
    `UPDATE lease SET holder = '', until = 0 WHERE name = ? AND holder = ?`,
    [name, holder],
  )
  return given.affectedRows === 1
}
