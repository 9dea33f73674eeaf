import { describe, expect, onTestFinished, test } from 'vitest'
import type { ChangeIncome } from '../../../src/app/income/change-income.js'
import type { CheckInOutcome } from '../../../src/app/income/check-in.js'
import { type Amount, MAX_CIRCULATION } from '../../../src/core/money.js'
import type { Person } from '../../../src/core/person.js'
import { expectIdempotent } from '../../support/idempotent.js'
import {
  asAdmin,
  fillAt,
  found,
  GROUP,
  link,
  other,
  unite,
  unlink,
  unlinkPerson,
} from '../../support/linked-world.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, HOUR, LOBBY, MINUTE, openWorld, person, World } from '../../support/world.js'

const RULE = { amount: 500, cap: 100_000, streak: 100, festival: 888 }

async function switchOn(world: World, rule: Partial<ChangeIncome> = RULE): Promise<void> {
  const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  const outcome = await world.app.changeIncome({
    ...admin,
    way: 'checkin',
    amount: 500,
    cap: 100_000,
    ...rule,
  })
  if (outcome.kind !== 'income_changed') throw new Error(outcome.kind)
}

async function setZone(world: World, timeZone: string): Promise<void> {
  const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  const outcome = await world.app.changeSettings({ ...admin, changes: { timeZone } })
  if (outcome.kind !== 'settings_changed') throw new Error(outcome.kind)
}

const comeAs = (world: World, by: Person) => world.app.checkIn({ key: world.key(), place: LOBBY, by })
const come = (world: World, name = 'Ann') => comeAs(world, person(name))
const kindOf = async (outcome: Promise<CheckInOutcome>) => (await outcome).kind

async function openOn(rule: Partial<ChangeIncome> = RULE, startAt?: number): Promise<World> {
  const world = await openWorld(startAt === undefined ? {} : { startAt })
  await switchOn(world, rule)
  return world
}

async function repeatedly(world: World, by = person('Ann')) {
  await switchOn(world)
  const command = { key: world.key(), place: LOBBY, by }
  return () => world.app.checkIn(command)
}

const refusals: Refusals<CheckInOutcome, 'checked_in' | 'checked_in_unpaid'> = {
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
    provoke: async (world) => () => come(world),
    says: { kind: 'income_off' },
  },
  already_checked_in: {
    rule: 'once a day',
    provoke: async (world) => {
      const again = await repeatedly(world)
      await come(world)
      return again
    },
    says: { kind: 'already_checked_in', streak: 1 },
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
    rule: 'a chat without a community gives nothing',
    provoke: async (world) => {
      const command = { key: world.key(), place: { platform: 'test', chat: 'nowhere' }, by: person('Ann') }
      return () => world.app.checkIn(command)
    },
    says: { kind: 'unknown_chat' },
  },
}

describe('a check-in is refused', () => testRefusals(refusals))

test('a check-in pays from the mint by a trade of its own kind, and the books balance', async () => {
  const world = await openOn()
  expect(await come(world)).toEqual({
    ...{ kind: 'checked_in', amount: 500, streak: 1, festival: false, tradeNo: 1 },
    currency: { name: 'Lucky', symbol: 'L', scale: 2 },
  })
  const statement = await world.app.statement({ place: LOBBY, by: person('Ann') })
  expect(statement).toMatchObject({ balance: 500, lines: [{ type: 'checkin', flag: 1, amount: 500 }] })
  expect(await world.broken()).toEqual([])
})

test('a repeated check-in gets the same answer and pays once', async () => {
  const world = await openOn()
  const command = { key: world.key(), place: LOBBY, by: person('Ann') }
  const first = await expectIdempotent(world, {
    first: () => world.app.checkIn(command),
    otherBody: () => world.app.checkIn({ ...command, by: person('Bob') }),
  })
  expect(first.kind).toBe('checked_in')
  expect(await world.balance('Ann')).toBe(500)
})

