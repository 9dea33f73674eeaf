import { copyFileSync } from 'node:fs'
import type { Store } from '../../src/integrity/open.js'
import type { MysqlOpenOptions } from '../../src/integrity/open-mysql.js'

// Database work on a server. Its library is loaded only when there is one.

const onServer = () => import('../../src/integrity/open-mysql.js')

/** Writes one state of a server's database to a new SQLite file. */
export async function copyServer(url: string, ledgerKeyFile: string, file: string): Promise<void> {
  const { withCopyOf } = await onServer()
  await withCopyOf(url, ledgerKeyFile, (copied) => copyFileSync(copied, file))
}

/** Opens a server's database for writing; other programs may be using it. */
export async function openServer(options: MysqlOpenOptions): Promise<Store> {
  const { openMysqlStore } = await onServer()
  return await openMysqlStore(options)
}

/** Returns the migrations in a server's database, oldest first. */
export async function migrationsOnServer(url: string): Promise<string[]> {
  return await (await onServer()).migrationsOnServer(url)
}

/** Fills a server's empty database with a backup. */
export async function fillServer(url: string, file: string): Promise<void> {
  await (await onServer()).fillServer(url, file)
}
