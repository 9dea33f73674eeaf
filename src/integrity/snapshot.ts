import { existsSync } from 'node:fs'
import { appliedMigrations, MIGRATIONS } from '../store/migrate.js'
import { StoreRefused } from '../store/refused.js'
import Database from '../store/sqlite-library.js'
import { keyFingerprint, readLedgerKey } from './ledger-key.js'
import { openReadOnly } from './open.js'
import { refuseOtherSchema } from './schema-record.js'

/** A read-only connection that sees one state of the file while it is open. */
export type Snapshot = Database.Database

/**
 * Opens an unchanging view of an existing database, even while the bot is running. Refuses when the file is missing,
 * isn't a Luckymoney database, or has another schema than this program; `orOlder` accepts those of earlier versions.
 */
export function openSnapshot(file: string, { orOlder = false } = {}): Snapshot {
  const database = openReadOnly(file)
  try {
    const applied = appliedMigrations(database)
    if (applied.length === 0) throw new StoreRefused(`${file} is not a Luckymoney database.`)
    const known = Object.keys(MIGRATIONS).sort()
    const isOlder = applied.length < known.length && applied.every((name, index) => name === known[index])
    if (isOlder && !orOlder)
      throw new StoreRefused(
        `${file} is of an earlier version (schema ${applied.at(-1)}). Start the bot or run migrate to upgrade it. To back it up before that, copy the file while the bot is stopped.`,
      )
    if (!isOlder && applied.join() !== known.join())
      throw new StoreRefused(
        `${file} has the schema ${applied.at(-1)}, but this program has ${known.at(-1)}. Update the program.`,
      )
    database.exec('BEGIN')
    return database
  } catch (error) {
    database.close()
    throw unreadable(file, error)
  }
}

/**
 * Refuses a file that another development version made. Leaves files that are missing or no database to the one that
 * opens them.
 */
export async function refuseFileOfOtherVersion(file: string): Promise<void> {
  if (!existsSync(file)) return
  const database = openReadOnly(file)
  try {
    await refuseOtherSchema(database, file)
  } catch (error) {
    if (error instanceof StoreRefused) throw error
  } finally {
    database.close()
  }
}

/** Returns the ledger key. Refuses one that didn't sign the database's entries. */
export function ledgerKeyOf(snapshot: Snapshot, keyFile: string) {
  const key = readLedgerKey(keyFile)
  const stored = snapshot.prepare(`SELECT value FROM meta WHERE name = 'ledger_key'`).pluck().get()
  if (stored !== keyFingerprint(key))
    throw new StoreRefused(
      `${keyFile} is not the key that this database was signed with. Restore the right one.`,
    )
  return key
}

/** Returns when the newest entry was written, UTC milliseconds; 0 when there is none. */
export function newestEntryIn(snapshot: Snapshot): number {
  const newest = snapshot.prepare('SELECT created_at FROM trade ORDER BY trade_no DESC LIMIT 1').pluck().get()
  return (newest as number | undefined) ?? 0
}

/** Returns whether a program holds the file's writer lock now. Changes nothing and doesn't wait. */
export function isBeingWritten(file: string): boolean {
  if (!existsSync(`${file}.lock`)) return false
  let lock: Database.Database | undefined
  try {
    lock = new Database(`${file}.lock`, { readonly: true, timeout: 0 })
    lock.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : ''
    if (code.startsWith('SQLITE_BUSY')) return true
    // The program that held it has just exited and deleted it.
    if (code.startsWith('SQLITE_CANTOPEN')) return false
    throw error
  } finally {
    lock?.close()
  }
}

/** Returns whether a file is a database of an earlier version. */
export function isOfEarlierVersion(file: string): boolean {
  const { length } = migrationsOf(file)
  return length > 0 && length < Object.keys(MIGRATIONS).length
}

/** Returns the names of the migrations in a file, oldest first; none when there is no such file. */
export function migrationsOf(file: string): string[] {
  if (!existsSync(file)) return []
  const database = openReadOnly(file)
  try {
    return appliedMigrations(database)
  } catch (error) {
    throw unreadable(file, error)
  } finally {
    database.close()
  }
}

/** Rewords SQLite's errors for operators; returns others unchanged. */
function unreadable(file: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  return new StoreRefused(`${file} cannot be read as a database (${error.code}: ${error.message}).`)
}
