import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Kysely, type Migration, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/app/app.js'
import { systemClock } from '../../src/clock.js'
import { reconcileSteps } from '../../src/integrity/check-invariants.js'
import { openStore } from '../../src/integrity/open.js'
import { SEALED } from '../../src/integrity/row-seals.js'
import { ownSchema } from '../../src/integrity/schema-check.js'
import { isOfEarlierVersion, openSnapshot } from '../../src/integrity/snapshot.js'
import { backUp } from '../../src/operations/backup.js'
import { upgradeCopy } from '../../src/operations/upgrade-copy.js'
import { verifyBackup } from '../../src/operations/verify-backup.js'
import { cryptoRandom } from '../../src/random.js'
import { MIGRATIONS, type Migrations, migrate } from '../../src/store/migrate.js'
import Database from '../../src/store/sqlite-library.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { LOBBY, openWorld, person, type World } from '../support/world.js'

/** The migrations of a newer program: this program's, followed by these. */
function newerWith(more: Readonly<Record<string, readonly string[]>>): Migrations {
  const migration = (statements: readonly string[]): Migration => ({
    up: async (db: Kysely<unknown>) => {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  })
  const added = Object.entries(more).map(([name, statements]) => [name, migration(statements)])
  return { ...MIGRATIONS, ...Object.fromEntries(added) }
}

/** One additional migration, with nothing that the seal covers. */
const MORE = newerWith({ '9001_more': ['CREATE TABLE more (id INTEGER PRIMARY KEY)'] })

/** A database with this program's schema, opened the way the program opens it. */
async function migrated(): Promise<Database.Database> {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const database = new Database(join(folder, 'new.db'))
  onTestFinished(() => void database.close())
  database.pragma('foreign_keys = ON')
  await migrate(database)
  return database
}

const tables = (database: Database.Database) =>
  database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all()

/** Everything that reconcile reports about a stopped world's file, measured against a newer program's schema. */
async function brokenBy(world: World, migrations: Migrations): Promise<string[]> {
  const schema = await ownSchema(migrations)
  return world.tamper((database) => {
    const steps = reconcileSteps(database, world.ledgerKey, schema, world.clock.now())
    let step = steps.next()
    while (!step.done) step = steps.next()
    return step.value.invariants.flatMap(({ offenders }) => offenders)
  })
}

test('applies each missing migration once, in order of name', async () => {
  const database = await migrated()
  const migrations = newerWith({
    '9002_second': [`INSERT INTO trail (step) VALUES ('second')`],
    '9001_first': ['CREATE TABLE trail (step TEXT)', `INSERT INTO trail (step) VALUES ('first')`],
  })
  expect(await migrate(database, { migrations })).toEqual(['9001_first', '9002_second'])
  expect(await migrate(database, { migrations })).toEqual([])
  expect(database.prepare('SELECT step FROM trail ORDER BY rowid').pluck().all()).toEqual(['first', 'second'])
})

test('a migration keeps all data, and the store continues with it', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann', 'Bob')
  const { envelopeNo } = await world.send('Ann')
  const before = world.money()
  await world.stop()
  await world.start(MORE)
  expect(world.money()).toEqual(before)
  expect((await world.details(envelopeNo)).language).toBeNull()
  expect(await world.app.settings({ place: LOBBY, by: person('Ann') })).toMatchObject({ name: 'The lobby' })
  await world.grabs(envelopeNo, 'Bob')
  expect(await world.broken()).toEqual([])
  await world.stop()
  await world.start(MORE)
  expect(await world.broken()).toEqual([])
})

test('calls `before` and `after` only around missing migrations', async () => {
  const database = await migrated()
  const ran: string[] = []
  const note = (what: string) => () => void ran.push(`${what} ${tables(database).includes('more')}`)
  const hooks = { before: note('before'), after: note('after') }
  await migrate(database, { migrations: MORE, ...hooks })
  await migrate(database, { migrations: MORE, ...hooks })
  expect(ran).toEqual(['before false', 'after true'])
})

