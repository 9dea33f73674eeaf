import { DatabaseClock } from '../clock.js'
import type { EngineOptions } from '../store/engine.js'
import { MysqlEngine } from '../store/mysql.js'
import {
  appliedMysqlMigrations,
  MYSQL_MIGRATIONS,
  migrateMysql,
  mysqlNewerThanProgram,
} from '../store/mysql-migrate.js'
import {
  isLost,
  type MysqlAddress,
  MysqlSession,
  nameOf,
  readMysqlUrl,
  unreachable,
} from '../store/mysql-session.js'
import { StoreRefused } from '../store/refused.js'
import { createLedgerKey, keyFingerprint, readLedgerKey } from './ledger-key.js'
import { copyFromFile, temporaryCopy, withCopy } from './mysql-copy.js'
import { checkNumber, type DatabaseNo } from './number-database.js'
import type { Store } from './open.js'
import { RecentCopy } from './recent-copy.js'
import { openSnapshot } from './snapshot.js'

export interface MysqlOpenOptions extends Omit<EngineOptions, 'ledgerKey' | 'gatherMillis'> {
  /** Like mysql://user:password@host:3306/database. */
  readonly url: string
  readonly ledgerKeyFile: string
  /** Its place among several databases; the only one by default. */
  readonly database?: DatabaseNo
  /** How old figures may be that are read from a copy; RECENT by default. Milliseconds. */
  readonly recentMillis?: number
  /** How long the server may answer nothing before the engine connects anew. Milliseconds. */
  readonly stalledMillis?: number
  /** Called with a sentence for the operator when commands are refused because the server isn't there. */
  readonly onNotice?: (notice: string) => void
}

export type { DatabaseNo } from './number-database.js'

/** A store on a MySQL server. Its `file` is only a name for people. */
export type MysqlStore = Required<Store>

/** Maximum age of a copy of the server's database that reads share. Milliseconds. */
const RECENT = 60_000

/** The oldest servers that have all that the statements need. */
const OLDEST = { MariaDB: [10, 11], MySQL: [8, 0, 23] }

