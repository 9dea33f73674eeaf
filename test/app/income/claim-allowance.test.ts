import { describe, expect, test } from 'vitest'
import type { ChangeIncome } from '../../../src/app/income/change-income.js'
import type { ClaimAllowanceOutcome } from '../../../src/app/income/claim-allowance.js'
import { MAX_CIRCULATION } from '../../../src/core/money.js'
import type { Person } from '../../../src/core/person.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { fillAt, other, unite, unlinkPerson } from '../../support/linked-world.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, LOBBY, openWorld, person, type World } from '../../support/world.js'

const helpers = { platform: 'test', role: '7', name: 'Helpers' }
const cooks = { platform: 'test', role: '8', name: 'Cooks' }

async function change(world: World, rule: Partial<ChangeIncome>) {
  const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  return await world.app.changeIncome({ ...admin, way: 'allowance', amount: 500, ...rule })
}

async function openOn(): Promise<World> {
  const world = await openWorld()
  await change(world, { role: helpers, cap: 1_000 })
  return world
}

const claim = (world: World, by: Person = person('Ann'), roles = ['7'], key = world.key()) =>
  world.app.claimAllowance({ key, place: LOBBY, by, roles })
const kindOf = async (outcome: Promise<ClaimAllowanceOutcome>) => (await outcome).kind

async function repeatedly(world: World, roles = ['7']) {
  await change(world, { role: helpers, cap: 1_000 })
  const key = world.key()
  return () => claim(world, person('Ann'), roles, key)
}

const refusals: Refusals<ClaimAllowanceOutcome, 'allowance_paid'> = {
  blocked: {
    rule: 'a blocked member is paid nothing',
    provoke: async (world) => {
      const again = await repeatedly(world)
      const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
      await world.app.blockMember({ ...admin, member: person('Ann'), reason: 'a script' })
      return again
    },
    says: { kind: 'blocked', reason: 'a script' },
  },
  income_off: {
    rule: 'nothing is paid before an admin turns it on',
    provoke: async (world) => () => claim(world),
    says: { kind: 'income_off' },
  },
  no_role: {
    rule: 'only members who have the role now are paid',
    provoke: (world) => repeatedly(world, ['9']),
    says: { kind: 'no_role', roles: ['Helpers'] },
  },
  already_paid: {
    rule: 'once a week',
    provoke: async (world) => {
      const again = await repeatedly(world)
      await claim(world)
      return again
    },
    says: { kind: 'already_paid' },
  },
  day_full: {
    rule: 'everyone together gets no more than the daily limit',
    provoke: async (world) => {
      const last = await repeatedly(world)
      for (const name of ['Bob', 'Cid']) await claim(world, person(name))
      return last
    },
    says: { kind: 'day_full' },
  },
  circulation_full: {
    rule: 'the mint issues no more than its limit',
    provoke: async (world) => {
      await fillAt(world, LOBBY, person('Rich'), MAX_CIRCULATION - 100)
      return repeatedly(world)
    },
    says: { kind: 'circulation_full' },
  },
  wallet_frozen: {
    rule: 'a frozen wallet gets nothing',
    provoke: async (world) => {
      await world.freeze('Ann')
      return repeatedly(world)
    },
    says: { kind: 'wallet_frozen', name: 'Ann' },
  },
  unknown_chat: {
    rule: 'a chat without a community pays nothing',
    provoke: async (world) => {
      const place = { platform: 'test', chat: 'nowhere' }
      const command = { key: world.key(), place, by: person('Ann'), roles: ['7'] }
      return () => world.app.claimAllowance(command)
    },
    says: { kind: 'unknown_chat' },
  },
}

describe('an allowance is refused', () => testRefusals(refusals))

test('an allowance is paid from the mint once a week, from Monday on', async () => {
  const world = await openOn()
  expect(await claim(world)).toMatchObject({ kind: 'allowance_paid', amount: 500, role: 'Helpers' })
  // The world begins on a Wednesday.
  world.clock.pass(4 * DAY)
  expect(await kindOf(claim(world))).toBe('already_paid')
  world.clock.pass(DAY)
  expect(await kindOf(claim(world))).toBe('allowance_paid')
  expect(await world.balance('Ann')).toBe(1_000)
  expect(await world.broken()).toEqual([])
})

test('a repeated command gets the same answer, even when the roles have changed meanwhile', async () => {
  const world = await openOn()
  const key = world.key()
  await expectIdempotent(world, {
    first: () => claim(world, person('Ann'), ['7'], key),
    otherBody: () => claim(world, person('Bob'), ['7'], key),
  })
  expect(await kindOf(claim(world, person('Ann'), [], key))).toBe('allowance_paid')
})

test('the role with the largest allowance counts, and roles on other platforms do not', async () => {
  const world = await openOn()
  await change(world, { role: cooks, amount: 700, cap: 1_000 })
  await change(world, { role: { ...cooks, platform: 'other' }, amount: 900, cap: 1_000 })
  expect(await claim(world, person('Ann'), ['7', '8'])).toMatchObject({ amount: 700, role: 'Cooks' })
})

test('linked accounts are one person, and unlinking gives none of them a second one', async () => {
  const world = await openOn()
  await change(world, { role: { ...helpers, platform: 'other' }, cap: 1_000 })
  await unite(world, person('Ann'), other('Bob'))
  expect(await kindOf(claim(world, person('Ann')))).toBe('allowance_paid')
  expect(await kindOf(claim(world, other('Bob')))).toBe('already_paid')
  await unlinkPerson(world, other('Bob'))
  expect(await kindOf(claim(world, other('Bob')))).toBe('already_paid')
  expect(await world.broken()).toEqual([])
})

test('turns off one role’s allowance, or without a role all of them, including those of deleted roles', async () => {
  const world = await openOn()
  await change(world, { role: cooks, cap: 1_000 })
  expect(await change(world, { role: helpers, amount: null })).toMatchObject({
    rules: [{ roleName: 'Cooks' }],
  })
  await change(world, { role: helpers, cap: 1_000 })
  expect(await change(world, { amount: null })).toMatchObject({ kind: 'income_changed', rules: [] })
})
