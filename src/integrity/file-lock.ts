import { chmodSync, closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs'
import { StoreRefused } from '../store/refused.js'
import Database from '../store/sqlite-library.js'

/** Takes away the locks that this process holds. */
const removals = new Set<() => void>()
// A start that is refused later, as for a port that is taken, ends the process without closing the store.
process.on('exit', () => {
  for (const remove of removals) remove()
})

/**
 * Holds an exclusive lock on a small database beside the file for as long as the process lives, or until the returned function
 * is called. Refused when another process holds it. The operating
 * system lets go of it when the process ends in whatever way, so there is no stale lock to clean up.
 */
export function lockFile(file: string): () => void {
  const path = `${file}.lock`
  const inode = makeLock(path)
  const lock = new Database(path, { timeout: 0 })
  try {
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
    // A program that ends takes its lock away: one that nobody can find any more locks nobody out.
    if (inodeOf(path) !== inode) throw inUse(file)
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw inUse(file)
    throw error
  }
  const remove = () => {
    try {
      // Somebody may have deleted it, and another program made its own.
      if (inodeOf(path) === inode) rmSync(path)
    } catch {
      // Windows keeps a file that is open; left behind it does no harm.
    }
  }
  removals.add(remove)
  return () => {
    removals.delete(remove)
    remove()
    lock.close()
  }
}

/** Makes the lock, if it is missing, so that no other user can hold it. Returns its inode. */
function makeLock(path: string): number {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const { mode, ino } = statSync(path)
  try {
    if ((mode & 0o077) !== 0) chmodSync(path, 0o600)
  } catch {
    // Of another user, or on a file system without modes.
  }
  return ino
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
}

function inUse(file: string): StoreRefused {
  return new StoreRefused(
    `Another Luckymoney process is using ${file}. Stop it first, or give this one another DATABASE_FILE.`,
  )
}
