import { expect, test } from 'vitest'
import type { Board } from '../../../src/app/community/leaderboard.js'
import {
  asAdmin,
  codeOf,
  found,
  fundAt,
  GROUP,
  other,
  unite,
  unlinkPerson,
} from '../../support/linked-world.js'
import { LOBBY, openWorld, person, type World } from '../../support/world.js'

const PERIODS = ['week', 'month', 'ever'] as const

/** Returns the names on a board as somebody reads it. */
async function names(world: World, board: Board, by = person('Zoe'), place = LOBBY): Promise<string[][]> {
  const all = PERIODS.map(async (period) => {
    const outcome = await world.app.leaderboard({ place, by, board, period })
    if (outcome.kind !== 'leaderboard') throw new Error(outcome.kind)
    return outcome.ranks.map(({ name }) => name)
  })
  return await Promise.all(all)
}

const everywhere = (...of: string[]) => [of, of, of]

function leave(world: World, name: string, leave = true, key = world.key()) {
  return world.app.leaveBoards({ key, place: LOBBY, by: person(name), leave })
}

/** Ann sends 6.00; Bob gets 3.00, Cai and Dan the rest. */
async function grabbed(world: World): Promise<void> {
  await world.fund(10_000, 'Ann')
  const three = await world.send('Ann', { kind: 'equal', total: 300, count: 3 })
  await world.grabs(three.envelopeNo, 'Bob', 'Cai', 'Dan')
  const two = await world.send('Ann', { kind: 'equal', total: 300, count: 2 })
  await world.grabs(two.envelopeNo, 'Bob', 'Cai')
}

test('a member who leaves is on no board in any period, and returns with all figures', async () => {
  const world = await openWorld()
  await grabbed(world)
  const before = await names(world, 'received')
  expect(before).toEqual(everywhere('Bob', 'Cai', 'Dan'))
  expect(await leave(world, 'Bob')).toEqual({ kind: 'left_boards', changed: true })
  expect(await names(world, 'received')).toEqual(everywhere('Cai', 'Dan'))
  const more = await world.send('Ann', { kind: 'equal', total: 100, count: 1 })
  await world.grabs(more.envelopeNo, 'Bob')
  expect(await names(world, 'received')).toEqual(everywhere('Cai', 'Dan'))
  expect(await leave(world, 'Ann')).toMatchObject({ changed: true })
  expect(await names(world, 'sent')).toEqual(everywhere())
  expect(await leave(world, 'Bob', false)).toEqual({ kind: 'returned_to_boards', changed: true })
  const week = await world.app.leaderboard({
    ...{ place: LOBBY, by: person('Zoe'), board: 'received', period: 'week' },
  })
  expect(week).toMatchObject({
    ranks: [
      { name: 'Bob', score: 350, times: 3 },
      { name: 'Cai', score: 250, times: 2 },
      { name: 'Dan', score: 100, times: 1 },
    ],
  })
  expect(await world.broken()).toEqual([])
})

test('only the one who left sees the own figures, and the place that they would have', async () => {
  const world = await openWorld()
  await grabbed(world)
  await leave(world, 'Cai')
  const read = (name: string, board: Board = 'received') =>
    world.app.leaderboard({ place: LOBBY, by: person(name), board, period: 'ever' })
  expect(await read('Cai')).toMatchObject({ own: { place: 2, score: 250, times: 2 } })
  expect(await read('Cai', 'sent')).toMatchObject({ own: null })
  expect(await read('Bob')).not.toHaveProperty('own')
  await leave(world, 'Bob')
  // Others who left take no place.
  expect(await read('Cai')).toMatchObject({ own: { place: 1 } })
  await world.grabs((await world.send('Ann', { kind: 'equal', total: 500, count: 1 })).envelopeNo, 'Eve')
  expect(await read('Cai')).toMatchObject({ own: { place: 2 } })
})

test('hidden amounts stay hidden in the own figures of one who left', async () => {
  const world = await openWorld({ rules: { hideAmounts: true } })
  await grabbed(world)
  await leave(world, 'Cai')
  await world.grabs((await world.send('Ann', { count: 4 })).envelopeNo, 'Cai')
  expect(
    await world.app.leaderboard({ place: LOBBY, by: person('Cai'), board: 'received', period: 'ever' }),
  ).toMatchObject({ own: { place: null, score: 250, times: 2 } })
})

test('leaving twice changes nothing, and a repeated command gets the same answer', async () => {
  const world = await openWorld()
  await grabbed(world)
  expect(await leave(world, 'Bob', true, 'k')).toEqual({ kind: 'left_boards', changed: true })
  expect(await leave(world, 'Bob', true, 'k')).toEqual({ kind: 'left_boards', changed: true })
  expect(await leave(world, 'Bob')).toEqual({ kind: 'left_boards', changed: false })
  expect(await leave(world, 'Cai', false)).toEqual({ kind: 'returned_to_boards', changed: false })
})

test('linked accounts leave and return together, and unlinking shows neither', async () => {
  const world = await openWorld()
  await grabbed(world)
  await leave(world, 'Bob')
  await unite(world, person('Cai'), person('Bob'))
  expect(await names(world, 'received')).toEqual(everywhere('Dan'))
  await unlinkPerson(world, person('Bob'))
  expect(await names(world, 'received')).toEqual(everywhere('Dan'))
  await unite(world, person('Cai'), person('Bob'))
  await leave(world, 'Cai', false)
  expect((await names(world, 'received'))[0]).toHaveLength(2)
  await unlinkPerson(world, person('Bob'))
  expect(await names(world, 'received')).toEqual(everywhere('Bob', 'Cai', 'Dan'))
  expect(await world.broken()).toEqual([])
})

test('who left stays off the boards of a community that theirs is linked to', async () => {
  const world = await openWorld()
  await found(world)
  await fundAt(world, GROUP, other('Eve'), 1_000)
  await world.app.leaveBoards({ key: world.key(), place: GROUP, by: other('Eve'), leave: true })
  const linked = await world.app.linkCommunities({
    ...{ key: world.key(), ...asAdmin(GROUP, other('Boss')), code: await codeOf(world) },
  })
  expect(linked.kind).toBe('communities_linked')
  await world.app.sendEnvelope({
    ...{
      key: world.key(),
      place: GROUP,
      by: other('Eve'),
      kind: 'equal',
      total: 300,
      count: 3,
      greeting: '',
    },
  })
  expect(await names(world, 'sent', other('Zoe'), GROUP)).toEqual(everywhere())
})

test('the books, the audit and the statements show what they always do', async () => {
  const world = await openWorld()
  await grabbed(world)
  const seen = async () => [
    await world.app.books({ place: LOBBY, limit: 100 }),
    await world.app.audit({ place: LOBBY, by: person('Zoe') }, 10),
    await world.app.statement({ place: LOBBY, by: person('Bob'), limit: 10 }),
  ]
  const before = await seen()
  await leave(world, 'Bob')
  expect(await seen()).toEqual(before)
})

test('a mark that was changed behind the program breaks the seal', async () => {
  const world = await openWorld()
  await grabbed(world)
  world.tamper((database) => database.exec(`UPDATE member SET off_boards = 1 WHERE name = 'Bob'`))
  expect(await world.broken()).toEqual([expect.stringContaining('member')])
})
