import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { StoreRefused } from '../store/refused.js'
import { createSigner, keyFor } from '../store/signer.js'
import type Database from '../store/sqlite-library.js'
import { sealedVersion } from './row-seals.js'

/** Rollback guard: the end of the books as the program last saw it, in a signed file beside the database. */
interface Guard {
  /** Number and hash of the newest trade; 0 and empty when there is none. */
  readonly tradeNo: number
  readonly hash: string
  /** Version of the seal at that time. Commits without a trade raise it too. */
  readonly version: number
}

/** Returns where a database's rollback guard is stored. */
export function guardFile(file: string): string {
  return `${file}.guard`
}

/**
 * Compares the database with what the program last saw, and refuses it when that is missing: an older copy was put in
 * its place, or its last trades were deleted along with every trace of them, which nothing inside the file can reveal.
 * A missing guard is accepted: there is none after an intentional restore.
 */
export function refuseRolledBack(database: Database.Database, file: string, ledgerKey: KeyObject): void {
  const path = guardFile(file)
  if (!existsSync(path)) return
  const guard = readGuard(path, ledgerKey)
  const found = whatIsMissing(database, guard)
  if (found === undefined) return
  throw new StoreRefused(
    `${file} is not the database that was here last: ${found}. If that is a mistake, put the right one back. If you restored a backup on purpose, everything after it is lost; delete ${path} to confirm, then start again.`,
  )
}

/** Returns why a database isn't the one that the guard was written for, or undefined. */
function whatIsMissing(database: Database.Database, guard: Guard): string | undefined {
  const { tradeNo } = guard
  if (tradeNo > 0) {
    const trade = database.prepare('SELECT lower(hex(hash)) FROM trade WHERE trade_no = ?').pluck()
    const hash = trade.get(tradeNo)
    if (hash === undefined)
      return `it ends with trade ${newest(database).tradeNo}, but trade ${tradeNo} existed`
    if (hash !== guard.hash) return `trade ${tradeNo} is a different one`
  }
  const version = sealedVersion(database)
  return version < guard.version
    ? `it is at version ${version}, but version ${guard.version} existed`
    : undefined
}

/** Stores the current end of the books. The database is durable first, so the guard is never ahead of it. */
export function writeGuard(database: Database.Database, file: string, ledgerKey: KeyObject): void {
  const guard = { ...newest(database), version: sealedVersion(database) }
  const path = guardFile(file)
  const signed = { ...guard, signature: signatureOf(guard, ledgerKey) }
  // A crash or a power cut leaves the old guard or the new one, never half of one.
  writeFileSync(`${path}.new`, `${JSON.stringify(signed)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

function newest(database: Database.Database): Pick<Guard, 'tradeNo' | 'hash'> {
  const select =
    'SELECT trade_no AS tradeNo, lower(hex(hash)) AS hash FROM trade ORDER BY trade_no DESC LIMIT 1'
  const trade = database.prepare(select).get()
  return (trade as Pick<Guard, 'tradeNo' | 'hash'> | undefined) ?? { tradeNo: 0, hash: '' }
}

function signatureOf({ tradeNo, hash, version }: Guard, ledgerKey: KeyObject): string {
  return createSigner(keyFor('guard', ledgerKey))(`${tradeNo}|${hash}|${version}`)
}

function readGuard(path: string, ledgerKey: KeyObject): Guard {
  try {
    const { signature, ...guard } = JSON.parse(readFileSync(path, 'utf8')) as Guard & { signature: string }
    if (signatureOf(guard, ledgerKey) === signature) return guard
  } catch {
    // Reported below, whatever the reason.
  }
  throw new StoreRefused(
    `${path} cannot be read, or was not written by this program with this ledger key, so there is no telling whether the database is the one that was here last. If you are sure that it is, delete that file and start again.`,
  )
}
