import { describe, expect, test } from 'vitest'
import type { ChangeIncome, ChangeIncomeOutcome } from '../../../src/app/income/change-income.js'
import { type Amount, MAX_AMOUNT } from '../../../src/core/money.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, LOBBY, openWorld, person, type World } from '../../support/world.js'

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
const role = { platform: 'test', role: '7', name: 'Helpers' }

function change(world: World, more: Partial<ChangeIncome> = {}) {
  const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  const command = { ...admin, way: 'checkin', amount: 500, cap: 10_000, ...more } as const
  return () => world.app.changeIncome(command)
}

const refusals: Refusals<ChangeIncomeOutcome, 'income_changed'> = {
  not_admin: {
    rule: 'only a platform admin turns it on, not a treasurer',
    provoke: async (world) => {
      const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
      await world.app.appointTreasurer({ ...admin, member: person('Tim'), treasurer: true })
      return change(world, { by: person('Tim'), platformAdmin: false })
    },
    says: { kind: 'not_admin' },
  },
  nothing_to_change: {
    rule: 'income that is off cannot be turned off',
    provoke: async (world) => change(world, { amount: null }),
    says: { kind: 'nothing_to_change' },
  },
  bad_amount: {
    rule: 'nothing is negative',
    provoke: async (world) => change(world, { streak: -1 }),
    says: { kind: 'bad_amount' },
  },
  cap_missing: {
    rule: 'nothing is turned on without a daily limit',
    provoke: async (world) => {
      const { key, place, by, platformAdmin } = {
        key: world.key(),
        place: LOBBY,
        by: person('Admin'),
        platformAdmin: true,
      }
      return () => world.app.changeIncome({ key, place, by, platformAdmin, way: 'checkin', amount: 500 })
    },
    says: { kind: 'cap_missing' },
  },
  cap_too_small: {
    rule: 'the limit leaves room for the largest check-in',
    provoke: async (world) => change(world, { cap: 1_999, streak: 100, festival: 900 }),
    says: { kind: 'cap_too_small', min: 2_000, currency },
  },
  role_missing: {
    rule: 'an allowance needs a role',
    provoke: async (world) => change(world, { way: 'allowance' }),
    says: { kind: 'role_missing' },
  },
  role_not_asked: {
    rule: 'nothing else takes a role',
    provoke: async (world) => change(world, { role }),
    says: { kind: 'role_not_asked' },
  },
  only_for_check_in: {
    rule: 'only a check-in has a streak',
    provoke: async (world) => change(world, { way: 'starting', streak: 1 }),
    says: { kind: 'only_for_check_in' },
  },
  unknown_chat: {
    rule: 'a chat without a community has no mint',
    provoke: async (world) => change(world, { place: { platform: 'test', chat: 'nowhere' } }),
    says: { kind: 'unknown_chat' },
  },
}

describe('a change of the income is refused', () => {
  testRefusals(refusals)

  test.each([0, 0.5, Number.NaN, MAX_AMOUNT + 1])('%d is no amount', async (amount) => {
    const world = await openWorld()
    expect(await change(world, { amount, cap: MAX_AMOUNT })()).toEqual({ kind: 'bad_amount' })
  })
})

test('active income shows in the settings, absent fields stay, and 0 turns it off', async () => {
  const world = await openWorld()
  const rule = {
    ...{ way: 'checkin', source: '', roleName: '', amount: 500, streakStep: 100, festivalBonus: 888 },
    ...{ dailyCap: 10_000, newestMember: 0 },
  }
  expect(await change(world, { streak: 100, festival: 888 })()).toEqual({
    kind: 'income_changed',
    rules: [rule],
    currency,
  })
  world.clock.pass(DAY)
  const { key, place, by, platformAdmin } = {
    key: world.key(),
    place: LOBBY,
    by: person('Admin'),
    platformAdmin: true,
  }
  await world.app.changeIncome({ key, place, by, platformAdmin, way: 'checkin', amount: 600 })
  await world.restart()
  const shown = await world.app.settings({ place, by })
  expect(shown).toMatchObject({ income: [{ ...rule, amount: 600 as Amount }] })
  expect(await change(world, { amount: null })()).toEqual({ kind: 'income_changed', rules: [], currency })
  expect(await world.broken()).toEqual([])
})

test('a repeated change gets the same answer', async () => {
  const world = await openWorld()
  const key = world.key()
  await expectIdempotent(world, {
    first: change(world, { key }),
    otherBody: change(world, { key, amount: 600 }),
  })
})