test('a streak pays more up to the seventh day, and a missed day resets it', async () => {
  const world = await openOn()
  const amounts: number[] = []
  for (let day = 0; day < 9; day++) {
    const outcome = await come(world)
    if (outcome.kind === 'checked_in') amounts.push(outcome.amount)
    world.clock.pass(DAY)
  }
  expect(amounts).toEqual([500, 600, 700, 800, 900, 1000, 1100, 1100, 1100])
  world.clock.pass(DAY)
  expect(await come(world)).toMatchObject({ streak: 1, amount: 500 })
  expect(await world.broken()).toEqual([])
})

test('a festival pays more, by the community’s date', async () => {
  // The evening before New Year in UTC is New Year's morning in Shanghai.
  const world = await openOn(RULE, Date.UTC(2026, 11, 31, 20))
  expect(await come(world, 'Bob')).toMatchObject({ amount: 500, festival: false })
  await setZone(world, 'Asia/Shanghai')
  expect(await come(world)).toMatchObject({ amount: 500 + 888, streak: 1, festival: true })
})

test('when the daily limit is used up a check-in pays nothing but counts for the streak', async () => {
  const world = await openOn({ amount: 500, cap: 1000, streak: 0, festival: 0 })
  await come(world, 'Ann')
  await come(world, 'Bob')
  expect(await come(world, 'Cid')).toEqual({ kind: 'checked_in_unpaid', streak: 1 })
  expect(await come(world, 'Cid')).toEqual({ kind: 'already_checked_in', streak: 1 })
  expect(await world.balance('Cid')).toBe(0)
  world.clock.pass(DAY)
  expect(await come(world, 'Cid')).toMatchObject({ kind: 'checked_in', streak: 2, amount: 500 })
  expect(await world.broken()).toEqual([])
})

test('many simultaneous check-ins never exceed the daily limit', async () => {
  const world = await openOn({ amount: 500, cap: 5_000, streak: 0, festival: 0 })
  const names = Array.from({ length: 25 }, (_, index) => `P${index}`)
  const kinds = await Promise.all(names.map((name) => kindOf(come(world, name))))
  expect(kinds.filter((kind) => kind === 'checked_in')).toHaveLength(10)
  expect(await world.broken()).toEqual([])
})

describe('midnight', () => {
  test('follows the community’s time zone: a minute before and a minute after are two days', async () => {
    const world = await openOn(RULE, Date.UTC(2026, 5, 10, 15, 59))
    await setZone(world, 'Asia/Shanghai')
    expect(await come(world)).toMatchObject({ kind: 'checked_in', streak: 1 })
    world.clock.pass(MINUTE)
    expect(await come(world)).toMatchObject({ kind: 'checked_in', streak: 2 })
    world.clock.pass(DAY - 1)
    expect(await kindOf(come(world))).toBe('already_checked_in')
  })

  test.each([
    ['is once in spring', Date.UTC(2026, 2, 28, 23), 23],
    ['and once in autumn', Date.UTC(2026, 9, 24, 22), 25],
  ])('of a day with another number of hours %s', async (_, startAt, hours) => {
    const world = await openOn(RULE, startAt)
    await setZone(world, 'Europe/Berlin')
    const kinds: string[] = []
    for (let hour = 0; hour <= hours; hour++) {
      kinds.push((await come(world)).kind)
      world.clock.pass(HOUR)
    }
    expect(kinds.filter((kind) => kind === 'checked_in')).toHaveLength(2)
    expect(kinds[0]).toBe('checked_in')
    expect(kinds.at(-1)).toBe('checked_in')
  })
})

