import { type Connection, createConnection, type Prepare, type SqlError } from 'mariadb'
import { compileForMysql, type MysqlStatement } from './mysql-compiler.js'
import type { Statement } from './plan.js'
import { DiskFailed, StoreRefused } from './refused.js'

/** Where a MySQL server's database is, and who uses it. */
export interface MysqlAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** True if the connection is encrypted and the server's certificate checked. */
  readonly tls: boolean
}

/** A result of a statement that writes. */
export interface MysqlWritten {
  readonly affectedRows: number
  readonly insertId: number
}

const CONNECT_PATIENCE = 5_000
/** How long a session waits for another's lock, in seconds. */
const LOCK_PATIENCE = 5
/**
 * After so many idle seconds the server ends a session, with its locks: that of a program whose machine has died must
 * not keep the others waiting.
 */
const IDLE_PATIENCE = 10

/** Settings of every session, independent of the server's defaults. */
const SETTINGS = [
  `SET SESSION autocommit = 0, sql_mode = 'TRADITIONAL,ANSI_QUOTES,PIPES_AS_CONCAT', time_zone = '+00:00',
    innodb_lock_wait_timeout = ${LOCK_PATIENCE}, wait_timeout = ${IDLE_PATIENCE}`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
]

/** Reads an address such as mysql://user:password@host:3306/database. Throws TypeError without repeating it. */
export function readMysqlUrl(text: string): MysqlAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const database = decodeURIComponent(url?.pathname.slice(1) ?? '')
  if (!url || !/^(mysql|mariadb):$/.test(url.protocol) || !url.hostname || !url.username || !database)
    throw new TypeError('is not an address like mysql://user:password@host:3306/database')
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database,
    tls: url.searchParams.get('tls') === '1',
  }
}

/** Returns the name of a database without its password. */
export function nameOf({ host, port, database }: MysqlAddress): string {
  return `${database} on ${host}:${port}`
}

/** Returns whether an error means that the session is over, and with it the transaction, unless that was COMMIT. */
export function isLost(error: unknown): boolean {
  return (error as Partial<SqlError>).fatal === true
}

/** Deadlock, lock wait timeout, or a row that another transaction changed: the transaction may be tried again. */
const TRY_AGAIN = [1213, 1205, 1020]

export function mayTryAgain(error: unknown): boolean {
  return TRY_AGAIN.includes((error as Partial<SqlError>).errno ?? 0)
}

/** A connection with its settings and its prepared statements. Statements arrive in the order of the calls. */
export class MysqlSession {
  private readonly prepared = new Map<MysqlStatement, Prepare>()
  private ended = false

  private constructor(private readonly connection: Connection) {
    // A lost connection fails the pending statements; nothing else needs to know.
    connection.on('error', () => {
      this.ended = true
    })
    connection.on('end', () => {
      this.ended = true
    })
  }

  static async open({ tls, ...address }: MysqlAddress): Promise<MysqlSession> {
    const connection = await createConnection({
      ...address,
      ...(tls && { ssl: { rejectUnauthorized: true } }),
      charset: 'utf8mb4',
      connectTimeout: CONNECT_PATIENCE,
      bigIntAsNumber: true,
      insertIdAsNumber: true,
      decimalAsNumber: true,
      checkNumberRange: true,
      // An UPDATE counts the rows that it found, as SQLite's does.
      foundRows: true,
      // Errors are logged, and people's texts must not be.
      logParam: false,
      prepareCacheLength: 0,
      pipelining: true,
    })
    try {
      // Texts in expressions are compared as those in the tables.
      const names = `SET NAMES utf8mb4 COLLATE ${collationOf(connection.serverVersion())}`
      await Promise.all([...SETTINGS, names].map((setting) => connection.query(setting)))
    } catch (error) {
      connection.destroy()
      throw error
    }
    return new MysqlSession(connection)
  }

  get isOpen(): boolean {
    return !this.ended
  }

  get version(): string {
    return this.connection.serverVersion()
  }

  /** The collation of the tables: texts are equal only byte by byte. */
  get collation(): string {
    return collationOf(this.version)
  }

  /** Runs SQL that is not worth preparing. */
  query<Result>(sql: string, values?: readonly unknown[]): Promise<Result> {
    return this.connection.query(sql, values)
  }

  /** Reads rows, as arrays, one by one; whole numbers as bigints, because some figures pass the largest safe integer. */
  stream(sql: string): AsyncIterable<unknown[]> {
    return this.connection.queryStream({ sql, rowsAsArray: true, bigIntAsNumber: false })
  }

  /** Inserts many rows. */
  async insertMany(sql: string, rows: readonly (readonly unknown[])[]): Promise<void> {
    await this.connection.batch(sql, rows)
  }

  /** Runs a prepared statement; a new one is prepared first. */
  async execute<Result>(statement: MysqlStatement, values: readonly unknown[]): Promise<Result> {
    return (await this.prepare(statement)).execute(values) as Promise<Result>
  }

  /** Sends a prepared statement at once, without waiting; undefined if it isn't prepared. */
  send<Result>(statement: MysqlStatement, values: readonly unknown[]): Promise<Result> | undefined {
    return this.prepared.get(statement)?.execute(values) as Promise<Result> | undefined
  }

  async prepare(statement: MysqlStatement): Promise<Prepare> {
    let prepared = this.prepared.get(statement)
    if (!prepared) {
      prepared = await this.connection.prepare(statement.sql)
      this.prepared.set(statement, prepared)
    }
    return prepared
  }

  /** Keeps the server from ending an idle session. */
  ping(): Promise<void> {
    return this.connection.ping()
  }

  async close(): Promise<void> {
    if (this.ended) return
    this.ended = true
    await this.connection.end().catch(() => this.connection.destroy())
  }

  /** Ends the session without notifying the server. */
  destroy(): void {
    this.ended = true
    this.connection.destroy()
  }
}

function collationOf(version: string): string {
  return version.includes('MariaDB') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin'
}

/** Statements compiled for MySQL servers, shared by all sessions. */
const compiled = new WeakMap<Statement<never, unknown>, MysqlStatement>()

/** Returns a plan's statement in the words of a MySQL server. */
export function inMysqlWords(statement: Statement<never, unknown>): MysqlStatement {
  let made = compiled.get(statement)
  if (!made) {
    made = compileForMysql(statement)
    compiled.set(statement, made)
  }
  return made
}

/** Refused by the server: user or password, access to the database, no such database. */
const WRONG_ADDRESS = [1045, 1044, 1049, 1698]

/** Rewords an error of connecting for operators; the password is in none of them. */
export function unreachable(address: MysqlAddress, error: unknown): StoreRefused | DiskFailed {
  const { code, errno, message } = error as Partial<SqlError>
  const what = `The database ${nameOf(address)} cannot be used (${code ?? message}).`
  // The error itself isn't attached: its code is enough.
  return WRONG_ADDRESS.includes(errno ?? 0)
    ? new StoreRefused(`${what} Check the user, the password and the database in DATABASE_URL.`)
    : new DiskFailed(
        `${what} Nothing is lost: check that the server runs and can be reached, then start again.`,
      )
}