const broken = newerWith({
  '9001_good': ['CREATE TABLE good (id INTEGER)'],
  '9002_bad': ['CREATE TABLE bad (id INTEGER)', 'CREATE TABLE meta (in_the_way INTEGER)'],
})
const dangling = newerWith({ '9001_dangling': ['INSERT INTO chosen (envelope, member) VALUES (99, 99)'] })

test.each<[string, Parameters<typeof migrate>[1], RegExp]>([
  ['in the second of its two migrations', { migrations: broken }, /table meta already exists/],
  [
    'because a row would reference a missing one',
    { migrations: dangling },
    /a row of chosen names a missing/,
  ],
  [
    'in `before` or `after`',
    {
      migrations: MORE,
      after: () => {
        throw new Error('not sealed')
      },
    },
    /not sealed/,
  ],
])('an update that fails %s leaves the file as it was', async (_, options, says) => {
  const database = await migrated()
  const contents = () => [
    database.prepare('SELECT * FROM sqlite_schema').all(),
    database.prepare('SELECT name FROM kysely_migration').pluck().all(),
    database.prepare('SELECT * FROM meta').all(),
    database.pragma('foreign_keys', { simple: true }),
  ]
  const asItWas = contents()
  const before = () => void database.exec(`INSERT INTO meta (name, value) VALUES ('before', '')`)
  await expect(migrate(database, { ...options, before })).rejects.toThrow(says)
  expect(database.inTransaction).toBe(false)
  expect(contents()).toEqual(asItWas)
})

test('a migration may recreate a table that others reference', async () => {
  const database = await migrated()
  database.exec(
    `INSERT INTO person (id, created_at) VALUES (1, 5);
     INSERT INTO person_identity (platform, user, name, person, linked_at) VALUES ('test', 'ann', 'Ann', 1, 5)`,
  )
  const migrations = newerWith({
    '9001_known_by': [
      `CREATE TABLE new_person (id INTEGER PRIMARY KEY NOT NULL, created_at INTEGER NOT NULL, known_by TEXT NOT NULL) STRICT`,
      `INSERT INTO new_person SELECT id, created_at, '' FROM person`,
      'DROP TABLE person',
      'ALTER TABLE new_person RENAME TO person',
    ],
  })
  await migrate(database, { migrations })
  expect(database.prepare('SELECT * FROM person').all()).toEqual([{ id: 1, created_at: 5, known_by: '' }])
  expect(database.prepare('SELECT user, person FROM person_identity').all()).toEqual([
    { user: 'ann', person: 1 },
  ])
  expect(() => database.exec('DELETE FROM person')).toThrow(/FOREIGN KEY constraint failed/)
})

test('an interrupted first start leaves nothing behind, and the next start completes the file', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const file = join(folder, 'new.db')
  const start = () => openStore({ file, ledgerKeyFile: join(folder, 'key'), onFatal: () => {} })
  const other = new Database(file)
  onTestFinished(() => void other.close())
  // Half of the schema precedes this table.
  other.exec('CREATE TABLE trade (in_the_way INTEGER)')
  await expect(start()).rejects.toThrow(/table trade already exists/)
  expect(tables(other)).toEqual(['trade'])
  other.exec('DROP TABLE trade')
  const store = await start()
  await store.close()
})

test('the old program can continue with the file after an interrupted update', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  await expect(world.start(broken)).rejects.toThrow(/table meta already exists/)
  await world.start()
  expect(await world.balance('Ann')).toBe(5000)
  expect(await world.broken()).toEqual([])
  await world.stop()
  await world.start(MORE)
  expect(await world.broken()).toEqual([])
})

