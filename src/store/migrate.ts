import { Kysely, type Migration, Migrator, SqliteDialect } from 'kysely'
import * as schema from '../../migrations/0001_schema.js'
import type Database from './sqlite-library.js'

/** Migrations by name; the names begin with four digits that give the order. */
export type Migrations = Readonly<Record<string, Migration>>

/** Every migration of this program. A published one is never changed; a change is a new one. */
export const MIGRATIONS: Migrations = {
  '0001_schema': schema,
}

/** Returns the name of a migration in the file that is not among `migrations`, or undefined. */
export function newerThanProgram(
  database: Database.Database,
  migrations: Migrations = MIGRATIONS,
): string | undefined {
  return appliedMigrations(database).find((name) => !(name in migrations))
}

/** Returns the names of the migrations that the file has, oldest first. */
export function appliedMigrations(database: Database.Database): string[] {
  const exists = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'kysely_migration'`).get()
  if (!exists) return []
  return database.prepare('SELECT name FROM kysely_migration ORDER BY name').pluck().all() as string[]
}

export interface MigrateOptions {
  /** What the schema is made of; this program's own when not given. */
  readonly migrations?: Migrations
  /** Runs before the first migration that is applied, and after the last, in the same transaction. */
  readonly before?: () => void
  readonly after?: () => void
}

/**
 * Brings the schema up to date, all or nothing. Returns the names of the migrations that were applied; when one fails, or
 * `before` or `after` throws, throws and leaves the file as it was.
 */
export async function migrate(
  database: Database.Database,
  { migrations = MIGRATIONS, before, after }: MigrateOptions = {},
): Promise<string[]> {
  if (appliedMigrations(database).length === Object.keys(migrations).length) return []
  // kysely closes the connection that it is given, so it is given one that ignores that.
  const kept = new Proxy(database, {
    get: (target, name) => {
      if (name === 'close') return () => target
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: kept }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  // A table that is made anew is gone for a moment; inside of a transaction foreign keys can no longer be switched off.
  const foreignKeys = database.pragma('foreign_keys', { simple: true })
  database.pragma('foreign_keys = OFF')
  // kysely would run every statement of SQLite by itself: a program that ends between two could never start again.
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
  }
}
