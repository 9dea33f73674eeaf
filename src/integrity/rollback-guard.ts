import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { StoreRefused } from '../store/refused.js'
import { createSigner, keyFor } from '../store/signer.js'
import type Database from '../store/sqlite-library.js'
import { sealedVersion } from './row-seals.js'

/** The end of the log as the program saw it last, kept in a signed file beside the database. */
interface Head {
  /** The id of the newest entry, and its hash; 0 and empty when there is none. */
  readonly id: number
  readonly hash: string
  /** The version of the seal then. Commits without an entry raise it too. */
  readonly version: number
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
export function checkHead(database: Database.Database, file: string, ledgerKey: KeyObject): void {
  const path = headFile(file)
  if (!existsSync(path)) return
  const head = readHead(path, ledgerKey)
  const found = whatIsMissing(database, head)
  if (found === undefined) return
  throw new StoreRefused(
    `${file} is not the database that was here last: ${found}. If that is a mistake, put the right one back. If you have restored a backup on purpose, what happened after it is lost; remove ${path} to say that you know, then start again.`,
  )
}

/** Why a database is not the one that the head was kept of, or undefined. */
function whatIsMissing(database: Database.Database, head: Head): string | undefined {
  if (head.id > 0) {
    const hash = database.prepare('SELECT hash FROM account_log WHERE id = ?').pluck().get(head.id)
    if (hash === undefined) return `it ends with entry ${newest(database).id}, and entry ${head.id} was there`
    if (hash !== head.hash) return `entry ${head.id} is another`
  }
  const version = sealedVersion(database)
  return version < head.version ? `it has seen ${version} changes, and ${head.version} were in it` : undefined
}

/** Keeps the end of the log as it is now. The database is durable before this, so the head is never ahead of it. */
export function writeHead(database: Database.Database, file: string, ledgerKey: KeyObject): void {
  const head = { ...newest(database), version: sealedVersion(database) }
  const path = headFile(file)
  const signed = { ...head, signature: signatureOf(head, ledgerKey) }
  // A crash or a power cut leaves the old head or the new one, never half of one.
  writeFileSync(`${path}.new`, `${JSON.stringify(signed)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

function newest(database: Database.Database): Pick<Head, 'id' | 'hash'> {
  const entry = database.prepare('SELECT id, hash FROM account_log ORDER BY id DESC LIMIT 1').get()
  return (entry as Pick<Head, 'id' | 'hash'> | undefined) ?? { id: 0, hash: '' }
}

function signatureOf({ id, hash, version }: Head, ledgerKey: KeyObject): string {
  return createSigner(keyFor('head', ledgerKey))(`${id}|${hash}|${version}`)
}

function readHead(path: string, ledgerKey: KeyObject): Head {
  try {
    const { signature, ...head } = JSON.parse(readFileSync(path, 'utf8')) as Head & { signature: string }
    if (signatureOf(head, ledgerKey) === signature) return head
  } catch {
    // Said below, for whatever reason it cannot be read.
  }
  throw new StoreRefused(
    `${path} cannot be read, or was not written by this program with this ledger key, so nobody can say whether the database is the one that was here last. If you are sure that it is, remove that file and start again.`,
  )
}