test('refuses a file of a newer program, and leaves it usable for that program', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  await world.start(MORE)
  await world.stop()
  await expect(world.start()).rejects.toThrow(/newer version of Luckymoney \(migration 9001_more\)/)
  const newest = Object.keys(MIGRATIONS).sort().at(-1)
  expect(() => openSnapshot(world.file)).toThrow(`has the schema 9001_more, but this program has ${newest}.`)
  await world.start(MORE)
  expect(await world.balance('Ann')).toBe(5000)
  expect(await world.broken()).toEqual([])
})

test.each([
  [
    'a language that the program has no words for',
    `UPDATE community SET language = 'fr'`,
    /CHECK constraint/,
  ],
  ['an answer without a checksum', 'UPDATE idempotency_record SET checksum = NULL', /NOT NULL constraint/],
])('the database itself refuses %s', async (_, statement, says) => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  expect(() => world.tamper((database) => database.exec(statement))).toThrow(says)
})

/** A file of the newer program that an attacker modified before reverting the last migration, so that it runs again. */
async function undone(...work: string[]): Promise<World> {
  const world = await openWorld()
  await world.stop()
  await world.start(MORE)
  await world.fund(5000, 'Ann')
  await world.stop()
  world.tamper((database) => {
    for (const statement of work) database.exec(statement)
    database.exec(`DROP TABLE more; DELETE FROM kysely_migration WHERE name = '9001_more'`)
  })
  // Without it only the seal can tell.
  rmSync(`${world.file}.guard`)
  return world
}

const appoint = `UPDATE member SET treasurer = 1 WHERE name = 'Ann'`

test.each([
  ['which no longer matches', 'SELECT 1'],
  [
    'whose column is spelt differently',
    'ALTER TABLE seal RENAME COLUMN tag TO x; ALTER TABLE seal RENAME COLUMN x TO TAG',
  ],
  ['whose column is called differently', 'ALTER TABLE seal RENAME COLUMN tag TO label'],
  ['which is empty', 'DELETE FROM seal'],
  ['which is gone', 'DROP TABLE seal'],
  [
    'which looks like that of another schema',
    'DROP TABLE seal; CREATE TABLE seal (name TEXT PRIMARY KEY, sum TEXT)',
  ],
])('a migration seals no row that was modified under a seal %s', async (_, forge) => {
  const world = await undone(appoint, forge)
  await expect(world.start(MORE)).rejects.toThrow(
    /cannot be brought up to date: the .*(seal|rows of member).*restore the last good backup/,
  )
})

test('rerunning a migration over unmodified rows is harmless', async () => {
  const world = await undone()
  await world.start(MORE)
  expect(await world.balance('Ann')).toBe(5000)
  expect(await world.broken()).toEqual([])
})

test('a migration seals nothing that a foreign trigger writes', async () => {
  const world = await undone(`CREATE TRIGGER gift AFTER INSERT ON kysely_migration BEGIN ${appoint}; END`)
  await expect(world.start(MORE)).rejects.toThrow(/its trigger gift was not made by it/)
  world.tamper((database) => database.exec('DROP TRIGGER gift'))
  await world.start(MORE)
  expect(await world.broken()).toEqual([])
  expect(
    world.tamper((database) => database.prepare('SELECT sum(treasurer) FROM member').pluck().get()),
  ).toBe(0)
})

