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
