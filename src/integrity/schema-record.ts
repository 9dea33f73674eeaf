import { hash } from 'node:crypto'
import { appliedMigrations, MIGRATIONS, type Migrations } from '../store/migrate.js'
import { StoreRefused } from '../store/refused.js'
import type Database from '../store/sqlite-library.js'
import { meddling, ownSchema, type SchemaObject } from './schema-check.js'

/** Identifies a schema down to the text of its statements. */
export function schemaDigest(schema: readonly SchemaObject[]): string {
  return hash(
    'sha256',
    JSON.stringify(schema.map(({ type, name, tbl_name, sql }) => [type, name, tbl_name, sql])),
  )
}

/** Name of the row in `meta` with the digest of the schema that a migration made in this file. */
function rowOf(migration: string): string {
  return `schema ${migration}`
}

/** Stores which schema the newest migration made, for `refuseOtherSchema`. */
export function recordSchema(database: Database.Database, own: readonly SchemaObject[]): void {
  const newest = appliedMigrations(database).at(-1)
  if (newest === undefined) return
  database
    .prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')
    .run(rowOf(newest), schemaDigest(own))
}

/**
 * Refuses a file whose tables were made by another text of the same migrations, as happens between development
 * versions: migrations are fixed by a release. A file whose schema was changed later has a record that matches, and is
 * left to the check for meddling. Whoever changes both can only choose between two refusals.
 */
export async function refuseOtherSchema(
  database: Database.Database,
  file: string,
  migrations: Migrations = MIGRATIONS,
): Promise<void> {
  const applied = appliedMigrations(database)
  const newest = applied.at(-1)
  if (newest === undefined || !hasMeta(database)) return
  const own = await schemaAfter(applied, migrations)
  const [found] = meddling(database, own)
  if (found === undefined) return
  const recorded = database.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(rowOf(newest))
  if (recorded === schemaDigest(own)) return
  throw new StoreRefused(
    `${file} was made by another development version of Luckymoney: its ${found.replace(/ was .*/, ' differs')}. Only files of released versions, from 1.0.0 on, are upgraded. Use the version that made it, or move the file and those beside it away to begin with empty books. If no other version made it, something else changed it: keep a copy, then restore the last good backup.`,
  )
}

/** Returns the schema that these migrations make in an empty file. */
function schemaAfter(applied: readonly string[], migrations: Migrations): Promise<readonly SchemaObject[]> {
  const names = Object.keys(migrations).sort()
  if (applied.join() === names.join()) return ownSchema(migrations)
  return ownSchema(Object.fromEntries(Object.entries(migrations).filter(([name]) => applied.includes(name))))
}

function hasMeta(database: Database.Database): boolean {
  return (
    database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'meta'`).get() !== undefined
  )
}