test('a migration that extends the seal by a column and a table seals no rows that were modified before it', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  // The newer program seals more than the one that wrote the file.
  const sealed = SEALED as Record<string, readonly string[]>
  const { member = [] } = sealed
  onTestFinished(() => {
    sealed.member = member
    delete sealed.badge
  })
  sealed.member = [...member, 'nickname']
  sealed.badge = ['member', 'title']
  const migrations = newerWith({
    '9001_nicknames': [
      `ALTER TABLE member ADD COLUMN nickname TEXT NOT NULL DEFAULT 'none'`,
      'CREATE TABLE badge (member INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL) STRICT',
      `INSERT INTO badge SELECT id, 'member' FROM member`,
    ],
  })
  world.tamper((database) => database.exec(appoint))
  await expect(world.start(migrations)).rejects.toThrow(
    /cannot be brought up to date: the rows of member are not all as this program wrote them/,
  )
  world.tamper((database) => database.exec(`UPDATE member SET treasurer = 0 WHERE name = 'Ann'`))
  await world.start(migrations)
  await world.fund(100, 'Bob')
  await world.stop()
  expect(await brokenBy(world, migrations)).toEqual([])
  world.tamper((database) =>
    database.exec(`UPDATE member SET nickname = 'Boss'; UPDATE badge SET title = 'boss'`),
  )
  expect(await brokenBy(world, migrations)).toEqual([
    'the rows of member are not all as this program wrote them',
    'the rows of badge are not all as this program wrote them',
  ])
})

/** The migrations of version 1.0.0. */
const FIRST: Migrations = Object.fromEntries(Object.entries(MIGRATIONS).slice(0, 1))

/** Opens the books in a folder, with the program that has these migrations. */
async function openBooks(folder: string, migrations: Migrations, onNotice = (_notice: string) => {}) {
  const files = { file: join(folder, 'books.db'), ledgerKeyFile: join(folder, 'ledger.key') }
  const onFatal = (error: Error) => {
    throw error
  }
  const store = await openStore({ ...files, migrations, onFatal, onNotice })
  return { ...files, store, app: createApp({ store, clock: systemClock, random: cryptoRandom }) }
}

const ANN = { place: LOBBY, by: person('Ann') }

/** A closed file of version 1.0.0, in which Ann got 9.00 and sent them. */
async function oldBooks() {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const { app, store, file, ledgerKeyFile } = await openBooks(folder, FIRST)
  await app.foundCommunity({ place: LOBBY, name: 'Old', currency: { name: 'C', symbol: 'C', scale: 2 } })
  const topUp = { to: person('Ann'), amount: 900, reason: 'new', platformAdmin: true }
  await app.topUp({ key: 'test:1', ...ANN, ...topUp })
  await app.sendEnvelope({ key: 'test:2', ...ANN, kind: 'equal', total: 900, count: 3, greeting: 'old' })
  await store.close()
  return { folder, file, ledgerKeyFile }
}

test('a file of version 1.0.0 is upgraded with everything in it, after a notice to the operator', async () => {
  const { folder } = await oldBooks()
  const notices: string[] = []
  const open = () => openBooks(folder, MIGRATIONS, (notice) => notices.push(notice))
  const { store, app } = await open()
  expect(notices).toEqual([expect.stringContaining('is being upgraded')])
  expect((await app.reconcile()).ok).toBe(true)
  const statement = await app.statement(ANN)
  expect(statement.kind === 'statement' && statement.lines.map(({ desc, flag }) => [desc, flag])).toEqual([
    ['old', -1],
    ['new', 1],
  ])
  await store.close()
  await (await open()).store.close()
  expect(notices).toHaveLength(1)
})

test('a backup of version 1.0.0 is restored as it is and upgraded, and other commands say what to do with it', async () => {
  const { folder, file: backup, ledgerKeyFile } = await oldBooks()
  expect(() => openSnapshot(backup)).toThrow(/is of an earlier version.*run migrate to upgrade it/)
  const before = readFileSync(backup)
  const restored = join(folder, 'restored.db')
  await backUp(
    backup,
    restored,
    async (copy) => {
      await upgradeCopy(copy, ledgerKeyFile)
      expect((await verifyBackup(copy, ledgerKeyFile)).trades).toBe(2)
    },
    { orOlder: true },
  )
  expect(readFileSync(backup)).toEqual(before)
  expect(isOfEarlierVersion(restored)).toBe(false)
  expect(readdirSync(folder).filter((name) => name.startsWith('restored'))).toEqual(['restored.db'])
})
