import { describe, expect, test } from 'vitest'
import type { Transfer, TransferOutcome } from '../../../src/app/wallets/transfer.js'
import { type Amount, MAX_AMOUNT } from '../../../src/core/money.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, HOUR, LOBBY, openWorld, person, START, type World } from '../../support/world.js'

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }

function give(world: World, change: Partial<Transfer> = {}): Transfer {
  const parties = { by: person('Ann'), to: person('Bob') }
  return { key: world.key(), place: LOBBY, ...parties, amount: 500, note: 'lunch', ...change }
}

async function repeatedly(world: World, change: Partial<Transfer> = {}) {
  await world.fund(1000, 'Ann')
  const command = give(world, change)
  return () => world.app.transfer(command)
}

const refusals: Refusals<TransferOutcome, 'transferred'> = {
  insufficient: {
    rule: "the giver's wallet must hold the amount",
    provoke: (world) => repeatedly(world, { amount: 1001 }),
    says: { kind: 'insufficient', balance: 1000 as Amount, needed: 1001 as Amount, currency },
  },
  to_self: {
    rule: 'members cannot give to themselves, under any name',
    provoke: (world) => repeatedly(world, { to: person('Ann') }),
    says: { kind: 'to_self' },
  },
  bad_amount: {
    rule: 'a gift is positive',
    provoke: (world) => repeatedly(world, { amount: -500 }),
    says: { kind: 'bad_amount' },
  },
  note_too_long: {
    rule: 'a note has at most 200 characters',
    provoke: (world) => repeatedly(world, { note: 'x'.repeat(201) }),
    says: { kind: 'note_too_long', max: 200 },
  },
  newcomer_limit: {
    rule: 'what a newcomer sends and gives in a day is limited',
    provoke: async (world) => {
      await world.app.changeSettings({
        ...{ key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true },
        changes: { newcomer: { limit: 100, time: 7 * DAY } },
      })
      return repeatedly(world, { amount: 101 })
    },
    says: {
      ...{ kind: 'newcomer_limit', limit: 100 as Amount, left: 100 as Amount, currency },
      ...{ renews: START + 12 * HOUR, until: START + 7 * DAY },
    },
  },
  wallet_frozen: {
    rule: 'a frozen wallet neither gives nor receives, and the answer says whose it is',
    provoke: async (world) => {
      await world.freeze('Bob')
      return repeatedly(world)
    },
    says: { kind: 'wallet_frozen', name: 'Bob' },
  },
  unknown_chat: {
    rule: 'a chat without a community has no money',
    provoke: (world) => repeatedly(world, { place: { platform: 'test', chat: 'nowhere' } }),
    says: { kind: 'unknown_chat' },
  },
}

describe('a transfer is refused', () => testRefusals(refusals))

test.each([0, 0.5, Number.NaN, MAX_AMOUNT + 1])('%d is not a valid amount to give', async (amount) => {
  const world = await openWorld()
  expect(await world.app.transfer(give(world, { amount }))).toEqual({ kind: 'bad_amount' })
})

describe('a transfer', () => {
  test('moves money from one member to another', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    expect(await world.app.transfer(give(world))).toMatchObject({
      kind: 'transferred',
      name: 'Bob',
      amount: 500,
      balance: 500,
      note: 'lunch',
    })
    expect([await world.balance('Ann'), await world.balance('Bob')]).toEqual([500, 500])
    expect(await world.broken()).toEqual([])
  })

  test('happens once per key', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    const command = give(world)
    const outcome = await expectIdempotent<TransferOutcome>(world, {
      first: () => world.app.transfer(command),
      otherBody: () => world.app.transfer({ ...command, to: person('Cai') }),
    })
    expect(outcome.kind).toBe('transferred')
    for (const change of [{ amount: 501 }, { note: '' }, { by: person('Bob') }])
      expect(await world.app.transfer({ ...command, ...change })).toEqual({ kind: 'key_reused' })
  })

  test('from a frozen wallet is refused too', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await world.freeze('Ann')
    expect(await world.app.transfer(give(world))).toEqual({ kind: 'wallet_frozen', name: 'Ann' })
  })

  test('two at once with money for one: one goes through', async () => {
    const world = await openWorld()
    await world.fund(800, 'Ann')
    const outcomes = await Promise.all([world.app.transfer(give(world)), world.app.transfer(give(world))])
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['transferred', 'insufficient'])
  })

  test('reaches the person in the same community only: the same user elsewhere has another wallet', async () => {
    const world = await openWorld()
    const elsewhere = await world.foundElsewhere()
    await world.fund(1000, 'Ann')
    await world.app.transfer(give(world))
    expect(await world.balance('Bob', elsewhere)).toBe(0)
    expect(await world.app.transfer(give(world, { place: elsewhere }))).toMatchObject({
      kind: 'insufficient',
    })
    expect(await world.broken()).toEqual([])
  })
})
