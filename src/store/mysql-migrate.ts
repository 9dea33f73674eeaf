import * as schema from '../../migrations/mysql/0001_schema.js'
import * as placement from '../../migrations/mysql/0002_placement.js'
import type { MysqlSession } from './mysql-session.js'
import { StoreRefused } from './refused.js'

/** A migration for MySQL servers: statements that depend on the collation of the tables. */
export interface MysqlMigration {
  readonly statements: (collation: string) => readonly string[]
}

/**
 * All migrations, oldest first. Those for files have the same names; a file needs none for tables that only servers have.
 * Never change a published one; add another.
 */
export const MYSQL_MIGRATIONS: Readonly<Record<string, MysqlMigration>> = {
  '0001_schema': schema,
  '0002_placement': placement,
}

/** How long a program waits while another migrates, in seconds. */
const PATIENCE = 60
/** "Already exists", of a table, a trigger, a row and a column. */
const EXISTS = [1050, 1359, 1062, 1060]

/** Returns the migrations that were applied to the end, oldest first. */
export async function appliedMysqlMigrations(session: MysqlSession): Promise<string[]> {
  if (!(await hasTable(session, 'migration'))) return []
  const rows = await session.query<{ name: string }[]>(
    'SELECT name FROM migration WHERE finished = 1 ORDER BY name',
  )
  return rows.map(({ name }) => name)
}

/** Returns a migration in the database that this program does not know, or undefined. */
export async function mysqlNewerThanProgram(session: MysqlSession): Promise<string | undefined> {
  return (await appliedMysqlMigrations(session)).find((name) => !(name in MYSQL_MIGRATIONS))
}

/**
 * Brings the schema up to date. The server commits each statement that changes it, so the number of finished ones is
 * stored, and an interrupted migration resumes where it stopped. Programs that start together take turns. Returns the
 * names of the applied migrations.
 */
export async function migrateMysql(session: MysqlSession): Promise<string[]> {
  const [lock] = await session.query<{ got: number | null }[]>(
    `SELECT GET_LOCK(concat(database(), '.migrate'), ${PATIENCE}) AS got`,
  )
  if (lock?.got !== 1)
    throw new StoreRefused('Another program is migrating this database: wait until it has finished.')
  try {
    const applied = await appliedMysqlMigrations(session)
    const missing = Object.keys(MYSQL_MIGRATIONS).filter((name) => !applied.includes(name))
    if (missing.length === 0) return []
    await session.query(
      `CREATE TABLE IF NOT EXISTS migration (name VARCHAR(64) PRIMARY KEY, done INT NOT NULL, finished INT NOT NULL)
       ENGINE = InnoDB`,
    )
    // Tables refer to each other.
    await session.query('SET SESSION foreign_key_checks = 0')
    for (const name of missing) await apply(session, name)
    await session.query('SET SESSION foreign_key_checks = 1')
    return missing
  } finally {
    await session.query(`DO RELEASE_LOCK(concat(database(), '.migrate'))`)
  }
}

async function apply(session: MysqlSession, name: string): Promise<void> {
  const statements = (MYSQL_MIGRATIONS[name] as MysqlMigration).statements(session.collation)
  await session.query('INSERT IGNORE INTO migration (name, done, finished) VALUES (?, 0, 0)', [name])
  await session.query('COMMIT')
  const [row] = await session.query<{ done: number }[]>('SELECT done FROM migration WHERE name = ?', [name])
  const done = row?.done ?? 0
  for (const [index, statement] of statements.entries()) {
    if (index < done) continue
    // The first of them may have been done just before its number could be kept.
    await session.query(statement).catch((error) => {
      if (index > done || !EXISTS.includes(error.errno)) throw error
    })
    await session.query('UPDATE migration SET done = ? WHERE name = ?', [index + 1, name])
    await session.query('COMMIT')
  }
  await session.query('UPDATE migration SET finished = 1 WHERE name = ?', [name])
  await session.query('COMMIT')
}

async function hasTable(session: MysqlSession, name: string): Promise<boolean> {
  const rows = await session.query<unknown[]>(
    'SELECT 1 FROM information_schema.tables WHERE table_schema = database() AND table_name = ?',
    [name],
  )
  return rows.length > 0
}
