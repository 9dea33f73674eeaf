import { describe, expect, test } from 'vitest'
import type { Rain, RainOutcome } from '../../../src/app/wallets/rain.js'
import type { Amount } from '../../../src/core/money.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { balanceAt, found, GROUP, link, other, unite, unlink } from '../../support/linked-world.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, HOUR, LOBBY, MINUTE, openWorld, person, START, type World } from '../../support/world.js'

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
const role = { platform: 'test', role: '7', name: 'Helpers' }
const on = (...names: string[]) => ({ on: { those: role, people: names.map(person) } })

const pour = (world: World, more: Partial<Rain> = {}) =>
  world.app.rain({ key: world.key(), place: LOBBY, by: person('Rich'), amount: 1_000, ...more })

async function repeatedly(world: World, more: Partial<Rain> = on('Ann', 'Bob')) {
  await world.fund(1_000, 'Rich')
  const key = world.key()
  return () => pour(world, { key, ...more })
}

const refusals: Refusals<RainOutcome, 'rained'> = {
  nobody: {
    rule: 'it does not rain on the giver alone',
    provoke: (world) => repeatedly(world, on('Rich')),
    says: { kind: 'nobody' },
  },
  too_many: {
    rule: 'it rains on at most 500 people at once',
    provoke: (world) => repeatedly(world, on(...Array.from({ length: 501 }, (_, index) => `P${index}`))),
    says: { kind: 'too_many', max: 500 },
  },
  too_little: {
    rule: 'everyone gets at least one minor unit',
    provoke: (world) => repeatedly(world, { amount: 1, ...on('Ann', 'Bob') }),
    says: { kind: 'too_little', people: 2, needed: 2 as Amount, currency },
  },
  insufficient: {
    rule: 'a wallet gives no more than it holds',
    provoke: (world) => repeatedly(world, { amount: 1_001, ...on('Ann') }),
    says: { kind: 'insufficient', balance: 1_000 as Amount, needed: 1_001 as Amount, currency },
  },
  bad_amount: {
    rule: 'nothing negative rains',
    provoke: (world) => repeatedly(world, { amount: -1, ...on('Ann') }),
    says: { kind: 'bad_amount' },
  },
  newcomer_limit: {
    rule: 'what a newcomer sends and gives in a day is limited',
    provoke: async (world) => {
      await world.app.changeSettings({
        ...{ key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true },
        changes: { newcomer: { limit: 100, time: 7 * DAY } },
      })
      return await repeatedly(world)
    },
    says: {
      ...{ kind: 'newcomer_limit', limit: 100 as Amount, left: 100 as Amount, currency },
      ...{ renews: START + 12 * HOUR, until: START + 7 * DAY },
    },
  },
  wallet_frozen: {
    rule: 'a frozen wallet gives nothing',
    provoke: async (world) => {
      const again = await repeatedly(world)
      await world.freeze('Rich')
      return again
    },
    says: { kind: 'wallet_frozen', name: 'Rich' },
  },
  unknown_chat: {
    rule: 'a chat without a community has no money',
    provoke: (world) => repeatedly(world, { place: { platform: 'test', chat: 'nowhere' } }),
    says: { kind: 'unknown_chat' },
  },
}

describe('rain is refused', () => testRefusals(refusals))

test('everyone with the role gets the same, and the giver keeps the remainder', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Rich')
  expect(await pour(world, on('Cid', 'Ann', 'Bob'))).toMatchObject({
    ...{ kind: 'rained', each: 333, total: 999, people: 3, rest: 1, balance: 4_001 },
    names: ['Cid', 'Ann', 'Bob'],
  })
  for (const name of ['Ann', 'Bob', 'Cid']) expect(await world.balance(name)).toBe(333)
  const statement = await world.app.statement({ place: LOBBY, by: person('Ann') })
  expect(statement).toMatchObject({ lines: [{ type: 'rain', other: 'Rich' }] })
  expect(await world.broken()).toEqual([])
})

test('repeated rain pays once and gets the same answer, even when others have the role by then', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Rich')
  const key = world.key()
  const outcome = await expectIdempotent(world, {
    first: () => pour(world, { key, ...on('Ann', 'Bob') }),
    otherBody: () => pour(world, { key, amount: 999, ...on('Ann', 'Bob') }),
  })
  expect(await pour(world, { key, ...on('Cid') })).toEqual(outcome)
  expect(await world.balance('Cid')).toBe(0)
})

test('skips frozen wallets, and treats linked accounts as one person', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Rich')
  await world.freeze('Cold')
  await unite(world, person('Ann'), other('Bob'))
  const people = [person('Ann'), other('Bob'), person('Cold'), person('Rich'), person('Cid')]
  expect(await pour(world, { on: { those: role, people } })).toMatchObject({ people: 2, each: 500 })
  expect(await world.broken()).toEqual([])
})

test('without a role it rains on everyone who grabbed in the last hour except the giver', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Rich')
  expect(await pour(world)).toEqual({ kind: 'nobody' })
  const { envelopeNo } = await world.send('Rich', { count: 4 })
  await world.grabs(envelopeNo, 'Early')
  world.clock.pass(30 * MINUTE)
  await world.grabs(envelopeNo, 'Ann', 'Rich')
  expect(await pour(world)).toMatchObject({ people: 2, names: ['Early', 'Ann'] })
  world.clock.pass(31 * MINUTE)
  expect(await pour(world)).toMatchObject({ people: 1, names: ['Ann'] })
  world.clock.pass(HOUR)
  expect(await pour(world)).toEqual({ kind: 'nobody' })
  expect(await world.broken()).toEqual([])
})

test('pays a person once even when their accounts were linked after grabbing', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Rich')
  const { envelopeNo } = await world.send('Rich', { count: 3 })
  await world.grabs(envelopeNo, 'Ann')
  await world.app.grabShare({ key: world.key(), place: LOBBY, by: other('Bob'), envelopeNo })
  await unite(world, person('Ann'), other('Bob'))
  expect(await pour(world)).toMatchObject({ people: 1, names: ['Ann'], each: 1_000 })
  expect(await world.broken()).toEqual([])
})

test('rains on no one who left with an unlinked chat, where the money would be out of reach', async () => {
  const world = await openWorld()
  await world.fund(5_000, 'Rich')
  await found(world)
  await link(world)
  const { envelopeNo } = await world.send('Rich', { count: 3 })
  await world.grabs(envelopeNo, 'Ann')
  for (const by of [other('Bob'), other('Cai')])
    await world.app.grabShare({ key: world.key(), place: GROUP, by, envelopeNo })
  await unite(world, person('Dan'), other('Cai'))
  expect((await unlink(world)).kind).toBe('communities_unlinked')
  const bobs = await balanceAt(world, GROUP, other('Bob'))
  expect(await pour(world)).toMatchObject({ people: 2, names: ['Ann', 'Dan'], each: 500 })
  expect(await balanceAt(world, GROUP, other('Bob'))).toBe(bobs)
  expect(await world.broken()).toEqual([])
})
