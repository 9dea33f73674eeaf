import { expect, test } from 'vitest'
import { LOBBY, openWorld, person } from '../support/world.js'

test('a file of the first schema is brought up to date with all that is in it', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann', 'Bob')
  const { envelopeNo } = await world.send('Ann')
  const before = world.money()
  await world.stop()
  world.tamper((database) => {
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
    ])
      database.exec(`DROP TABLE ${table}`)
    for (const index of ['chat_of_community', 'member_merged', 'identity_of_user'])
      database.exec(`DROP INDEX ${index}`)
    for (const column of ['chat.origin', 'chat.moved_to', 'identity.home'])
      database.exec(`ALTER TABLE ${column.replace('.', ' DROP COLUMN ')}`)
    for (const column of ['merged_after', 'merged_into', 'absorbed'])
      database.exec(`ALTER TABLE member DROP COLUMN ${column}`)
    database.exec(`DELETE FROM kysely_migration WHERE name <> '0001_ledger'`)
  })
  await world.start()
  expect(world.money()).toEqual(before)
  expect((await world.details(envelopeNo)).language).toBeNull()
  expect(await world.app.settings({ place: LOBBY, by: person('Ann') })).toMatchObject({ name: 'The lobby' })
  expect(await world.broken()).toEqual([])
})

test('the database itself refuses a language that the program has no words for', async () => {
  const world = await openWorld()
  const change = () => world.tamper((database) => database.exec(`UPDATE community SET language = 'fr'`))
  expect(change).toThrow(/CHECK constraint failed/)
})
