import { describe, expect, onTestFinished, test } from 'vitest'
import { found, fundAt, GROUP, link, unlink } from '../../support/linked-world.js'
import { DAY, LOBBY, openWorld, person, World } from '../../support/world.js'

const seen = (world: World, place = LOBBY) => world.app.supply({ place, by: person('Wei') })

/** Checks in and tops up over two months. */
async function busy(world: World): Promise<void> {
  const admin = { place: LOBBY, by: person('Admin'), platformAdmin: true }
  await world.app.changeIncome({ ...admin, key: world.key(), way: 'checkin', amount: 500, cap: 10_000 })
  await world.fund(2_000, 'Ann', 'Bob')
  await world.app.checkIn({ key: world.key(), place: LOBBY, by: person('Ann') })
  world.clock.pass(30 * DAY)
  for (const name of ['Ann', 'Bob'])
    await world.app.checkIn({ key: world.key(), place: LOBBY, by: person(name) })
  await world.app.deduct({ ...admin, key: world.key(), to: person('Ann'), amount: 300, reason: 'too much' })
}

test('the supply shows money created this month and overall, how, how often and by which admin', async () => {
  const world = await openWorld()
  await busy(world)
  const [made, taken] = [
    { actor: null, name: null },
    { name: 'Admin', times: 1 },
  ]
  expect(await seen(world)).toMatchObject({
    ...{ kind: 'supply', circulation: 5_200 },
    month: [
      { kind: 'checkin', amount: 1_000, times: 2, ...made },
      { kind: 'deduct', amount: 300, ...taken },
    ],
    ever: [
      { kind: 'checkin', amount: 1_500, times: 3, ...made },
      { kind: 'deduct', amount: 300, ...taken },
      { kind: 'top_up', amount: 4_000, times: 2, name: 'Admin' },
    ],
  })
  expect(await world.broken()).toEqual([])
})

test('payments between members create no money', async () => {
  const world = await openWorld()
  await world.fund(2_000, 'Ann')
  const before = await seen(world)
  const { envelopeNo } = await world.send('Ann')
  await world.grabs(envelopeNo, 'Bob', 'Cid')
  await world.app.transfer({
    key: world.key(),
    place: LOBBY,
    by: person('Bob'),
    to: person('Cid'),
    amount: 1,
    note: '',
  })
  expect(await seen(world)).toEqual(before)
})

test('money that moves with a linked chat counts as created here and taken back there', async () => {
  const world = await openWorld()
  await found(world)
  await fundAt(world, GROUP, { platform: 'other', user: 'zoe', name: 'Zoe' }, 700)
  await link(world)
  expect(await seen(world)).toMatchObject({ circulation: 700, ever: [{ kind: 'top_up', amount: 700 }] })
  await unlink(world)
  expect(await seen(world)).toMatchObject({ circulation: 0 })
  expect(await world.broken()).toEqual([])
})

test('a chat without a community has no supply', async () => {
  const world = await openWorld()
  expect(await seen(world, { platform: 'test', chat: 'nowhere' })).toEqual({ kind: 'unknown_chat' })
})

describe('reconcile finds a figure', () => {
  test.each([
    [
      'that is another',
      "UPDATE supply SET amount = amount + 1 WHERE kind = 'deduct'",
      'is not what the mint gave',
    ],
    ['that is missing', "DELETE FROM supply WHERE kind = 'deduct'", 'is missing'],
    [
      'that nothing made',
      `INSERT INTO supply SELECT community, 0, kind, 9, 1, 1 FROM supply LIMIT 1`,
      'is not what the mint gave',
    ],
  ])('%s', async (_, sql, says) => {
    const world = await World.open()
    onTestFinished(() => world.close())
    await busy(world)
    world.tamper((database) => database.exec(sql))
    const broken = await world.broken()
    expect(broken).toHaveLength(1)
    expect(broken[0]).toMatch(/^14: the supply /)
    expect(broken[0]).toContain(says)
  })
})
