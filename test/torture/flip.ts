import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Random } from '../../src/core/random.js'
import Database from '../../src/store/sqlite-library.js'
import { tablesOf } from './observe.js'

/** Where a bit was flipped. */
export interface Flipped {
  readonly byte: number
  readonly bit: number
}

/** Flips one random bit of a file. Returns where, or undefined when there is no such file. */
export function flipInFile(path: string, random: Random): Flipped | undefined {
  if (!existsSync(path)) return undefined
  const bytes = readFileSync(path)
  if (bytes.length === 0) return undefined
  const at = random.below(bytes.length)
  const bit = random.below(8)
  bytes[at] = (bytes[at] as number) ^ (1 << bit)
  writeFileSync(path, bytes)
  return { byte: at, bit }
}

/**
 * Returns the offset at which a write-ahead log's last commit starts. Damage to that one may come from a power cut or a
 * bad disk, because the disk may not have had all of it.
 */
export function lastCommitOf(path: string): number {
  const log = readFileSync(path)
  const frame = 24 + log.readUInt32BE(8)
  let last = 32
  let next = 32
  for (
    let at = 32;
    at + frame <= log.length && log.compare(log, 16, 24, at + 8, at + 16) === 0;
    at += frame
  ) {
    if (log.readUInt32BE(at + 4) === 0) continue
    last = next
    next = at + frame
  }
  return last
}

/**
 * Flips one random bit of one value, in the row and in every index, as an unlucky disk fault or an attacker with a
 * shell might: SQLite finds nothing wrong. All tables and columns are equally likely, however large they are.
 */
export function flipInValue(file: string, random: Random): string {
  const database = new Database(file)
  try {
    database.pragma('foreign_keys = OFF')
    database.pragma('ignore_check_constraints = ON')
    const tables = tablesOf(database).filter(({ name }) => database.prepare(`SELECT 1 FROM "${name}"`).get())
    for (;;) {
      const { name: table, columns } = tables[random.below(tables.length)] as (typeof tables)[number]
      const { name: column } = columns[random.below(columns.length)] as (typeof columns)[number]
      const count = database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number
      const row = database
        .prepare(`SELECT * FROM "${table}" LIMIT 1 OFFSET ${random.below(count)}`)
        .get() as Record<string, unknown>
      const old = row[column]
      const flipped = flippedValue(old, random)
      if (flipped === undefined) continue
      const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name)
      const where = keys.map((key) => `"${key}" = ?`).join(' AND ')
      const triggers = database.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all()
      // Flips that violate a unique index can't happen in this way.
      const work = database.transaction(() => {
        for (const { name } of triggers as { name: string }[]) database.exec(`DROP TRIGGER ${name}`)
        const value = typeof old === 'string' ? 'CAST(? AS TEXT)' : '?'
        database
          .prepare(`UPDATE "${table}" SET "${column}" = ${value} WHERE ${where}`)
          .run(flipped, ...keys.map((key) => row[key]))
        for (const { sql } of triggers as { sql: string }[]) database.exec(sql)
      })
      try {
        work()
      } catch (error) {
        if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) continue
        throw error
      }
      return `${table}.${column} from ${JSON.stringify(old)} to ${flipped} in ${JSON.stringify(row)}`
    }
  } finally {
    database.close()
  }
}

function flippedValue(old: unknown, random: Random): number | Buffer | undefined {
  if (typeof old === 'number') return Number(BigInt(old) ^ (1n << BigInt(random.below(45))))
  if ((typeof old !== 'string' && !Buffer.isBuffer(old)) || old.length === 0) return undefined
  const bytes = Buffer.from(old as string)
  const at = random.below(bytes.length)
  bytes[at] = (bytes[at] as number) ^ (1 << random.below(typeof old === 'string' ? 7 : 8))
  return bytes
}
