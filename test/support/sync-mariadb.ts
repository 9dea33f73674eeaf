import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { skipTest } from './on-mariadb.js'

const THREAD = new URL('./sync-mariadb-thread.mjs', import.meta.url)

type Row = unknown

const meddle = () => skipTest('is about a SQLite file')

interface Query {
  get(...values: unknown[]): Row
  all(...values: unknown[]): Row[]
  run(): never
  pluck(): Query
  raw(): Query
}

/**
 * A server's database, read as tests read a SQLite file: at once. A test that changes something here skips itself: what
 * someone does behind the program's back is a matter of files.
 */
export interface SyncDatabase {
  prepare(sql: string): Query
  exec(sql: string): never
  pragma(text: string): never
  serialize(): never
  /** Changes something as an operator would. */
  write(sql: string, values: readonly unknown[]): void
}

type Ask = (query: { database: string; sql: string; values: readonly unknown[]; asArrays: boolean }) => Row[]

let asking: Ask | undefined

/** Starts the thread that talks to the server, once for all databases of this process. */
function startAsking(server: string): Ask {
  const { port1: port, port2 } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(THREAD, { workerData: { port: port2, signal, server }, transferList: [port2] })
  worker.unref()
  return (query) => {
    Atomics.store(signal, 0, 0)
    port.postMessage(query)
    Atomics.wait(signal, 0, 0)
    const answer: { rows?: Row[]; error?: string } | undefined = receiveMessageOnPort(port)?.message
    if (!answer?.rows) throw new Error(answer?.error ?? 'no answer')
    return answer.rows
  }
}

/** Opens a server's database for tests that look at it behind the program's back. */
export function openSyncMariadb(url: string): SyncDatabase {
  asking ??= startAsking(url)
  const ask = asking
  const database = new URL(url).pathname.slice(1)
  const query = (sql: string, row: 'object' | 'array' | 'first'): Query => ({
    all: (...values) => {
      if (!/^\s*(SELECT|WITH)\b/i.test(sql) || sql.includes('sqlite_')) meddle()
      const rows = ask({ database, sql, values, asArrays: row !== 'object' })
      return row === 'first' ? (rows as unknown[][]).map(([value]) => value) : rows
    },
    get: (...values) => query(sql, row).all(...values)[0],
    run: meddle,
    pluck: () => query(sql, 'first'),
    raw: () => query(sql, 'array'),
  })
  return {
    prepare: (sql) => query(sql, 'object'),
    exec: meddle,
    pragma: meddle,
    serialize: meddle,
    write: (sql, values) => void ask({ database, sql, values, asArrays: false }),
  }
}
