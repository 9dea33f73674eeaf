import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readLedgerKey } from '../../src/integrity/ledger-key.js'
import { openStore } from '../../src/integrity/open.js'
import { SEALED, sealAll } from '../../src/integrity/row-seals.js'
import Database from '../../src/store/sqlite-library.js'
import { other, unite } from '../support/linked-world.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { DAY, LOBBY, openWorld, person } from '../support/world.js'

/** Takes away what the newest five migrations made; the tables that they made anew are made anew again. */
function undoNewest(database: Database.Database): void {
  database.exec('DROP TABLE community_move')
  database.exec('DROP TABLE share_holder; DROP TABLE corrected_deadline; DROP INDEX envelope_open_since')
  database.exec('ALTER TABLE member DROP COLUMN ever_linked; DROP TABLE seal')
  database.exec('CREATE TABLE seal (name TEXT PRIMARY KEY NOT NULL, sum TEXT NOT NULL)')
  database.exec('DROP TABLE standing; DROP TABLE standing_upto; DROP INDEX envelope_open_of_community')
  database.exec('CREATE INDEX envelope_recent ON envelope (community, created_at)')
  database.exec('DROP INDEX trade_of_community; DROP INDEX member_of_community')
  database.exec(`DELETE FROM kysely_migration WHERE name > '0014'`)
}

test('a file of the first schema is brought up to date with all that is in it', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann', 'Bob')
  const { envelopeNo } = await world.send('Ann')
  const before = world.money()
  await world.stop()
  world.tamper((database) => {
    undoNewest(database)
    database.exec('DROP INDEX member_treasurer; ALTER TABLE community DROP COLUMN language')
    database.exec(
      'DROP TABLE notice; DROP INDEX envelope_message_in; ALTER TABLE community DROP COLUMN max_total',
    )
    database.exec('DROP TABLE chosen_role')
    for (const table of [
      'link',
      'link_code',
      'person_identity',
      'person',
      'chat_move',
      'handle',
      'parked_update',
      'seal',
    ])
      database.exec(`DROP TABLE ${table}`)
    for (const index of ['chat_of_community', 'member_merged', 'identity_of_user'])
      database.exec(`DROP INDEX ${index}`)
    for (const column of [
      'chat.origin',
      'chat.moved_to',
      'identity.home',
      'request.checksum',
      'request.announced_at',
    ])
      database.exec(`ALTER TABLE ${column.replace('.', ' DROP COLUMN ')}`)
    for (const column of ['merged_after', 'merged_into', 'absorbed'])
      database.exec(`ALTER TABLE member DROP COLUMN ${column}`)
    database.exec(`DELETE FROM kysely_migration WHERE name <> '0001_ledger'`)
  })
  // Programs that had this schema kept none.
  rmSync(`${world.file}.head`)
  await world.start()
  expect(world.money()).toEqual(before)
  expect((await world.details(envelopeNo)).language).toBeNull()
  expect(await world.app.settings({ place: LOBBY, by: person('Ann') })).toMatchObject({ name: 'The lobby' })
  expect(await world.broken()).toEqual([])
})

test('the figures of the leaderboards are made from what is there', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann', 'Bob')
  const lucky = await world.send('Ann', { count: 3, total: 1000 })
  await world.grabs(lucky.envelopeNo, 'Bob', 'Cai')
  await world.cancel('Bob', (await world.send('Bob')).envelopeNo)
  world.clock.pass(DAY)
  await world.app.expireEnvelopes(10)
  await world.grabs((await world.send('Bob', { count: 2 })).envelopeNo, 'Ann', 'Cai')
  await unite(world, person('Ann'), other('Ann'))
  await world.grabs((await world.send('Ann', { count: 2 })).envelopeNo, 'Dan')
  await unite(world, person('Ann'), person('Cai'))
  const boards = async () => {
    const all: unknown[] = []
    for (const board of ['sent', 'received', 'luckiest'] as const)
      for (const period of ['week', 'month', 'ever'] as const)
        all.push(await world.app.leaderboard({ place: LOBBY, by: person('Ann'), board, period }))
    return all
  }
  const before = await boards()
  await world.stop()
  world.tamper(undoNewest)
  rmSync(`${world.file}.head`)
  await world.start()
  expect(await world.broken()).toEqual([])
  expect(await boards()).toEqual(before)
})

