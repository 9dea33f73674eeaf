import { closeSync, lstatSync, openSync, rmSync } from 'node:fs'
import { openSnapshot } from '../integrity/snapshot.js'
import { flush, giveName } from '../store/durable-file.js'
import { StoreRefused } from '../store/refused.js'
import Database from '../store/sqlite-library.js'

export interface BackupProgress {
  readonly done: number
  readonly total: number
}

export interface BackupOptions {
  readonly onProgress?: (progress: BackupProgress) => void
  /** Accepts a database of an earlier version; false by default. */
  readonly orOlder?: boolean
}

/** Pages of 4 KiB copied between two progress reports. */
const PAGES_A_STEP = 250

/**
 * Copies a database to a new file with SQLite's online backup, even while the bot is running, and makes the
 * copy a single self-contained file. Calls `verify` with the copy under a provisional name, and gives it its
 * final name only when that resolves. Refuses when the target exists; rejects with the error of `verify`.
 * Leaves nothing behind in either case.
 */
export async function backUp(
  file: string,
  target: string,
  verify: (copy: string) => Promise<void>,
  { onProgress, orOlder = false }: BackupOptions = {},
): Promise<void> {
  const partial = `${target}.partial`
  claim(partial, target)
  try {
    // The snapshot's read transaction pins one state. Without it, each commit of the running bot would
    // restart the copy, which would never finish.
    const source = openSnapshot(file, { orOlder })
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
      throw new StoreRefused(`${target} was created in the meantime. Choose another name.`)
  } finally {
    for (const leftover of ['', '-wal', '-shm', '-journal', '.guard'])
      rmSync(`${partial}${leftover}`, { force: true })
  }
}

/** Creates an empty file under the provisional name, so that two backups to the same target can't mix. */
function claim(partial: string, target: string): void {
  if (lstatSync(target, { throwIfNoEntry: false }))
    throw new StoreRefused(`${target} already exists. A backup never overwrites a file: choose another name.`)
  try {
    closeSync(openSync(partial, 'wx', 0o600))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new StoreRefused(
        `${partial} exists: another backup is running, or one was interrupted. If none is running, delete it.`,
      )
    if (code === 'ENOENT') throw new StoreRefused(`The folder for ${target} does not exist.`)
    throw error
  }
}

/** Takes the copy out of WAL mode: a backup that needs a second file will sooner or later lose it. */
function makeSelfContained(copy: string): void {
  const database = new Database(copy)
  try {
    database.pragma('journal_mode = DELETE')
    const checked = database.pragma('quick_check(5)', { simple: true })
    if (checked !== 'ok') throw new StoreRefused(`the copy is damaged (${checked}): check the disk`)
  } finally {
    database.close()
  }
}
