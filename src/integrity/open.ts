import type { KeyObject } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../clock.js'
import { flushFolder, writeAgain } from '../store/durable-file.js'
import type { Engine } from '../store/engine.js'
import { isOlder, type Migrations, migrate, newerThanProgram } from '../store/migrate.js'
import { DiskFailed, isForbidden, StoreRefused } from '../store/refused.js'
import { SqliteEngine, type SqliteEngineOptions } from '../store/sqlite.js'
import Database from '../store/sqlite-library.js'
import { lockFile } from './file-lock.js'
import { checkLedgerKey } from './ledger-key.js'
import { refuseDamaged } from './quick-check.js'
import { refuseRolledBack, writeGuard } from './rollback-guard.js'
import { keepSeals, refuseAltered, sealAll } from './row-seals.js'
import { meddling, ownSchema, type SchemaObject } from './schema-check.js'
import { recordSchema, refuseOtherSchema } from './schema-record.js'
import { refuseCorruptWal } from './wal-check.js'

const UPGRADING =
  'the database is being upgraded for this version: about ten seconds for every million trades, only this once'

/** Interval for rewriting the rollback guard when something has changed. Milliseconds. */
const GUARD_EVERY = 5_000

export interface OpenOptions extends Omit<SqliteEngineOptions, 'ledgerKey' | 'beforeCommit'> {
  readonly file: string
  readonly ledgerKeyFile: string
  /** Migrations to apply; this program's own by default. */
  readonly migrations?: Migrations
  /** Leaves a file larger than this many bytes to quickCheckOnThread; by default every file is checked before use. */
  readonly checkAtOnce?: number
  /** Pages of the write-ahead log at which a commit copies them into the database; SQLite's own number by default. */
  readonly longestLog?: number
  /** Called with what the operator should know before a long wait, in a sentence. */
  readonly onNotice?: (notice: string) => void
}

export interface Store {
  readonly engine: Engine
  readonly file: string
  readonly ledgerKey: KeyObject
  /** When the newest trade was made or the newest account was opened, UTC milliseconds; 0 when there are none. */
  readonly newestEntryAt: number
  /** True if the file was too large for quick_check before use. */
  readonly unchecked: boolean
  /**
   * Calls `read` with a temporary SQLite file that holds one state of the database; deletes it afterwards. Undefined where
   * the database is such a file.
   */
  readonly withCopy?: <Result>(read: (file: string) => Promise<Result>) => Promise<Result>
  /** The same with a copy that may be a minute old, shared with other reads. */
  readonly withRecentCopy?: Store['withCopy']
  /** The server's time, as of the newest transaction. Undefined where only this machine's counts. */
  readonly clock?: Clock
  /** Warnings about the server's settings, in sentences for the operator. */
  readonly warnings?: readonly string[]
  /** Finishes the waiting plans and releases the database. */
  close(): Promise<void>
}

/**
 * Opens the database for writing, creating and migrating it when needed. Refuses it when it isn't safe: another program
 * writes to it, its schema is newer than this program, quick_check or a setting fails, the ledger key didn't sign its
 * entries, it is older than the database that was here last, or this user may not write to it. Throws `DiskFailed` on a
 * disk error.
 */
export async function openStore(options: OpenOptions): Promise<Store> {
  try {
    return await open(options)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (error instanceof StoreRefused || error instanceof DiskFailed || code === undefined) throw error
    const said = message.startsWith(code) ? message : `${code}: ${message}`
    const advice = whatToDo({ code })
    if (advice !== '')
      throw new StoreRefused(`${options.file} cannot be opened (${said}).${advice}`, { cause: error })
    if (isForbidden(error))
      throw new StoreRefused(
        `${options.file} cannot be opened (${said}). The user that runs Luckymoney must be allowed to read and write the file and its folder.`,
        { cause: error },
      )
    throw new DiskFailed(
      `${options.file} cannot be opened (${said}). Nothing is lost: make sure that the folder is writable and the disk has free space, then start again.`,
      { cause: error },
    )
  }
}

