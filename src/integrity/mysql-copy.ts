import type { KeyObject } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../store/migrate.js'
import type { MysqlSession } from '../store/mysql-session.js'
import Database from '../store/sqlite-library.js'
import type { TemporaryCopy } from './recent-copy.js'
import { sealAll } from './row-seals.js'
import { ownSchema } from './schema-check.js'
import { recordSchema } from './schema-record.js'

/** Rows inserted into the server by one statement. */
const ROWS_A_STATEMENT = 500

/** The tables that a SQLite file and a server's database have in common, with their columns. */
function tablesOf(database: Database.Database): { name: string; columns: string[] }[] {
  const names = database
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         AND name NOT LIKE 'kysely_%' AND name <> 'seal' ORDER BY name`,
    )
    .pluck()
    .all() as string[]
  return names.map((name) => ({
    name,
    columns: database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(name) as string[],
  }))
}

const quoted = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join()

let emptyFile: Promise<Buffer> | undefined

/** Returns a database with this program's schema and nothing else. Made once, as it costs as much as a small copy. */
async function makeEmptyFile(): Promise<Buffer> {
  const database = new Database(':memory:')
  try {
    const own = await ownSchema()
    await migrate(database, { after: () => recordSchema(database, own) })
    return database.serialize()
  } finally {
    database.close()
  }
}

/** Returns the names of those tables on the server that have rows. */
async function filled(session: MysqlSession, tables: readonly { name: string }[]): Promise<Set<string>> {
  const looks = tables.map(({ name }) => `(SELECT '${name}' AS name FROM "${name}" LIMIT 1)`)
  const rows = await session.query<{ name: string }[]>(looks.join(' UNION ALL '))
  return new Set(rows.map(({ name }) => name))
}

/**
 * Writes one state of a server's database to a new SQLite file, sealed like one of the program's own. So everything that
 * reads a file, such as reconcile, export and backup, reads a server's books as well. Other programs go on meanwhile.
 */
export async function copyToFile(session: MysqlSession, file: string, ledgerKey: KeyObject): Promise<void> {
  emptyFile ??= makeEmptyFile()
  writeFileSync(file, await emptyFile, { mode: 0o600 })
  const database = new Database(file)
  try {
    // A caller that keeps the file makes it durable once it is complete.
    database.pragma('synchronous = OFF')
    database.pragma('journal_mode = MEMORY')
    const schemaRows = database.prepare('SELECT name, value FROM meta').all() as { name: string }[]
    // Tables refer to each other, and everything is compared at the end.
    database.pragma('foreign_keys = OFF')
    database.exec('BEGIN')
    database.exec('DELETE FROM meta; DELETE FROM standing_upto')
    // Earlier reads belong to a separate transaction.
    await session.query('ROLLBACK')
    await session.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await session.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
    const tables = tablesOf(database)
    const withRows = await filled(session, tables)
    for (const { name, columns } of tables) {
      if (!withRows.has(name)) continue
      const insert = database.prepare(
        `INSERT INTO "${name}" (${quoted(columns)}) VALUES (${columns.map(() => '?').join()})`,
      )
      for await (const row of session.stream(`SELECT ${quoted(columns)} FROM "${name}"`)) insert.run(...row)
    }
    await session.query('ROLLBACK')
    const keep = database.prepare('INSERT INTO meta (name, value) VALUES (:name, :value)')
    for (const row of schemaRows) keep.run(row)
    const [dangling] = database.pragma('foreign_key_check') as { table: string; parent: string }[]
    if (dangling) throw new Error(`a row of ${dangling.table} names a missing ${dangling.parent}`)
    sealAll(database, ledgerKey)
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}

const FOLDERS = 'luckymoney-copy-'
/** Age from which a copy was left behind by a killed program: none is read for that long. Milliseconds. */
const LEFT_BEHIND = 24 * 3_600_000

/** Copies a server's database to a temporary file, which the caller removes. */
export async function temporaryCopy(session: MysqlSession, ledgerKey: KeyObject): Promise<TemporaryCopy> {
  removeLeftBehind()
  const folder = mkdtempSync(join(tmpdir(), FOLDERS))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const file = join(folder, 'luckymoney.db')
    await copyToFile(session, file, ledgerKey)
    return { file, remove }
  } catch (error) {
    remove()
    throw error
  }
}

function removeLeftBehind(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(FOLDERS)) continue
    const folder = join(tmpdir(), name)
    const changedAt = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity
    if (changedAt < Date.now() - LEFT_BEHIND) rmSync(folder, { recursive: true, force: true })
  }
}

/** Calls `read` with a temporary file that holds one state of a server's database; deletes it afterwards. */
export async function withCopy<Result>(
  session: MysqlSession,
  ledgerKey: KeyObject,
  read: (file: string) => Result | Promise<Result>,
): Promise<Result> {
  const { file, remove } = await temporaryCopy(session, ledgerKey)
  try {
    return await read(file)
  } finally {
    remove()
  }
}

/** Fills a server's database, migrated and empty, with the rows of a SQLite file; all of them or none. */
export async function copyFromFile(database: Database.Database, session: MysqlSession): Promise<void> {
  await session.query('SET SESSION foreign_key_checks = 0')
  await session.query('DELETE FROM standing_upto')
  for (const { name, columns } of tablesOf(database)) {
    const rows = database
      .prepare(`SELECT ${quoted(columns)} FROM "${name}"`)
      .raw()
      .safeIntegers()
    const insert = `INSERT INTO "${name}" (${quoted(columns)}) VALUES (${columns.map(() => '?').join()})`
    let some: unknown[][] = []
    for (const row of rows.iterate() as Iterable<unknown[]>) {
      if (name === 'meta' && String(row[0]).startsWith('schema ')) continue
      some.push(row)
      if (some.length < ROWS_A_STATEMENT) continue
      await session.insertMany(insert, some)
      some = []
    }
    if (some.length > 0) await session.insertMany(insert, some)
  }
  await session.query('COMMIT')
  await session.query('SET SESSION foreign_key_checks = 1')
}