test('the database itself refuses a language that the program has no words for', async () => {
  const world = await openWorld()
  const change = () => world.tamper((database) => database.exec(`UPDATE community SET language = 'fr'`))
  expect(change).toThrow(/CHECK constraint failed/)
})

test('a migration that is broken off leaves nothing behind, and the next start makes it whole', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const file = join(folder, 'new.db')
  const start = () => openStore({ file, ledgerKeyFile: join(folder, 'key'), onFatal: () => {} })
  const other = new Database(file)
  onTestFinished(() => void other.close())
  // Half of the first schema comes before this table.
  other.exec('CREATE TABLE trade (in_the_way INTEGER)')
  await expect(start()).rejects.toThrow(/table trade already exists/)
  expect(other.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['trade'])
  other.exec('DROP TABLE trade')
  const store = await start()
  await store.close()
})

/** Makes a file of the schema before the last two migrations, in which the seal has a column of this name. */
function undoLast(database: Database.Database, tag = 'tag'): void {
  database.exec('DROP TABLE community_move')
  database.exec('DROP TABLE share_holder; DROP TABLE corrected_deadline; DROP INDEX envelope_open_since')
  database.exec('ALTER TABLE member DROP COLUMN ever_linked')
  database.exec(`DELETE FROM kysely_migration WHERE name >= '0018'`)
  database.exec(`ALTER TABLE seal RENAME COLUMN tag TO other; ALTER TABLE seal RENAME COLUMN other TO ${tag}`)
}

test('a migration seals nothing that somebody slipped in, however the columns of the seal are spelt', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  world.tamper((database) => {
    database.exec(`UPDATE member SET treasurer = 1 WHERE name = 'Ann'`)
    undoLast(database, 'TAG')
  })
  await expect(world.start()).rejects.toThrow(/cannot be brought up to date/)
})

test('a migration seals nothing that a trigger of somebody else writes meanwhile', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  world.tamper((database) => {
    undoNewest(database)
    database.exec(
      `CREATE TRIGGER gift AFTER INSERT ON kysely_migration BEGIN UPDATE member SET treasurer = 1 WHERE name = 'Ann'; END`,
    )
  })
  rmSync(`${world.file}.head`)
  await expect(world.start()).rejects.toThrow(/its trigger gift was not made by it/)
  world.tamper((database) => database.exec('DROP TRIGGER gift'))
  await world.start()
  expect(await world.broken()).toEqual([])
  expect(
    world.tamper((database) => database.prepare('SELECT sum(treasurer) FROM member').pluck().get()),
  ).toBe(0)
})

test('a migration seals no rows that were altered before it', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  world.tamper((database) =>
    database.exec(
      `UPDATE member SET treasurer = 1 WHERE name = 'Ann';
       DELETE FROM kysely_migration WHERE name = (SELECT max(name) FROM kysely_migration)`,
    ),
  )
  await expect(world.start()).rejects.toThrow(
    /cannot be brought up to date: the rows of member are not all as this program wrote them.*restore/,
  )
})

test('a migration that adds a column to a sealed table seals no rows that were altered before it', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  const sealed = SEALED as Record<string, readonly string[]>
  const { member = [], share_holder = [], corrected_deadline = [], community_move = [] } = sealed
  // As a program wrote it that knew neither the column nor the tables.
  try {
    sealed.member = member.filter((column) => column !== 'ever_linked')
    delete sealed.share_holder
    delete sealed.corrected_deadline
    delete sealed.community_move
    world.tamper((database) => {
      undoLast(database)
      sealAll(database, readLedgerKey(world.keyFile))
    })
  } finally {
    Object.assign(sealed, { member, share_holder, corrected_deadline, community_move })
  }
  world.tamper((database) => database.exec(`UPDATE member SET treasurer = 1 WHERE name = 'Ann'`))
  await expect(world.start()).rejects.toThrow(/the rows of member are not all as this program wrote them/)
  world.tamper((database) => database.exec(`UPDATE member SET treasurer = 0 WHERE name = 'Ann'`))
  await world.start()
  expect(await world.broken()).toEqual([])
})