async function open(options: OpenOptions): Promise<Store> {
  mkdirSync(dirname(options.file), { recursive: true })
  // The file reveals the next shares, so only the operator may read it. The files beside it get the same mode.
  if (!existsSync(options.file)) closeSync(openSync(options.file, 'a', 0o600))
  // The lock belongs to the real file, whatever path or link leads to it.
  const file = realpathSync(options.file)
  refuseForbidden(file)
  refuseSecondName(file)
  const unlock = lockFile(file)
  try {
    refuseCorruptWal(file)
    const database = openDatabase(file)
    try {
      const unchecked = statSync(file).size > (options.checkAtOnce ?? Number.POSITIVE_INFINITY)
      if (!unchecked) refuseDamaged(database, options.file)
      makeLogDurable(database, file)
      const newer = newerThanProgram(database, options.migrations)
      if (newer) {
        throw new StoreRefused(
          `${options.file} was written by a newer version of Luckymoney (migration ${newer}). Update the program.`,
        )
      }
      await refuseOtherSchema(database, options.file, options.migrations)
      const own = await ownSchema(options.migrations)
      const refuseMeddling = schemaGuard(database, options.file, own)
      const keyOf = () => checkLedgerKey(database, file, options.ledgerKeyFile)
      if (isOlder(database, options.migrations)) options.onNotice?.(UPGRADING)
      await migrate(database, {
        ...(options.migrations && { migrations: options.migrations }),
        before: () => refuseAltered(database, keyOf),
        after: () => {
          refuseMeddling()
          recordSchema(database, own)
          sealAll(database, keyOf())
        },
      })
      refuseMeddling()
      setPragmas(database)
      if (options.longestLog !== undefined) database.pragma(`wal_autocheckpoint = ${options.longestLog}`)
      // SQLite does this too when it creates its log, but ignores a failure.
      flushFolder(dirname(file))
      const ledgerKey = keyOf()
      refuseRolledBack(database, file, ledgerKey)
      const seal = keepSeals(database, ledgerKey, options.file)
      const beforeCommit = () => {
        refuseMeddling()
        seal()
      }
      const engine = new SqliteEngine(database, { ...options, ledgerKey, beforeCommit })
      const keepGuard = guardKeeper(() => writeGuard(database, file, ledgerKey), engine)
      return {
        engine,
        file: options.file,
        ledgerKey,
        newestEntryAt: newestEntryAt(database),
        unchecked,
        close: async () => {
          await engine.drain()
          keepGuard.stop()
          database.close()
          unlock()
        },
      }
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Throws the system's error when this user may not read and write the file; SQLite hides the reason. */
function refuseForbidden(file: string): void {
  for (const path of [dirname(file), file, `${file}-wal`, `${file}-shm`, `${file}.lock`])
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK)
}

/**
 * Returns a check that refuses triggers and tables that this program didn't make: they would change rows within its
 * transactions, and the seal would accept that as its own work. Also refuses a file that lacks one of the program's
 * tables. Looks again only after the schema has changed.
 */
function schemaGuard(database: Database.Database, file: string, own: readonly SchemaObject[]): () => void {
  const version = database.prepare('PRAGMA main.schema_version').pluck()
  let checked: unknown
  return () => {
    const now = version.get()
    if (now === checked) return
    const [found] = meddling(database, own)
    if (found !== undefined)
      throw new StoreRefused(
        `${file} was changed by something other than this program: its ${found}. Do not delete it: keep a copy, then restore the last good backup.`,
      )
    checked = now
  }
}

/** Writes the rollback guard while the store is open, and once more at the end. */
function guardKeeper(write: () => void, engine: Engine): { stop: () => void } {
  let changed = true
  let stopped = false
  const keep = () => {
    if (!changed) return
    changed = false
    try {
      write()
    } catch {
      // The guard only helps to notice mistakes. An outdated one still does, and a full disk shows up elsewhere.
      changed = true
    }
  }
  engine.onCommit(() => {
    changed = true
  })
  const timer = setInterval(keep, GUARD_EVERY)
  timer.unref()
  return {
    stop: () => {
      if (stopped) return
      stopped = true
      clearInterval(timer)
      keep()
    },
  }
}

/** Opens an existing database for reading only, even while the bot is running. */
export function openReadOnly(file: string): Database.Database {
  if (!existsSync(file)) throw new StoreRefused(`There is no database at ${file}.`)
  refuseSecondName(file)
  // The last process to close a file makes SQLite delete its log.
  refuseCorruptWal(file)
  // Not opened read-only: SQLite doesn't load the CHECKs of a read-only file, so quick_check would miss a row that
  // violates one.
  const database = new Database(file, { fileMustExist: true })
  database.pragma('busy_timeout = 5000')
  database.pragma('query_only = ON')
  return database
}

/**
 * Refuses a file with hard links: SQLite's log and our lock go by name, so two programs could open one database under
 * two names and overwrite each other's changes.
 */
function refuseSecondName(file: string): void {
  const { nlink, ino } = statSync(file)
  if (nlink > 1)
    throw new StoreRefused(
      `${file} has ${nlink} names (hard links), so two programs could open it under different names. Remove all but the one that you use (find -inum ${ino} lists them) and start again; a backup has to be a copy.`,
    )
}

/** Attempts to make the log durable on a failing disk. */
const TRIES = 3

/**
 * Flushes the log. Commits of a process that was killed, or failed, before they were durable are about to be trusted
 * and answered, but SQLite would only flush the log with the next commit. Retries a failed flush, because giving up
 * isn't safe either: on closing, SQLite flushes the log again, is told that all is well, and copies pages that the disk
 * lacks into the database, which a power cut at that moment would corrupt.
 */
function makeLogDurable(database: Database.Database, file: string): void {
  const log = `${file}-wal`
  if (!existsSync(log)) return
  try {
    // Rewriting the log must not overwrite what another program writes at the same moment.
    database.exec('BEGIN IMMEDIATE')
    for (let left = TRIES - 1; !wroteAgain(log, left); left--);
    database.exec('ROLLBACK')
  } catch (error) {
    throw new StoreRefused(
      `${log} cannot be made durable (${(error as Error).message}): check the disk, and that no other program uses the file.`,
    )
  }
}

/** Returns whether a file was rewritten; throws the disk's error after the last attempt. */
function wroteAgain(path: string, left: number): boolean {
  try {
    writeAgain(path)
    return true
  } catch (error) {
    if (left === 0) throw error
    return false
  }
}

function openDatabase(file: string): Database.Database {
  try {
    const database = new Database(file, { timeout: 1000 })
    setPragmas(database)
    return database
  } catch (error) {
    if (error instanceof Database.SqliteError)
      throw new StoreRefused(
        `${file} cannot be opened as a SQLite database (${error.code}: ${error.message}).${whatToDo(error)}`,
      )
    throw error
  }
}

/** Returns advice for an error, where there is any. */
function whatToDo({ code }: { code: string }): string {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(code)
    ? ' It is damaged, or none. Do not delete it: keep a copy, then restore the last good backup.'
    : ''
}

const PRAGMAS = {
  cache_size: -16384,
  temp_store: 2,
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  recursive_triggers: 1,
} as const

function setPragmas(database: Database.Database): void {
  for (const [name, wanted] of Object.entries(PRAGMAS)) {
    database.pragma(`${name} = ${wanted}`)
    const actual = database.pragma(name, { simple: true })
    if (actual !== wanted)
      throw new StoreRefused(
        `SQLite did not set ${name} to ${wanted} (it stays ${actual}): the file system may be unsuitable.`,
      )
  }
}

/** Reads two rows, however many there are: a start must not take longer because the books are long. */
function newestEntryAt(database: Database.Database): number {
  const newest = database.prepare(
    `SELECT max(coalesce((SELECT created_at FROM trade ORDER BY trade_no DESC LIMIT 1), 0),
                coalesce((SELECT created_at FROM account ORDER BY id DESC LIMIT 1), 0))`,
  )
  return newest.pluck().get() as number
}
