import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { StoreRefused } from './refused.js'
import type Database from './sqlite-library.js'

/** The end of the log as the program saw it last, kept in a file beside the database. */
interface Head {
  /** The id of the newest entry, and its hash. */
  readonly id: number
  readonly hash: string
}

/** Where the head of a database is kept. */
export function headFile(file: string): string {
  return `${file}.head`
}

/**
 * Compares the database with what the program saw last. Refused when that is not in it: an older copy was put in
 * its place, or its last entries were taken away together with every trace of them, which nothing inside the
 * file can show. A missing head is no reason to refuse: there is none after a restore that was meant.
 */
export function checkHead(database: Database.Database, file: string): void {
  const path = headFile(file)
  if (!existsSync(path)) return
  const head = readHead(path)
  const entry = database.prepare('SELECT hash FROM account_log WHERE id = ?').get(head.id) as
    | { hash: string }
    | undefined
  if (entry?.hash === head.hash) return
  const found = entry
    ? `entry ${head.id} is another`
    : `it ends with entry ${newest(database)?.id ?? 0}, and entry ${head.id} was there`
  throw new StoreRefused(
    `${file} is not the database that was here last: ${found}. If that is a mistake, put the right one back. If you have restored a backup on purpose, what happened after it is lost; remove ${path} to say that you know, then start again.`,
  )
}

/** Keeps the end of the log as it is now. The database is durable before this, so the head is never ahead of it. */
export function writeHead(database: Database.Database, file: string): void {
  const head = newest(database)
  if (!head) return
  const path = headFile(file)
  // A crash or a power cut leaves the old head or the new one, never half of one.
  writeFileSync(`${path}.new`, `${JSON.stringify(head)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

function newest(database: Database.Database): Head | undefined {
  return database.prepare('SELECT id, hash FROM account_log ORDER BY id DESC LIMIT 1').get() as
    | Head
    | undefined
}

function readHead(path: string): Head {
  try {
    const { id, hash } = JSON.parse(readFileSync(path, 'utf8')) as Head
    if (Number.isSafeInteger(id) && typeof hash === 'string') return { id, hash }
  } catch {
    // Said below, for whatever reason it cannot be read.
  }
  throw new StoreRefused(
    `${path} cannot be read, so nobody can say whether the database is the one that was here last. If you are sure that it is, remove that file and start again.`,
  )
}
