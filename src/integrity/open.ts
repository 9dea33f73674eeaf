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
import { flushFolder, writeAgain } from '../store/durable-file.js'
import { type Migrations, migrate, newerThanProgram } from '../store/migrate.js'
import { DiskFailed, isForbidden, StoreRefused } from '../store/refused.js'
import { Engine, type EngineOptions } from '../store/sqlite.js'
import Database from '../store/sqlite-library.js'
import { lockFile } from './file-lock.js'
import { checkLedgerKey } from './ledger-key.js'
import { refuseRolledBack, writeGuard } from './rollback-guard.js'
import { keepSeals, refuseAltered, sealAll } from './row-seals.js'
import { meddling, ownSchema, type SchemaObject } from './schema-check.js'
import { refuseCorruptWal } from './wal-check.js'

/** Interval at which the rollback guard is written anew, when there is something new. Milliseconds. */
const GUARD_EVERY = 5_000

export interface OpenOptions extends Omit<EngineOptions, 'ledgerKey' | 'beforeCommit'> {
  readonly file: string
  readonly ledgerKeyFile: string
  /** What the schema is made of; this program's own when not given. */
  readonly migrations?: Migrations
}

export interface Store {
  readonly engine: Engine
  readonly file: string
  readonly ledgerKey: KeyObject
  /** The latest time that the accounts had seen when the store was opened, UTC milliseconds; 0 when there are none. */
  readonly newestEntryAt: number
  /** Finishes the plans that are waiting and lets go of the file. */
  close(): Promise<void>
}

/**
 * Opens the database for writing, creating and migrating it when needed, and refuses it when it is not safe:
 * another program writes to it, its schema is newer than this program, quick_check or a setting is not right,
 * the ledger key is not the one that its entries were signed with, it is older than what was here last, or this user
 * may not write to it. An error of the disk is a `DiskFailed`.
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
        `${options.file} cannot be opened (${said}). The user that runs Luckymoney has to be allowed to read and write the file and its folder.`,
        { cause: error },
      )
    throw new DiskFailed(
      `${options.file} cannot be opened (${said}). Nothing is lost: see that the folder can be written to and the disk has room, then start again.`,
      { cause: error },
    )
  }
}

async function open(options: OpenOptions): Promise<Store> {
  mkdirSync(dirname(options.file), { recursive: true })
  // Whoever can read the file knows the next shares: it is the operator's alone. The files beside it follow.
  if (!existsSync(options.file)) closeSync(openSync(options.file, 'a', 0o600))
  // The lock belongs to the file itself, by whatever path or link it is reached.
  const file = realpathSync(options.file)
  refuseForbidden(file)
  refuseSecondName(file)
  const unlock = lockFile(file)
  try {
    refuseCorruptWal(file)
    const database = openDatabase(file)
    try {
      checkIntegrity(database, options.file)
      makeLogDurable(database, file)
      const newer = newerThanProgram(database, options.migrations)
      if (newer) {
        throw new StoreRefused(
          `${options.file} was written by a newer version of Luckymoney (migration ${newer}). Update the program.`,
        )
      }
      const refuseMeddling = schemaGuard(database, options.file, await ownSchema(options.migrations))
      const keyOf = () => checkLedgerKey(database, file, options.ledgerKeyFile)
      await migrate(database, {
        ...(options.migrations && { migrations: options.migrations }),
        before: () => refuseAltered(database, keyOf),
        after: () => {
          refuseMeddling()
          sealAll(database, keyOf())
        },
      })
      refuseMeddling()
      setPragmas(database)
      // SQLite asks for this as well, when it makes its log, but does not look whether it worked.
      flushFolder(dirname(file))
      const ledgerKey = keyOf()
      refuseRolledBack(database, file, ledgerKey)
      const seal = keepSeals(database, ledgerKey, options.file)
      const beforeCommit = () => {
        refuseMeddling()
        seal()
      }
      const engine = new Engine(database, { ...options, ledgerKey, beforeCommit })
      const keepGuard = guardKeeper(() => writeGuard(database, file, ledgerKey), engine)
      return {
        engine,
        file: options.file,
        ledgerKey,
        newestEntryAt: newestEntryAt(database),
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

/** Throws the system's error for what this user may not read and write; SQLite does not say why it cannot. */
function refuseForbidden(file: string): void {
  for (const path of [dirname(file), file, `${file}-wal`, `${file}-shm`, `${file}.lock`])
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK)
}

