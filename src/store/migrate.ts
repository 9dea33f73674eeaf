import { Kysely, type Migration, Migrator, SqliteDialect } from 'kysely'
import * as ledger from '../../migrations/0001_ledger.js'
import * as settings from '../../migrations/0002_settings.js'
import * as chosenRoles from '../../migrations/0003_chosen_roles.js'
import * as limitsAndNotices from '../../migrations/0004_limits_and_notices.js'
import * as links from '../../migrations/0005_links.js'
import * as parkedUpdates from '../../migrations/0006_parked_updates.js'
import * as seals from '../../migrations/0007_seals.js'
import * as announced from '../../migrations/0013_announced.js'
import * as standings from '../../migrations/0015_standings.js'
import * as largerTrades from '../../migrations/0016_larger_trades.js'
import * as oneSeal from '../../migrations/0017_one_seal.js'
import * as shareHolders from '../../migrations/0018_share_holders.js'
import * as communityMoves from '../../migrations/0019_community_moves.js'
import type Database from './sqlite-library.js'

/** Every migration in order. A published one is never changed; a change is a new one. */
const MIGRATIONS: Record<string, Migration> = {
  '0001_ledger': ledger,
  '0002_settings': settings,
  '0003_chosen_roles': chosenRoles,
  '0004_limits_and_notices': limitsAndNotices,
  '0005_links': links,
  '0006_parked_updates': parkedUpdates,
  '0007_seals': seals,
  '0013_announced': announced,
  '0015_standings': standings,
  '0016_larger_trades': largerTrades,
  '0017_one_seal': oneSeal,
  '0018_share_holders': shareHolders,
  '0019_community_moves': communityMoves,
}

/** The names of all migrations that this program knows, oldest first. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS).sort()

/** The name of a migration in the file that this program does not know, or undefined. */
export function newerThanProgram(database: Database.Database): string | undefined {
  return appliedMigrations(database).find((name) => !(name in MIGRATIONS))
}

/** The names of the migrations that the file has, oldest first. */
export function appliedMigrations(database: Database.Database): string[] {
  const exists = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'kysely_migration'`).get()
  if (!exists) return []
  return database.prepare('SELECT name FROM kysely_migration ORDER BY name').pluck().all() as string[]
}

/**
 * Brings the schema up to date, all or nothing. When anything is to be applied, `before` and `after` belong to the same
 * transaction. Returns the names of the migrations that were applied; when one fails, or `before` or `after` throws,
 * throws and leaves the file as it was.
 */
export async function migrate(
  database: Database.Database,
  { before, after }: { before?: () => void; after?: () => void } = {},
): Promise<string[]> {
  if (appliedMigrations(database).length === Object.keys(MIGRATIONS).length) return []
  // kysely closes the connection that it is given, so it is given one that ignores that.
  const kept = new Proxy(database, {
    get: (target, name) => {
      if (name === 'close') return () => target
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: kept }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
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
