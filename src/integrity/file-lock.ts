import { chmodSync, closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs'
import { StoreRefused } from '../store/refused.js'
import Database from '../store/sqlite-library.js'

/** Release functions of the locks that this process holds. */
const removals = new Set<() => void>()
// A start that is refused later, for example because a port is taken, exits without closing the store.
process.on('exit', () => {
  for (const remove of removals) remove()
})

/**
 * Holds an exclusive lock on a small database beside the file while the process lives, or until the returned function
 * is called. Refuses when another process holds it. The operating system releases the lock when the process ends in any
 * way, so there are no stale locks.
 */
export function lockFile(file: string): () => void {
  const path = `${file}.lock`
  const inode = makeLock(path)
  const lock = new Database(path, { timeout: 0 })
  try {
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
    // The lock file may have been deleted by a program that was just ending: locking a deleted file excludes no one.
    if (inodeOf(path) !== inode) throw inUse(file)
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw inUse(file)
    throw error
  }
  const remove = () => {
    try {
      // The file may have been deleted, and another program may have made its own.
      if (inodeOf(path) === inode) rmSync(path)
    } catch {
      // Windows keeps an open file; leaving it behind is harmless.
    }
  }
  removals.add(remove)
  return () => {
    removals.delete(remove)
    remove()
    lock.close()
  }
}

/** Creates the lock file, if missing, so that no other user can hold it. Returns its inode. */
function makeLock(path: string): number {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const { mode, ino } = statSync(path)
  try {
    if ((mode & 0o077) !== 0) chmodSync(path, 0o600)
  } catch {
    // Owned by another user, or on a file system without modes.
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
