import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { reconcile } from '../../src/integrity/reconcile.js'
import Database from '../../src/store/sqlite-library.js'
import type { World } from './world.js'

let copies = 0

/**
 * Returns what reconcile finds, one line each, after an attacker with a shell has modified a copy of a stopped world's
 * file.
 */
export async function foundAfterWork(
  world: World,
  work: (database: Database.Database) => void,
  at: number,
): Promise<string[]> {
  copies++
  const file = join(world.folder, `copy-${copies}.db`)
  copyFileSync(world.file, file)
  const database = new Database(file)
  work(database)
  database.close()
  const report = await reconcile(file, world.ledgerKey, at)
  expect(report.ok).toBe(report.invariants.every((invariant) => invariant.count === 0))
  return report.invariants.flatMap(({ number, offenders }) => offenders.map((line) => `${number}: ${line}`))
}

/**
 * Runs SQL like an attacker who knows the schema: without foreign keys and CHECKs, and with the triggers removed and
 * restored afterwards.
 */
export function asThief(statements: readonly string[]) {
  return (database: Database.Database) => {
    database.pragma('foreign_keys = OFF')
    database.pragma('ignore_check_constraints = ON')
    const triggers = database.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as {
      name: string
      sql: string
    }[]
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`)
    for (const statement of statements) database.exec(statement)
    for (const { sql } of triggers) database.exec(sql)
  }
}
