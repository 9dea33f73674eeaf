import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openMysqlStore } from '../../src/integrity/open-mysql.js'
import { migrate } from '../../src/store/migrate.js'
import { appliedMysqlMigrations, migrateMysql } from '../../src/store/mysql-migrate.js'
import { MysqlSession, readMysqlUrl } from '../../src/store/mysql-session.js'
import Database from '../../src/store/sqlite-library.js'
import { takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { temporaryFolder } from '../support/temporary-folder.js'

/** What only servers have, and what only files have. */
const SERVERS_OWN = ['lane', 'lease', 'migration', 'placement', 'spanning', 'writer']
const FILES_OWN = ['seal', 'kysely_migration', 'kysely_migration_lock']

async function emptyDatabase(): Promise<MysqlSession> {
  const session = await MysqlSession.open(readMysqlUrl(await takeDatabase(mariadbUrl() as string)))
  onTestFinished(() => session.close())
  return session
}

async function emptyFile(): Promise<Database.Database> {
  const database = new Database(':memory:')
  onTestFinished(() => {
    database.close()
  })
  await migrate(database)
  return database
}

test('of programs that start together on an empty database, the ledger key of the first one counts', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const url = await takeDatabase(mariadbUrl() as string)
  const session = await MysqlSession.open(readMysqlUrl(url))
  await migrateMysql(session)
  await session.close()
  const open = (key: string) => {
    const options = { url, ledgerKeyFile: join(folder, key), onFatal: () => {} }
    return openMysqlStore(options).catch((error: Error) => error.message)
  }
  const opened = await Promise.all(['one', 'one', 'other', 'other'].map(open))
  const stores = opened.filter((store) => typeof store !== 'string')
  onTestFinished(async () => {
    for (const store of stores) await store.close()
  })
  expect(opened.map((store) => typeof store === 'string')).toSatisfy((refused: boolean[]) =>
    ['false,false,true,true', 'true,true,false,false'].includes(refused.join()),
  )
  expect(opened.filter((store) => typeof store === 'string')).toEqual(
    Array(2).fill(expect.stringMatching(/^There is no ledger key|is not the key/)),
  )
})

test('a server has the tables, columns and triggers of a file', async () => {
  const session = await emptyDatabase()
  const file = await emptyFile()
  await migrateMysql(session)
  const columns = await session.query<{ place: string; required: number }[]>(
    `SELECT concat(table_name, '.', column_name) AS place, is_nullable = 'NO' AS required
     FROM information_schema.columns WHERE table_schema = database() AND extra NOT LIKE '%INVISIBLE%'`,
  )
  const ofServer = columns.filter(({ place }) => !SERVERS_OWN.some((table) => place.startsWith(`${table}.`)))
  const ofFile = file
    .prepare(
      `SELECT t.name || '.' || c.name AS place, c."notnull" AS required, t.type
       FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type IN ('table', 'view')`,
    )
    .all() as { place: string; required: number; type: string }[]
  const own = ofFile.filter(({ place }) => !FILES_OWN.some((table) => place.startsWith(`${table}.`)))
  const sorted = (places: string[]) => places.sort()
  expect(sorted(ofServer.map(({ place }) => place))).toEqual(sorted(own.map(({ place }) => place)))
  const required = (all: { place: string; required: number }[]) =>
    sorted(all.filter((each) => each.required === 1).map(({ place }) => place)).filter(
      (place) => !place.startsWith('account_log.'),
    )
  expect(required(ofServer)).toEqual(required(own))
  const triggers = await session.query<{ name: string }[]>(
    'SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = database()',
  )
  const names = file
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
    .pluck()
    .all() as string[]
  expect(sorted(triggers.map(({ name }) => name))).toEqual(sorted(names))
})

test('a migration that was interrupted goes on where it stopped, even between a statement and its number', async () => {
  const session = await emptyDatabase()
  await migrateMysql(session)
  await session.query('DROP TABLE IF EXISTS standing_upto')
  const first = `name = '0001_schema'`
  const [{ done }] = (await session.query(`SELECT done FROM migration WHERE ${first}`)) as [{ done: number }]
  await session.query(`UPDATE migration SET done = ?, finished = 0 WHERE ${first}`, [done - 3])
  await session.query('COMMIT')
  expect(await appliedMysqlMigrations(session)).toEqual(['0002_placement'])
  expect(await migrateMysql(session)).toEqual(['0001_schema'])
  expect(await migrateMysql(session)).toEqual([])
  expect(await session.query('SELECT trade_no FROM standing_upto')).toHaveLength(1)
})

test('the server refuses changes to immutable rows, and text that is too long', async () => {
  const session = await emptyDatabase()
  await migrateMysql(session)
  await session.query('SET SESSION foreign_key_checks = 0')
  const insert = (table: string, row: Record<string, unknown>) =>
    session.query(
      `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row).map(() => '?')})`,
      Object.values(row),
    )
  await insert('share', { envelope: 1, position: 1, amount: 5 })
  await session.query('UPDATE share SET claimer = 1, claimed_at = 1, trade_no = 1')
  await expect(session.query('UPDATE share SET claimer = 2')).rejects.toThrow('claimed once')
  await expect(session.query('DELETE FROM share')).rejects.toThrow('never deleted')
  const claimed = { envelope: 1, amount: 5, claimer: 1, claimed_at: 1, trade_no: 2 }
  await expect(insert('share', { ...claimed, position: 2 })).rejects.toThrow('Duplicate')
  await expect(insert('share', { envelope: 1, position: 0, amount: 5 })).rejects.toThrow('CONSTRAINT')
  await expect(
    insert('handle', { platform: 'x'.repeat(33), handle: 'a', user: 'b', seen_at: 1 }),
  ).rejects.toThrow('too long')
  await insert('handle', { platform: 'x', handle: 'a', user: 'b', seen_at: 1 })
  await insert('handle', { platform: 'x', handle: 'a ', user: 'b', seen_at: 1 })
  await insert('handle', { platform: 'x', handle: 'A', user: 'b', seen_at: 1 })
})
