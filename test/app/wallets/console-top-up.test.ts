import { expect, test } from 'vitest'
import { linkCommunities } from '../../../src/app/linking/link-communities.js'
import {
  type ConsoleTopUp,
  type ConsoleTopUpOutcome,
  consoleTopUp,
} from '../../../src/app/wallets/console-top-up.js'
import { MAX_AMOUNT, MAX_CIRCULATION } from '../../../src/core/money.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { asAdmin, codeOf, found, fundAt, GROUP, link, other, unite } from '../../support/linked-world.js'
import { skipOnMariadb } from '../../support/on-mariadb.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { LOBBY, openWorld, person, type World } from '../../support/world.js'

/** Ann, the first to join, has the wallet W-1. */
const asked: ConsoleTopUp = { key: 'k', community: 1, walletNo: 'W-1', amount: '12.50', reason: 'prize' }

function topUp(world: World, changes: Partial<ConsoleTopUp> = {}): Promise<ConsoleTopUpOutcome> {
  return world.engine.run(() => consoleTopUp({ ...asked, ...changes }, world.clock.now()))
}

/** Runs a refused command in a world with Ann. */
const refusing =
  (changes: Partial<ConsoleTopUp>, prepare?: (world: World) => Promise<unknown>) => async (world: World) => {
    await world.balance('Ann')
    await prepare?.(world)
    return () => topUp(world, changes)
  }

test('moves money from the mint to the wallet, once per key', async () => {
  const world = await openWorld()
  await world.balance('Ann')
  const outcome = await expectIdempotent<ConsoleTopUpOutcome>(world, {
    first: () => topUp(world),
    otherBody: () => topUp(world, { amount: '12.51' }),
  })
  expect(outcome).toMatchObject({
    kind: 'topped_up',
    name: 'Ann',
    amount: 1250,
    balance: 1250,
    reason: 'prize',
  })
  expect(world.money().balances).toEqual({ 'M-1': -1250, 'W-1': 1250 })
})

test('a chat identifies its community as well as its number does', async () => {
  const world = await openWorld()
  await world.balance('Ann')
  expect(await topUp(world, { community: LOBBY })).toMatchObject({ kind: 'topped_up', balance: 1250 })
})

test('keys of the console and of chats are separate', async () => {
  const world = await openWorld()
  await world.fund(100, 'Ann')
  // The admin who funded joined first.
  const outcome = await topUp(world, { key: 'test:1', walletNo: 'W-2' })
  expect(outcome).toMatchObject({ kind: 'topped_up', balance: 1350 })
})

test('reaches a frozen wallet', async () => {
  const world = await openWorld()
  await world.freeze('Ann')
  expect(await topUp(world)).toMatchObject({ kind: 'topped_up', balance: 1250 })
})

const refusals: Refusals<ConsoleTopUpOutcome, 'topped_up'> = {
  unknown_community: {
    rule: 'the community must exist',
    provoke: refusing({ community: 2 }),
    says: { kind: 'unknown_community' },
  },
  unknown_wallet: {
    rule: 'the wallet must be of that community',
    provoke: refusing({ community: 2 }, (world) => world.foundElsewhere()),
    says: { kind: 'unknown_wallet' },
  },
  wallet_merged: {
    rule: 'a merged member is topped up under the representing one',
    provoke: refusing({}, (world) => unite(world, other('Bob'), person('Ann'), LOBBY)),
    says: { kind: 'wallet_merged', name: 'Bob', walletNo: 'W-2' },
  },
  community_linked: {
    rule: 'a linked community has its money in the host',
    provoke: refusing({ community: 2, walletNo: 'W-3' }, async (world) => {
      await found(world)
      await fundAt(world, GROUP, other('Zoe'), 100)
      await link(world)
    }),
    says: { kind: 'community_linked', community: 1, name: 'The group' },
  },
  community_moving: {
    rule: 'a community that is being linked must have arrived',
    provoke: refusing({ community: 2, walletNo: 'W-3' }, async (world) => {
      await found(world)
      await fundAt(world, GROUP, other('Zoe'), 100)
      const command = { key: world.key(), ...asAdmin(GROUP, other('Boss')), code: await codeOf(world) }
      await world.engine.run(() => linkCommunities(command, world.clock.now(), 1))
    }),
    says: { kind: 'community_moving', name: 'The group' },
  },
  amount_refused: {
    rule: 'the amount must be valid in the currency',
    provoke: refusing({ amount: '1.005' }),
    says: { kind: 'amount_refused', why: 'too_many_decimals', scale: 2 },
  },
  reason_missing: {
    rule: 'an invisible reason is missing',
    provoke: refusing({ reason: ' \u200b ' }),
    says: { kind: 'reason_missing' },
  },
  reason_too_long: {
    rule: 'a reason has at most 200 characters',
    provoke: refusing({ reason: 'x'.repeat(201) }),
    says: { kind: 'reason_too_long', max: 200 },
  },
  circulation_full: {
    rule: "a community's circulation is limited",
    provoke: refusing({ amount: '0.01' }, async (world) => {
      skipOnMariadb('takes thousands of trades')
      const times = MAX_CIRCULATION / MAX_AMOUNT
      await Promise.all(Array.from({ length: times }, () => world.fund(MAX_AMOUNT, 'Ann')))
    }),
    says: { kind: 'circulation_full' },
  },
}

testRefusals(refusals)
