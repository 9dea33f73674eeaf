import { Kysely, type Migration, Migrator, SqliteDialect } from 'kysely'
import * as schema from '../../migrations/0001_schema.js'
import * as tradeSegments from '../../migrations/0002_trade_segments.js'
import type Database from './sqlite-library.js'

/** Migrations by name; each name starts with four digits that define the order. */
export type Migrations = Readonly<Record<string, Migration>>

/** All migrations. Never change a published one; add another. */
export const MIGRATIONS: Migrations = {
  '0001_schema': schema,
  '0002_trade_segments': tradeSegments,
}

/** Returns a migration in the file that isn't among `migrations`, or undefined. */
export function newerThanProgram(
  database: Database.Database,
  migrations: Migrations = MIGRATIONS,
): string | undefined {
  return appliedMigrations(database).find((name) => !(name in migrations))
}

/** Returns whether the file is in use and lacks some of `migrations`. */
export function isOlder(database: Database.Database, migrations: Migrations = MIGRATIONS): boolean {
  const { length } = appliedMigrations(database)
  return length > 0 && length < Object.keys(migrations).length
}

/** Returns the migrations applied to the file, oldest first. */
export function appliedMigrations(database: Database.Database): string[] {
  const exists = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'kysely_migration'`).get()
  if (!exists) return []
  return database.prepare('SELECT name FROM kysely_migration ORDER BY name').pluck().all() as string[]
}

export interface MigrateOptions {
  /** Migrations to apply; this program's own by default. */
  readonly migrations?: Migrations
  /** Run before the first and after the last applied migration, in the same transaction. */
  readonly before?: () => void
  readonly after?: () => void
}

/**
 * Brings the schema up to date, all or nothing. Returns the names of the applied migrations. When a migration, `before`
 * or `after` throws, leaves the file as it was and throws.
 */
export async function migrate(
  database: Database.Database,
  { migrations = MIGRATIONS, before, after }: MigrateOptions = {},
): Promise<string[]> {
  if (appliedMigrations(database).length === Object.keys(migrations).length) return []
  // kysely closes the connection it gets, so it gets one that ignores the call.
  const kept = new Proxy(database, {
    get: (target, name) => {
      if (name === 'close') return () => target
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: kept }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  // A recreated table is gone for a moment, and foreign keys can't be switched off inside a transaction.
  const foreignKeys = database.pragma('foreign_keys', { simple: true })
  database.pragma('foreign_keys = OFF')
  // Sorting a new index of ten million rows would take 400 MB of memory.
  const temporary = database.pragma('temp_store', { simple: true })
  database.pragma('temp_store = FILE')
  // kysely runs each SQLite statement in its own transaction: a crash between two would leave a file that never starts
  // again.
  database.exec('BEGIN IMMEDIATE')
  try {
    before?.()
    const { error, results } = await migrator.migrateToLatest()
    if (error) throw error
    const [dangling] = database.pragma('foreign_key_check') as { table: string; parent: string }[]
    if (dangling) throw new Error(`a row of ${dangling.table} names a missing ${dangling.parent}`)
    after?.()
    database.exec('COMMIT')
    return (results ?? []).map((result) => result.migrationName)
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  } finally {
    database.pragma(`foreign_keys = ${foreignKeys}`)
    database.pragma(`temp_store = ${temporary}`)
  }
}