describe('a date counts once', () => {
  test('when the clock goes back', async () => {
    const world = await openOn()
    await come(world)
    world.clock.pass(DAY)
    await come(world)
    world.clock.pass(-DAY)
    expect(await kindOf(come(world))).toBe('already_checked_in')
    world.clock.pass(DAY)
    expect(await kindOf(come(world))).toBe('already_checked_in')
    world.clock.pass(DAY)
    expect(await come(world)).toMatchObject({ kind: 'checked_in', streak: 3 })
    expect(await world.broken()).toEqual([])
  })

  test('and dates that the clock skipped ahead past can still be claimed', async () => {
    const world = await openOn()
    world.clock.pass(5 * DAY)
    await come(world)
    world.clock.pass(-5 * DAY)
    for (let day = 0; day < 5; day++) {
      expect(await kindOf(come(world))).toBe('checked_in')
      world.clock.pass(DAY)
    }
    expect(await kindOf(come(world))).toBe('already_checked_in')
  })

  test('however an admin changes the time zone', async () => {
    const world = await openOn()
    const paid: string[] = []
    for (const zone of [
      'UTC',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Asia/Shanghai',
      'Pacific/Kiritimati',
      'Etc/GMT+12',
    ]) {
      if (zone !== 'UTC') await setZone(world, zone)
      if ((await come(world)).kind === 'checked_in') paid.push(zone)
    }
    // At noon UTC it is the 10th or the 11th everywhere on earth.
    expect(paid).toEqual(['UTC'])
  })
})

describe('linked accounts are one person', () => {
  const [ann, bob] = [person('Ann'), other('Bob')]

  test('and check in once, with any of them', async () => {
    const world = await openOn()
    await unite(world, ann, bob)
    expect(await kindOf(comeAs(world, bob))).toBe('checked_in')
    expect(await kindOf(comeAs(world, ann))).toBe('already_checked_in')
  })

  test('and unlinking gives none of them a second one', async () => {
    const world = await openOn()
    await unite(world, ann, bob)
    await comeAs(world, ann)
    for (const leaver of [ann, bob]) {
      expect((await unlinkPerson(world, leaver)).kind).toBe('person_unlinked')
      for (const by of [ann, bob]) expect(await kindOf(comeAs(world, by))).toBe('already_checked_in')
      await unite(world, bob, ann)
    }
    expect(await world.broken()).toEqual([])
  })

  test('and an earlier check-in by one counts for both', async () => {
    const world = await openOn()
    await comeAs(world, bob)
    await unite(world, ann, bob)
    expect(await kindOf(comeAs(world, ann))).toBe('already_checked_in')
    world.clock.pass(DAY)
    expect(await comeAs(world, ann)).toMatchObject({ kind: 'checked_in', streak: 2 })
    expect(await world.broken()).toEqual([])
  })
})

describe('reconcile finds', () => {
  test.each([
    ['a claim without its holders', 'DELETE FROM income_holder', '8: claim 1 (checkin) belongs to others'],
    [
      'a total of the day that is not the sum',
      'UPDATE income_claim SET day_total = 900',
      '4: claim 1 (checkin) says',
    ],
    [
      'a claim for another',
      'UPDATE income_claim SET member = 2',
      '4: trade 1 (checkin) gave what nobody came for',
    ],
  ])('%s', async (_, sql, offender) => {
    const world = await World.open()
    onTestFinished(() => world.close())
    await switchOn(world)
    await come(world, 'Ann')
    await world.balance('Bob')
    world.tamper((database) => {
      for (const name of ['income_claim_no_update', 'income_holder_no_delete'])
        database.exec(`DROP TRIGGER ${name}`)
      database.pragma('foreign_keys = OFF')
      database.exec(sql)
    })
    expect((await world.broken()).some((line) => line.startsWith(offender))).toBe(true)
  })
})

test('changing the decimals before money has moved turns it off, so that no amount changes its value', async () => {
  const world = await openOn()
  const admin = { key: world.key(), place: LOBBY, by: person('Admin'), platformAdmin: true }
  const outcome = await world.app.changeSettings({ ...admin, changes: { scale: 0 } })
  expect(outcome).toMatchObject({ kind: 'settings_changed', income: [] })
  expect(await come(world)).toEqual({ kind: 'income_off' })
})

test('a paid amount stays valid, whatever the admin changes later that day', async () => {
  const world = await openOn()
  await come(world, 'Ann')
  await switchOn(world, { amount: 700 })
  expect(await come(world, 'Bob')).toMatchObject({ amount: 700 as Amount })
  expect(await kindOf(come(world, 'Ann'))).toBe('already_checked_in')
})