/**
 * Returns a check that refuses triggers and tables that this program did not make. They would change rows within the
 * program's own transactions, and the seal would take that for its work. It refuses a file without one of the program's
 * tables as well. It looks again only after the schema has changed.
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
        `${file} was changed by something else than this program: its ${found}. Do not delete it: keep a copy, then restore the last good backup.`,
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
      // It only helps to notice a mistake; an older guard does too, and a full disk is noticed without it.
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

/** Opens an existing database for reading only, beside a running program if need be. */
export function openReadOnly(file: string): Database.Database {
  if (!existsSync(file)) throw new StoreRefused(`There is no database at ${file}.`)
  refuseSecondName(file)
  // Whoever closes a file last makes SQLite forget its log.
  refuseCorruptWal(file)
  // Not opened as read-only: SQLite does not load the CHECKs of a read-only file, so quick_check would not see
  // a row that breaks one.
  const database = new Database(file, { fileMustExist: true })
  database.pragma('busy_timeout = 5000')
  database.pragma('query_only = ON')
  return database
}

/**
 * Refuses a file with hard links: SQLite's log and our lock go by the name, so two programs could open one database by
 * two names and each would overwrite what the other has written.
 */
function refuseSecondName(file: string): void {
  const { nlink, ino } = statSync(file)
  if (nlink > 1)
    throw new StoreRefused(
      `${file} has ${nlink} names (hard links), and two programs could open it by two of them. Remove all but the one that you use (find -inum ${ino} shows them) and start again; a backup has to be a copy.`,
    )
}

/** A disk that refuses to make the log durable is asked so often. */
const TRIES = 3

/**
 * Commits of a process that was killed, or failed, before they were durable are about to be believed and answered.
 * SQLite by itself would flush the log only with the next commit. A flush that fails is tried again, because to give up
 * is not safe either: at closing SQLite flushes the log once more, is told that all is well, and copies what the disk
 * does not have into the database, which a power cut in that moment would leave torn.
 */
function makeLogDurable(database: Database.Database, file: string): void {
  const log = `${file}-wal`
  if (!existsSync(log)) return
  try {
    // Another program that wrote at the same moment would be written over.
    database.exec('BEGIN IMMEDIATE')
    for (let left = TRIES - 1; !wroteAgain(log, left); left--);
    database.exec('ROLLBACK')
  } catch (error) {
    throw new StoreRefused(
      `${log} cannot be made durable (${(error as Error).message}): is the disk sound, and does no other program use the file?`,
    )
  }
}

/** Whether a file was written again; throws what the disk said when no try is left. */
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

/** What helps against an error, where that is known. */
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
        `SQLite would not set ${name} to ${wanted} (it stays ${actual}): the file system may be unfit.`,
      )
  }
}

function checkIntegrity(database: Database.Database, file: string): void {
  let found: unknown
  try {
    found = database.pragma('quick_check(5)', { simple: true })
  } catch (error) {
    found = error instanceof Error ? error.message : error
  }
  if (found !== 'ok') {
    throw new StoreRefused(
      `${file} is damaged (${found}). Do not delete it: keep a copy, then restore the last good backup.`,
    )
  }
}

function newestEntryAt(database: Database.Database): number {
  const newest = database.prepare('SELECT max(updated_at) FROM account').pluck().get()
  return (newest as number | null) ?? 0
}