/** Opens a session with a server; throws what tells an operator why it can't. */
export async function connectTo(address: MysqlAddress): Promise<MysqlSession> {
  const session = await MysqlSession.open(address).catch((error) => {
    throw unreachable(address, error)
  })
  try {
    refuseOldServer(session.version)
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}

/**
 * Opens a server's database for writing, creating and migrating its tables when needed. Several programs may have it open
 * at once. Refuses a server that is too old, a schema that is newer than this program, and another ledger key.
 */
export async function openMysqlStore(options: MysqlOpenOptions): Promise<MysqlStore> {
  const address = readMysqlUrl(options.url)
  const session = await connectTo(address)
  try {
    const newer = await mysqlNewerThanProgram(session)
    if (newer)
      throw new StoreRefused(
        `The database ${nameOf(address)} was written by a newer version of Luckymoney (migration ${newer}). Update the program.`,
      )
    await migrateMysql(session)
    const ledgerKey = await checkMysqlLedgerKey(session, options.ledgerKeyFile)
    await checkNumber(session, nameOf(address), options.database)
    const clock = new DatabaseClock()
    const engine = new MysqlEngine({
      ...options,
      ledgerKey,
      connect: () => MysqlSession.open(address),
      onTime: (now) => clock.set(now),
    })
    const copied = async () => {
      const reading = await connectTo(address)
      try {
        return await temporaryCopy(reading, ledgerKey)
      } finally {
        await reading.close()
      }
    }
    const recent = new RecentCopy(copied, options.recentMillis ?? RECENT)
    return {
      engine,
      file: nameOf(address),
      ledgerKey,
      clock,
      newestEntryAt: await newestEntryAt(session),
      unchecked: false,
      warnings: await warningsAbout(session),
      withCopy: async (read) => {
        const { file, remove } = await copied()
        try {
          return await read(file)
        } finally {
          remove()
        }
      },
      withRecentCopy: (read) => recent.read(read),
      async close() {
        recent.end()
        await engine.drain()
      },
    }
  } catch (error) {
    throw !session.isOpen || isLost(error) ? unreachable(address, error) : error
  } finally {
    await session.close()
  }
}

/** Calls `read` with a temporary SQLite file that holds one state of a server's database; deletes it afterwards. */
export async function withCopyOf<Result>(
  url: string,
  ledgerKeyFile: string,
  read: (file: string) => Result | Promise<Result>,
): Promise<Result> {
  const address = readMysqlUrl(url)
  const session = await connectTo(address)
  try {
    await refuseOtherSchema(session, address)
    return await withCopy(session, readLedgerKey(ledgerKeyFile), read)
  } finally {
    await session.close()
  }
}

/** Returns the migrations in a server's database, oldest first. */
export async function migrationsOnServer(url: string): Promise<string[]> {
  const session = await connectTo(readMysqlUrl(url))
  try {
    return await appliedMysqlMigrations(session)
  } finally {
    await session.close()
  }
}

/**
 * Fills a server's database with the rows of a SQLite file, all of them or none, creating the tables when needed. Refuses
 * a database that is in use.
 */
export async function fillServer(url: string, file: string): Promise<void> {
  const address = readMysqlUrl(url)
  const session = await connectTo(address)
  const snapshot = openSnapshot(file)
  try {
    await migrateMysql(session)
    const used = await session.query<unknown[]>('SELECT 1 FROM community UNION SELECT 1 FROM meta LIMIT 1')
    if (used.length > 0)
      throw new StoreRefused(
        `${nameOf(address)} is in use. A backup is only restored into an empty database.`,
      )
    await copyFromFile(snapshot, session)
  } finally {
    snapshot.close()
    await session.close()
  }
}

async function refuseOtherSchema(session: MysqlSession, address: MysqlAddress): Promise<void> {
  const known = Object.keys(MYSQL_MIGRATIONS).sort()
  const applied = await appliedMysqlMigrations(session)
  if (applied.length === 0) throw new StoreRefused(`${nameOf(address)} is not a Luckymoney database.`)
  if (applied.join() !== known.join())
    throw new StoreRefused(
      `${nameOf(address)} has the schema ${applied.at(-1)}, but this program has ${known.at(-1)}. Run migrate, or update the program.`,
    )
}

function refuseOldServer(version: string): void {
  const kind = version.includes('MariaDB') ? 'MariaDB' : 'MySQL'
  const [, ...numbers] = /(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []
  const difference = OLDEST[kind]
    .map((least, index) => Number(numbers[index]) - least)
    .find((each) => each !== 0)
  if (difference !== undefined && difference < 0)
    throw new StoreRefused(
      `The server is ${kind} ${numbers.join('.')}. Luckymoney needs MariaDB 10.11 or MySQL 8.0.23, or later ones.`,
    )
}

/**
 * Reads the database's ledger key, or creates one for a new database. Refuses a key that didn't sign the entries. Of
 * programs that start together, the key of the first one counts.
 */
async function checkMysqlLedgerKey(session: MysqlSession, keyFile: string) {
  const read = () => session.query<{ value: string }[]>(`SELECT value FROM meta WHERE name = 'ledger_key'`)
  const isNew = (await read()).length === 0
  if (isNew) createLedgerKey(keyFile)
  const key = readLedgerKey(keyFile)
  const fingerprint = keyFingerprint(key)
  if (isNew)
    await session.query(`INSERT IGNORE INTO meta (name, value) VALUES ('ledger_key', ?)`, [fingerprint])
  await session.query('COMMIT')
  const [stored] = await read()
  await session.query('COMMIT')
  if (stored?.value !== fingerprint)
    throw new StoreRefused(
      `${keyFile} is not the key that this database was signed with. Every program that uses the database needs the same one: restore it, or copy it from the other machine.`,
    )
  return key
}

async function newestEntryAt(session: MysqlSession): Promise<number> {
  const [row] = await session.query<{ newest: number | null }[]>(
    'SELECT max(updated_at) AS newest FROM account',
  )
  return row?.newest ?? 0
}

/** Returns warnings about settings of the server with which a committed answer could be lost. */
async function warningsAbout(session: MysqlSession): Promise<string[]> {
  const [row] = await session.query<{ flush: number; log: number; sync: number }[]>(
    'SELECT @@innodb_flush_log_at_trx_commit AS flush, @@log_bin AS log, @@sync_binlog AS sync',
  )
  return [
    ...(row?.flush === 1
      ? []
      : ['innodb_flush_log_at_trx_commit is not 1: a power cut may lose money that people were told about']),
    ...(row?.log === 1 && row.sync !== 1
      ? ['sync_binlog is not 1: after a power cut, replicas may lack money that people were told about']
      : []),
  ]
}
