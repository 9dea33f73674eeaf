import { closeSync, lstatSync, openSync, rmSync } from 'node:fs'
import { openSnapshot } from '../integrity/snapshot.js'
import { flush, giveName } from '../store/durable-file.js'
import { StoreRefused } from '../store/refused.js'
import Database from '../store/sqlite-library.js'

export interface BackupProgress {
  readonly done: number
  readonly total: number
}

/** So many pages of 4 KiB are copied before the progress is told. */
const PAGES_A_STEP = 250

/**
 * Copies a database to a new file by SQLite's online backup, beside a running program if need be, and makes
 * the copy one self-contained file. `verify` is given the copy under a provisional name; only when it
 * resolves does the copy get its own. Refused, with nothing left behind, when the target exists; rejects
 * with what `verify` threw.
 */
export async function backUp(
  file: string,
  target: string,
  verify: (copy: string) => Promise<void>,
  onProgress?: (progress: BackupProgress) => void,
): Promise<void> {
  const partial = `${target}.partial`
  claim(partial, target)
  try {
    // The snapshot's read transaction pins one state. Without it every commit of the program that writes
    // would start the copying over, and beside a busy bot it would never end.
    const source = openSnapshot(file)
    try {
      source.prepare('SELECT count(*) FROM sqlite_schema').get()
      await source.backup(partial, {
        progress: ({ totalPages, remainingPages }) => {
          if (totalPages > 0) onProgress?.({ done: totalPages - remainingPages, total: totalPages })
          return PAGES_A_STEP
        },
      })
    } finally {
      source.close()
    }
    makeSelfContained(partial)
    await verify(partial)
    flush(partial)
    if (!giveName(partial, target))
      throw new StoreRefused(`${target} was made by somebody else meanwhile. Choose another name.`)
  } finally {
    for (const leftover of ['', '-wal', '-shm', '-journal']) rmSync(`${partial}${leftover}`, { force: true })
  }
}

/** Makes an empty file under the provisional name, so that two backups to the same target cannot mix. */
function claim(partial: string, target: string): void {
  if (lstatSync(target, { throwIfNoEntry: false }))
    throw new StoreRefused(`${target} exists already. A backup overwrites nothing: choose another name.`)
  try {
    closeSync(openSync(partial, 'wx', 0o600))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new StoreRefused(
        `${partial} exists: another backup is under way, or one was broken off. Remove it if so.`,
      )
    if (code === 'ENOENT') throw new StoreRefused(`The folder that ${target} is to be put in does not exist.`)
    throw error
  }
}

/** Takes the copy out of WAL mode: a backup that needs a second file beside it gets torn apart one day. */
function makeSelfContained(copy: string): void {
  const database = new Database(copy)
  try {
    database.pragma('journal_mode = DELETE')
    const checked = database.pragma('quick_check(5)', { simple: true })
    if (checked !== 'ok') throw new StoreRefused(`the copy is damaged (${checked}): is the disk sound?`)
  } finally {
    database.close()
  }
}