describe('people check in once, whatever becomes of the community', () => {
  const GAP = 20 * HOUR

  test('linking chats gives no second check-in on the same day', async () => {
    const world = await openOn()
    await found(world)
    const group = { key: world.key(), ...asAdmin(GROUP, other('Boss')) }
    await world.app.changeIncome({ ...group, way: 'checkin', amount: 500, cap: 100_000 })
    const zoe = () => world.app.checkIn({ key: world.key(), place: GROUP, by: other('Zoe') })
    expect((await zoe()).kind).toBe('checked_in')
    await link(world)
    expect((await zoe()).kind).toBe('already_checked_in')
    world.clock.pass(GAP)
    expect(await zoe()).toMatchObject({ kind: 'checked_in', streak: 1 })
    await unlink(world)
    expect((await zoe()).kind).toBe('already_checked_in')
    world.clock.pass(GAP)
    expect((await zoe()).kind).toBe('checked_in')
    expect(await world.broken()).toEqual([])
  })

  test('a chat that is merged into its old id gives none either, nor a second starting sum', async () => {
    const world = await openOn()
    const late = { platform: 'test', chat: 'late' }
    const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
    await world.app.foundCommunity({ place: late, name: 'late', currency })
    const admin = (place: typeof late) => ({ key: world.key(), ...asAdmin(place, person('Admin')) })
    await world.app.changeIncome({ ...admin(late), way: 'checkin', amount: 500, cap: 100_000 })
    for (const place of [late, LOBBY])
      await world.app.changeIncome({ ...admin(place), way: 'starting', amount: 100, cap: 1_000 })
    const ann = (place: typeof late) => ({ key: world.key(), place, by: person('Ann') })
    expect((await world.app.startingSum(ann(late))).kind).toBe('starting_sum')
    expect((await world.app.checkIn(ann(late))).kind).toBe('checked_in')
    expect((await world.app.migrateChat({ platform: 'test', from: LOBBY.chat, to: late.chat })).kind).toBe(
      'migrated',
    )
    expect((await world.app.checkIn(ann(late))).kind).toBe('already_checked_in')
    expect((await world.app.startingSum(ann(late))).kind).toBe('no_starting_sum')
    expect(await world.broken()).toEqual([])
  })

  test('another time zone gives no second check-in at the same moment', async () => {
    const world = await openOn(RULE, Date.UTC(2026, 5, 10, 23))
    await setZone(world, 'Asia/Shanghai')
    expect((await come(world)).kind).toBe('checked_in')
    await setZone(world, 'America/New_York')
    expect((await come(world)).kind).toBe('already_checked_in')
    await setZone(world, 'Pacific/Kiritimati')
    expect((await come(world)).kind).toBe('already_checked_in')
    world.clock.pass(GAP)
    expect((await come(world)).kind).toBe('checked_in')
    expect(await world.broken()).toEqual([])
  })

  test('midnight still decides for everyone else', async () => {
    const world = await openOn(RULE, Date.UTC(2026, 5, 10, 23))
    expect((await come(world)).kind).toBe('checked_in')
    world.clock.pass(HOUR)
    expect(await come(world)).toMatchObject({ kind: 'checked_in', streak: 2 })
  })

  test('a streak is not copied to an account that was linked for a while', async () => {
    const world = await openOn()
    for (let day = 0; day < 3; day++) {
      await come(world, 'Ann')
      world.clock.pass(DAY)
    }
    await unite(world, person('Ann'), other('Ann'))
    expect(await comeAs(world, other('Ann'))).toMatchObject({ streak: 4 })
    await unlinkPerson(world, other('Ann'))
    expect((await comeAs(world, other('Ann'))).kind).toBe('already_checked_in')
    world.clock.pass(DAY)
    expect(await comeAs(world, other('Ann'))).toMatchObject({ kind: 'checked_in', streak: 1 })
    expect(await come(world, 'Ann')).toMatchObject({ kind: 'checked_in', streak: 5 })
    expect(await world.broken()).toEqual([])
  })
})
