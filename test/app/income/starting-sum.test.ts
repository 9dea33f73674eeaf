import { describe, expect, test } from 'vitest'
import { createApp } from '../../../src/app/app.js'
import type { Person } from '../../../src/core/person.js'
import { cryptoRandom } from '../../../src/random.js'
import type { Plan } from '../../../src/store/plan.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { other, unite, unlinkPerson } from '../../support/linked-world.js'
import { DAY, LOBBY, openWorld, person, type World } from '../../support/world.js'

async function openOn(cap = 10_000): Promise<World> {
  const world = await openWorld()
  await world.balance('Old')
  world.clock.pass(DAY)
  const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  const outcome = await world.app.changeIncome({ ...admin, way: 'starting', amount: 500, cap })
  if (outcome.kind !== 'income_changed') throw new Error(outcome.kind)
  return world
}

const comeAs = (world: World, by: Person) => world.app.startingSum({ key: world.key(), place: LOBBY, by })
const kindOf = async (world: World, by: Person) => (await comeAs(world, by)).kind

test('a newcomer gets it once', async () => {
  const world = await openOn()
  expect(await comeAs(world, person('Ann'))).toMatchObject({ kind: 'starting_sum', amount: 500 })
  world.clock.pass(40 * DAY)
  expect(await kindOf(world, person('Ann'))).toBe('no_starting_sum')
  const statement = await world.app.statement({ place: LOBBY, by: person('Ann') })
  expect(statement).toMatchObject({ balance: 500, lines: [{ type: 'starting' }] })
  expect(await world.broken()).toEqual([])
})

test('a repeated command gets the same answer and pays once', async () => {
  const world = await openOn()
  const command = { key: world.key(), place: LOBBY, by: person('Ann') }
  await expectIdempotent(world, {
    first: () => world.app.startingSum(command),
    otherBody: () => world.app.startingSum({ ...command, by: person('Bob') }),
  })
  expect(await world.balance('Ann')).toBe(500)
})

test('earlier members and frozen wallets get nothing, and no one does where it is off', async () => {
  const world = await openOn()
  expect(await kindOf(world, person('Old'))).toBe('no_starting_sum')
  await world.freeze('Cold')
  expect(await kindOf(world, person('Cold'))).toBe('no_starting_sum')
  const elsewhere = await world.foundElsewhere()
  expect(await world.app.startingSum({ key: world.key(), place: elsewhere, by: person('Ann') })).toEqual({
    kind: 'starting_sums_off',
  })
})

test('a member whom others have only named is still a newcomer', async () => {
  const world = await openOn()
  await world.fund(100, 'Ann')
  expect(await kindOf(world, person('Ann'))).toBe('starting_sum')
})

test('when the daily limit is used up it comes with a command on the next day', async () => {
  const world = await openOn(500)
  expect(await kindOf(world, person('Ann'))).toBe('starting_sum')
  expect(await kindOf(world, person('Bob'))).toBe('no_starting_sum')
  world.clock.pass(DAY)
  expect(await kindOf(world, person('Bob'))).toBe('starting_sum')
})

describe('linked accounts are one person', () => {
  test('and none is a newcomer when one was here before', async () => {
    const world = await openOn()
    await unite(world, person('Old'), other('New'))
    expect(await kindOf(world, other('New'))).toBe('no_starting_sum')
  })

  test('and unlinking gives none of them a second one', async () => {
    const world = await openOn()
    await unite(world, person('Ann'), other('Bob'))
    expect(await kindOf(world, other('Bob'))).toBe('starting_sum')
    await unlinkPerson(world, other('Bob'))
    for (const by of [person('Ann'), other('Bob')]) expect(await kindOf(world, by)).toBe('no_starting_sum')
    expect(await world.broken()).toEqual([])
  })
})

test('commands cost no plan where nobody gets one, until an admin turns it on', async () => {
  const world = await openWorld()
  const { engine } = world
  let plans = 0
  const counting = Object.assign(Object.create(engine) as typeof engine, {
    run: <Outcome>(make: () => Plan<Outcome>) => {
      plans++
      return engine.run(make)
    },
  })
  const store = {
    ...{ engine: counting, file: world.file, ledgerKey: world.ledgerKey },
    ...{ newestEntryAt: 0, close: async () => {} },
  }
  world.app = createApp({ store, clock: world.clock, random: cryptoRandom })
  const ask = () => world.app.startingSum({ key: world.key(), place: LOBBY, by: person('Ann') })
  for (let each = 0; each < 3; each++) expect((await ask()).kind).toBe('starting_sums_off')
  expect(plans).toBe(1)
  const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  await world.app.changeIncome({ ...admin, way: 'starting', amount: 100, cap: 1_000 })
  expect((await ask()).kind).toBe('starting_sum')
  expect((await ask()).kind).toBe('no_starting_sum')
})

test('programs that share the database give it as soon as an admin has turned it on in one of them', async () => {
  const world = await openWorld()
  const store = { engine: world.engine, file: '', ledgerKey: world.ledgerKey }
  const options = { store, clock: world.clock, random: cryptoRandom, shared: true }
  const [one, other] = [createApp(options), createApp(options)]
  const ask = () => other.startingSum({ key: world.key(), place: LOBBY, by: person('Ann') })
  expect((await ask()).kind).toBe('starting_sums_off')
  const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  await one.changeIncome({ ...admin, way: 'starting', amount: 100, cap: 1_000 })
  expect((await ask()).kind).toBe('starting_sum')
})
