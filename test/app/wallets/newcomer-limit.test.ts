import { describe, expect, test } from 'vitest'
import { transfer } from '../../../src/app/wallets/transfer.js'
import { resume } from '../../../src/store/plan.js'
import {
  asAdmin,
  balanceAt,
  found,
  fundAt,
  GROUP,
  link,
  other,
  unite,
  unlinkPerson,
} from '../../support/linked-world.js'
import { DAY, HOUR, LOBBY, openWorld, person, START, type World } from '../../support/world.js'

const WEEK = 7 * DAY

async function limited(world: World, limit = 300, time: number | undefined = WEEK, place = LOBBY) {
  const newcomer = { limit, time }
  const outcome = await world.app.changeSettings({
    ...{ key: world.key(), ...asAdmin(place, person('Admin')), changes: { newcomer } },
  })
  expect(outcome.kind).toBe('settings_changed')
}

function give(world: World, name: string, amount: number, place = LOBBY, by = person(name)) {
  const command = { key: world.key(), place, by, to: person('Zed'), amount, note: '' }
  return world.app.transfer(command)
}

const left = async (world: World, name: string) => {
  const outcome = await give(world, name, 1_000)
  return outcome.kind === 'newcomer_limit' ? outcome.left : outcome.kind
}

describe('a newcomer', () => {
  test('sends and gives up to the limit in a day, in all ways together', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann', 'Bob')
    await limited(world)
    expect((await give(world, 'Ann', 50)).kind).toBe('transferred')
    await world.send('Ann', { total: 60 })
    const on = { those: { platform: 'test', role: 'r', name: 'R' }, people: [person('Bob'), person('Cat')] }
    await world.app.rain({ key: world.key(), place: LOBBY, by: person('Ann'), amount: 41, on })
    const appointments = [START + HOUR, START + 2 * HOUR]
    expect((await world.trySend('Ann', { total: 60, appointments })).kind).toBe('scheduled')
    // 50 + 60 + 40 + 2 × 60
    const refusal = {
      ...{ kind: 'newcomer_limit', limit: 300, left: 30, currency: { name: 'Lucky', symbol: 'L', scale: 2 } },
      ...{ renews: START + 12 * HOUR, until: START + WEEK },
    }
    expect(await give(world, 'Ann', 31)).toEqual(refusal)
    expect(await world.trySend('Ann', { total: 31 })).toEqual(refusal)
    expect(await world.trySend('Ann', { total: 16, appointments })).toEqual(refusal)
    expect((await give(world, 'Ann', 30)).kind).toBe('transferred')
    expect(await world.broken()).toEqual([])
  })

  test('gets the limit anew at midnight in the community’s time zone, and none after the time', async () => {
    const world = await openWorld()
    await world.fund(90_000, 'Ann')
    await limited(world)
    await world.app.changeSettings({
      ...{ key: world.key(), ...asAdmin(LOBBY, person('Admin')), changes: { timeZone: 'Asia/Shanghai' } },
    })
    await give(world, 'Ann', 300)
    // It is 20:00 in Shanghai.
    world.clock.pass(4 * HOUR - 1)
    expect(await left(world, 'Ann')).toBe(0)
    world.clock.pass(1)
    expect((await give(world, 'Ann', 300)).kind).toBe('transferred')
    world.clock.pass(WEEK - 4 * HOUR - 1)
    expect(await left(world, 'Ann')).toBe(300)
    world.clock.pass(1)
    expect((await give(world, 'Ann', 5_000)).kind).toBe('transferred')
  })

  test('gains nothing with linked accounts, and is known as long as the oldest of them', async () => {
    const world = await openWorld()
    await world.fund(1_000, 'Ann', 'Alt')
    await limited(world)
    await give(world, 'Ann', 200)
    await give(world, 'Alt', 50)
    await unite(world, person('Ann'), person('Alt'))
    // The 950 that moved between the two are not counted.
    expect(await left(world, 'Alt')).toBe(50)
    await unlinkPerson(world, person('Alt'))
    await world.fund(1_000, 'Alt')
    expect(await left(world, 'Alt')).toBe(250)
    world.clock.pass(WEEK)
    await world.fund(1_000, 'New')
    expect(await left(world, 'New')).toBe(300)
    await unite(world, person('New'), person('Ann'))
    expect((await give(world, 'New', 500)).kind).toBe('transferred')
  })

  test('can’t pass a payment off as a movement by linking', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann')
    await limited(world)
    const command = { key: world.key(), place: LOBBY, by: person('Ann'), to: person('Zed'), amount: 300 }
    expect(await world.app.transfer({ ...command, note: ' 🔗' })).toMatchObject({ note: '' })
    expect(await left(world, 'Ann')).toBe(0)
  })

  test('is none in the host when a linked chat has known them', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, other('Zoe'), 5_000)
    world.clock.pass(WEEK)
    await limited(world)
    await link(world)
    expect((await give(world, 'Zoe', 4_000, GROUP, other('Zoe'))).kind).toBe('transferred')
    expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(1_000)
  })
})

test('treasurers and everyone else have no limit, and there is none until an admin sets it', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Ann', 'Old')
  expect((await give(world, 'Ann', 1_000)).kind).toBe('transferred')
  world.clock.pass(2 * HOUR)
  await world.fund(5_000, 'Tim')
  await limited(world, 300, HOUR)
  expect((await give(world, 'Old', 1_000)).kind).toBe('transferred')
  expect(await left(world, 'Tim')).toBe(300)
  await world.app.appointTreasurer({
    ...{ key: world.key(), ...asAdmin(LOBBY, person('Admin')), member: person('Tim'), treasurer: true },
  })
  expect((await give(world, 'Tim', 1_000)).kind).toBe('transferred')
})

test('a member who is no newcomer costs no query more', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Ann')
  world.clock.pass(WEEK)
  const statements = async () => {
    let count = 0
    await world.engine.run(function* () {
      const command = {
        key: world.key(),
        place: LOBBY,
        by: person('Ann'),
        to: person('Zed'),
        amount: 1,
        note: '',
      }
      const plan = transfer(command, world.clock.now())
      let step = resume(plan)
      while (!step.done) {
        count++
        step = resume(plan, yield step.value)
      }
    })
    return count
  }
  await statements()
  const without = await statements()
  await limited(world)
  expect(await statements()).toBe(without)
})
