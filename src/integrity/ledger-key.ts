import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { flushNames, giveName } from '../store/durable-file.js'
import { DiskFailed, isForbidden, StoreRefused } from '../store/refused.js'
import type Database from '../store/sqlite-library.js'

/** Reads the key that signs entries. Refuses when it is missing or this user may not read it. */
export function readLedgerKey(file: string): KeyObject {
  const hex = nameTheKey(file, () => readFileSync(file, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(hex))
    throw new StoreRefused(
      `${file} is not a ledger key (64 hexadecimal digits). Restore it from your backup.`,
    )
  return createSecretKey(Buffer.from(hex, 'latin1'))
}

/** Runs an operation on the key's file; errors say that it is the ledger key, whatever the file is called. */
function nameTheKey<Result>(file: string, act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT')
      throw new StoreRefused(`There is no ledger key at ${file}: restore it from your backup.`)
    const Refusal = isForbidden(error) || code === 'EISDIR' ? StoreRefused : DiskFailed
    throw new Refusal(`The ledger key ${file} cannot be used (${message}).`, { cause: error })
  }
}

/** Identifies a key without revealing it; the database stores its own key's fingerprint. */
export function keyFingerprint(key: KeyObject): string {
  return createHash('sha256').update(key.export()).digest('hex').slice(0, 16)
}

/**
 * Creates a key that exists completely or not at all, even after a power cut. Keeps one that another process creates
 * first.
 */
function makeLedgerKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  // Programs that share the file may start together, and in containers with the same process id.
  const partial = `${file}.${randomBytes(8).toString('hex')}.partial`
  writeFileSync(partial, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
  chmodSync(partial, 0o600)
  if (!giveName(partial, file)) rmSync(partial, { force: true })
}

/** Creates a key unless there is one, and makes its name durable. */
export function createLedgerKey(keyFile: string): void {
  if (!existsSync(keyFile)) nameTheKey(keyFile, () => makeLedgerKey(keyFile))
  flushNames(keyFile)
}

/** Reads a database's ledger key, or creates one for a new database. Refuses a key that didn't sign the entries. */
export function checkLedgerKey(database: Database.Database, file: string, keyFile: string): KeyObject {
  const stored = database.prepare(`SELECT value FROM meta WHERE name = 'ledger_key'`).pluck().get() as
    | string
    | undefined
  if (stored === undefined) {
    // The creator of the files and folders may have crashed before their names were durable. They must be before
    // anything is booked.
    createLedgerKey(keyFile)
    flushNames(file)
  }
  const key = readLedgerKey(keyFile)
  const fingerprint = keyFingerprint(key)
  if (stored === undefined) {
    database.prepare(`INSERT INTO meta (name, value) VALUES ('ledger_key', ?)`).run(fingerprint)
  } else if (stored !== fingerprint) {
    throw new StoreRefused(
      `${keyFile} is not the key that this database was signed with. Restore the right one.`,
    )
  }
  return key
}
