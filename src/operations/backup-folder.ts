import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { type BooksPlace, inFile } from '../integrity/in-file.js'
import { keyFingerprint, readLedgerKey } from '../integrity/ledger-key.js'
import { backUp } from './backup.js'
import { verifyBackup } from './verify-backup.js'

/** Whose backups go where. */
export interface BackupFiles extends BooksPlace {
  readonly folder: string
}

export interface BackupOrder extends BackupFiles {
  /** Copies to keep, the new one included. */
  readonly keep: number
  /** UTC milliseconds; the name of the copy shows it. */
  readonly now: number
}

export interface BackupMade {
  readonly name: string
  readonly bytes: number
  readonly trades: number
  /** Names of the copies that were removed. */
  readonly removed: readonly string[]
  /** Milliseconds. */
  readonly took: number
}

/** A time in the name of a copy may be ahead of the clock by this much; beyond it, the clock was wrong. Milliseconds. */
export const AHEAD = 3_600_000

/** Digits of the key's fingerprint in a name. */
const FINGERPRINT = 8

/**
 * Makes a copy of the database in the folder, which it creates when needed, verifies it, and then removes the oldest
 * copies beyond `keep`. Other files stay, those of other databases included. So do copies of a time to come: the clock
 * was wrong, then or now. Rejects when the copy can't be made or doesn't verify, with every older copy still there.
 */
export async function addToBackupFolder(order: BackupOrder): Promise<BackupMade> {
  const { ledgerKeyFile, folder, keep, now } = order
  const started = performance.now()
  try {
    // Not its parents: on a disk that isn't mounted, that would fill the wrong one.
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const start = startOfNames(order)
  removeLeftovers(folder, start)
  const name = `${start}${timeInName(now)}.db`
  const target = join(folder, name)
  let trades = 0
  await inFile(order, (file) =>
    backUp(file, target, async (copy) => {
      trades = (await verifyBackup(copy, ledgerKeyFile)).trades
    }),
  )
  const older = copiesAmong(readdirSync(folder), start)
    .filter((copy) => copy.name !== name && copy.at <= now + AHEAD)
    .sort((one, other) => other.at - one.at)
  const removed = older.slice(keep - 1).map((copy) => copy.name)
  for (const each of removed) rmSync(join(folder, each), { force: true })
  return {
    name,
    bytes: statSync(target).size,
    trades,
    removed,
    took: Math.round(performance.now() - started),
  }
}

/** Resolves with when the newest copy of a database was made, by its name, UTC milliseconds; undefined without one. */
export async function newestBackupAt(files: BackupFiles, now: number): Promise<number | undefined> {
  const names = await readdir(files.folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const times = copiesAmong(names, startOfNames(files)).map(({ at }) => at)
  const past = times.filter((at) => at <= now + AHEAD)
  return past.length > 0 ? Math.max(...past) : undefined
}

/** Returns how the names of a database's copies start. The key tells databases of the same name apart. */
function startOfNames({ file, ledgerKeyFile }: BackupFiles): string {
  const fingerprint = keyFingerprint(readLedgerKey(ledgerKeyFile)).slice(0, FINGERPRINT)
  return `${basename(file, extname(file))}-${fingerprint}-`
}

/** Returns a time as 2026-11-27T040000Z, which every file system takes. */
function timeInName(at: number): string {
  return new Date(at).toISOString().replaceAll(':', '').replace(/\.\d+/, '')
}

function copiesAmong(names: readonly string[], start: string): { name: string; at: number }[] {
  return names.flatMap((name) => {
    const [, date, hour, minute, second] =
      (name.startsWith(start) &&
        /^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/.exec(name.slice(start.length))) ||
      []
    const at = Date.parse(`${date}T${hour}:${minute}:${second}Z`)
    return Number.isNaN(at) ? [] : [{ name, at }]
  })
}

/** Removes what a program that was killed during a backup left behind. */
function removeLeftovers(folder: string, start: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(start) && /Z\.db\.partial(-wal|-shm|-journal)?$/.test(name))
      rmSync(join(folder, name), { force: true })
  }
}
