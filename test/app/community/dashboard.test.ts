import { expect, test } from 'vitest'
import { asAdmin } from '../../support/linked-world.js'
import { DAY, LOBBY, openWorld, person, START, type World } from '../../support/world.js'

const ADMIN = asAdmin(LOBBY, person('Admin'))

async function figuresIn(world: World) {
  const outcome = await world.app.dashboard(ADMIN)
  if (outcome.kind !== 'dashboard') throw new Error(outcome.kind)
  return outcome
}

test('only a platform admin may look, and not even a treasurer', async () => {
  const world = await openWorld()
  await world.app.appointTreasurer({ ...ADMIN, key: world.key(), member: person('Ann'), treasurer: true })
  const query = { place: LOBBY, by: person('Ann'), platformAdmin: false }
  expect(await world.app.dashboard(query)).toEqual({ kind: 'not_admin' })
  const nowhere = { platform: 'test', chat: 'nowhere' }
  expect(await world.app.dashboard({ ...ADMIN, place: nowhere })).toEqual({ kind: 'unknown_chat' })
})

test('adds up the money, where it came from, who has it and what was sent on each day', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Ann', 'Bob')
  const deducted = { ...ADMIN, key: world.key(), to: person('Bob'), amount: 1_000, reason: 'a mistake' }
  expect((await world.app.deduct(deducted)).kind).toBe('deducted')
  const { envelopeNo } = await world.send('Ann', { total: 600, kind: 'equal' })
  await world.grabs(envelopeNo, 'Bob', 'Cy')
  world.clock.pass(2 * DAY)
  await world.app.expireEnvelopes(10)
  await world.send('Bob', { total: 300 })
  const { days, ...figures } = await figuresIn(world)
  expect(figures).toMatchObject({
    ...{ circulation: 9_000, members: 4 },
    supply: [
      { kind: 'top_up', amount: 10_000, times: 2 },
      { kind: 'deduct', amount: -1_000, times: 1 },
    ],
    holders: [
      { name: 'Ann', balance: 4_600 },
      { name: 'Bob', balance: 3_900 },
      { name: 'Cy', balance: 200 },
    ],
  })
  expect(days).toHaveLength(30)
  expect(days.slice(-3)).toEqual([
    { packets: 1, grabs: 2, sent: 600 },
    { packets: 0, grabs: 0, sent: 0 },
    { packets: 1, grabs: 0, sent: 300 },
  ])
})

test("begins a day at the community's midnight", async () => {
  const world = await openWorld({ startAt: START + 5 * 3_600_000 })
  await world.fund(1_000, 'Ann')
  await world.send('Ann', { total: 100 })
  // Sent at 17:00 UTC, which is one o'clock on the next day in Shanghai.
  world.clock.pass(8 * 3_600_000)
  const sentIn = async () => (await figuresIn(world)).days.slice(-2).map(({ packets }) => packets)
  expect(await sentIn()).toEqual([1, 0])
  const changes = { timeZone: 'Asia/Shanghai' }
  await world.app.changeSettings({ ...ADMIN, key: world.key(), changes })
  expect(await sentIn()).toEqual([0, 1])
})

test('where amounts are hidden, leaves out what was won from open red packets', async () => {
  const world = await openWorld({ rules: { hideAmounts: true } })
  await world.fund(1_000, 'Ann')
  const { envelopeNo } = await world.send('Ann', { total: 900, count: 3 })
  await world.grabs(envelopeNo, 'Bob', 'Cy')
  expect((await figuresIn(world)).holders).toEqual([{ name: 'Ann', balance: 100 }])
  await world.grabs(envelopeNo, 'Dan')
  expect((await figuresIn(world)).holders.length).toBe(4)
})

test('answers all who ask at once from one reading', async () => {
  const world = await openWorld()
  const outcomes = await Promise.all([figuresIn(world), figuresIn(world)])
  expect(outcomes[0].days).toBe(outcomes[1].days)
})
