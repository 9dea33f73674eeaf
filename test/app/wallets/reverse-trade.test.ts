import { describe, expect, test } from 'vitest'
import {
  type ConsoleReversal,
  consoleReversal,
  type ReverseTrade,
  type ReverseTradeOutcome,
} from '../../../src/app/wallets/reverse-trade.js'
import { type Amount, MAX_CIRCULATION } from '../../../src/core/money.js'
import { expectIdempotent } from '../../support/idempotent.js'
import {
  asAdmin,
  fillAt,
  found,
  fundAt,
  GROUP,
  link,
  other,
  unite,
  unlink,
  unlinkPerson,
} from '../../support/linked-world.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, LOBBY, openWorld, person, START, type World } from '../../support/world.js'

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
const admin = asAdmin(LOBBY, person('Admin'))

function reversal(world: World, trade: number, change: Partial<ReverseTrade> = {}): ReverseTrade {
  return { key: world.key(), ...admin, trade, reason: 'a mistake', ...change }
}

/** Ann sends Bob money; resolves with the trade's number. */
async function transfer(world: World, amount = 500, from = 'Ann', to = 'Bob'): Promise<number> {
  const parties = { by: person(from), to: person(to) }
  const outcome = await world.app.transfer({
    key: world.key(),
    place: LOBBY,
    ...parties,
    amount,
    note: 'lunch',
  })
  if (outcome.kind !== 'transferred') throw new Error(outcome.kind)
  return outcome.tradeNo
}

function repeatedly(world: World, trade: number, change: Partial<ReverseTrade> = {}) {
  const command = reversal(world, trade, change)
  return () => world.app.reverseTrade(command)
}

const refusals: Refusals<ReverseTradeOutcome, 'reversed'> = {
  not_admin: {
    rule: 'only admins and treasurers reverse trades',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      return repeatedly(world, await transfer(world), { by: person('Ann'), platformAdmin: false })
    },
    says: { kind: 'not_admin' },
  },
  unknown_trade: {
    rule: 'a trade of another community does not exist here',
    provoke: async (world) => {
      const place = await world.foundElsewhere()
      const given = { to: person('Ann'), amount: 5, reason: 'elsewhere' }
      await world.app.topUp({ key: world.key(), ...asAdmin(place, person('Admin')), ...given })
      return repeatedly(world, 1)
    },
    says: { kind: 'unknown_trade' },
  },
  not_reversible: {
    rule: 'a red packet settles itself',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      return repeatedly(world, (await world.send('Ann')).tradeNo)
    },
    says: { kind: 'not_reversible', because: 'envelope' },
  },
  already_reversed: {
    rule: 'each trade is reversed once',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      const trade = await transfer(world)
      await world.app.reverseTrade(reversal(world, trade))
      return repeatedly(world, trade)
    },
    says: { kind: 'already_reversed', by: 3 },
  },
  booked_elsewhere: {
    rule: 'a trade from before chats were linked is of their own books',
    provoke: async (world) => {
      await found(world)
      await fundAt(world, GROUP, other('Zoe'), 100)
      await link(world)
      return repeatedly(world, 1)
    },
    says: { kind: 'booked_elsewhere', name: 'The group' },
  },
  one_person: {
    rule: 'a person gives nothing back to themselves',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      const trade = await transfer(world)
      await unite(world, person('Ann'), person('Bob'))
      return repeatedly(world, trade)
    },
    says: { kind: 'one_person', name: 'Ann' },
  },
  member_lacks: {
    rule: 'no wallet goes below zero, and the answer says how much is missing',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      const trade = await transfer(world)
      await transfer(world, 200, 'Bob', 'Cat')
      return repeatedly(world, trade)
    },
    says: { kind: 'member_lacks', name: 'Bob', balance: 300 as Amount, missing: 200 as Amount, currency },
  },
  circulation_full: {
    rule: 'a reversed deduction must fit into circulation',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      await world.app.deduct({ key: world.key(), ...admin, to: person('Ann'), amount: 500, reason: 'fine' })
      await fillAt(world, LOBBY, person('Rich'), MAX_CIRCULATION - 500)
      return repeatedly(world, 2)
    },
    says: { kind: 'circulation_full' },
  },
  reason_missing: {
    rule: 'a reversal needs a visible reason',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      return repeatedly(world, 1, { reason: '\u200b' })
    },
    says: { kind: 'reason_missing' },
  },
  reason_too_long: {
    rule: 'a reason has at most 200 characters',
    provoke: async (world) => {
      await world.fund(1_000, 'Ann')
      return repeatedly(world, 1, { reason: 'x'.repeat(201) })
    },
    says: { kind: 'reason_too_long', max: 200 },
  },
  unknown_chat: {
    rule: 'a chat without a community has no trades',
    provoke: async (world) => repeatedly(world, 1, { place: { platform: 'test', chat: 'nowhere' } }),
    says: { kind: 'unknown_chat' },
  },
}

describe('a reversal is refused', () => testRefusals(refusals))

test('gives the money back once, in a trade of its own that both histories and the audit name', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Ann')
  const trade = await transfer(world)
  const command = reversal(world, trade)
  const preview = await world.app.previewReversal(command)
  const sides = { reverses: 2, of: 'transfer', at: START, amount: 500, currency, from: 'Bob', to: 'Ann' }
  expect(preview).toEqual({ kind: 'reversal_preview', ...sides, reason: 'a mistake' })
  expect(await world.balance('Bob')).toBe(500)
  const outcome = await expectIdempotent<ReverseTradeOutcome>(world, {
    first: () => world.app.reverseTrade(command),
    otherBody: () => world.app.reverseTrade({ ...command, reason: 'other' }),
  })
  expect(outcome).toEqual({ kind: 'reversed', tradeNo: 3, ...sides, reason: 'a mistake' })
  expect([await world.balance('Ann'), await world.balance('Bob')]).toEqual([1_000, 0])
  for (const [name, flag, otherName] of [
    ['Ann', 1, 'Bob'],
    ['Bob', -1, 'Ann'],
  ] as const) {
    const history = await world.app.statement({ place: LOBBY, by: person(name), limit: 1 })
    expect(history).toMatchObject({
      lines: [{ type: 'reversal', flag, other: otherName, reverses: 2, desc: 'a mistake' }],
    })
  }
  expect(await world.app.audit(admin, 1)).toMatchObject({
    lines: [{ kind: 'reversal', reversal: { reverses: 2, from: 'Bob', to: 'Ann' }, reason: 'a mistake' }],
  })
  expect(await world.app.reverseTrade(reversal(world, 3))).toEqual({
    ...{ kind: 'not_reversible', because: 'reversal' },
  })
})

test('two admins at once reverse a trade once', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Ann')
  const trade = await transfer(world)
  const outcomes = await Promise.all(
    ['Admin', 'Other'].map((name) => world.app.reverseTrade(reversal(world, trade, { by: person(name) }))),
  )
  expect(outcomes.map(({ kind }) => kind)).toEqual(['reversed', 'already_reversed'])
  expect(await world.balance('Ann')).toBe(1_000)
  expect(await world.broken()).toEqual([])
})

test('moves money from and to the mint, and the supply counts it', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Ann')
  await world.app.deduct({ key: world.key(), ...admin, to: person('Ann'), amount: 400, reason: 'fine' })
  expect(await world.app.reverseTrade(reversal(world, 2))).toMatchObject({ from: null, to: 'Ann' })
  expect(await world.app.reverseTrade(reversal(world, 1))).toMatchObject({ from: 'Ann', to: null })
  expect(await world.balance('Ann')).toBe(0)
  const supply = await world.app.supply(admin)
  expect(supply).toMatchObject({ circulation: 0 })
  const rows = supply.kind === 'supply' ? supply.ever : []
  expect(rows.map(({ kind, amount, times }) => [kind, amount, times])).toEqual([
    ['deduct', 400, 1],
    ['reversal', -600, 2],
    ['top_up', 1_000, 1],
  ])
  expect(await world.broken()).toEqual([])
})

test('a reversed check-in frees neither the day nor its limit', async () => {
  const world = await openWorld()
  await world.app.changeIncome({ key: world.key(), ...admin, way: 'checkin', amount: 100, cap: 150 })
  const ann = { place: LOBBY, by: person('Ann') }
  const checkedIn = await world.app.checkIn({ key: world.key(), ...ann })
  const tradeNo = checkedIn.kind === 'checked_in' ? checkedIn.tradeNo : 0
  expect((await world.app.reverseTrade(reversal(world, tradeNo))).kind).toBe('reversed')
  expect((await world.app.checkIn({ key: world.key(), ...ann })).kind).toBe('already_checked_in')
  const bob = { key: world.key(), place: LOBBY, by: person('Bob') }
  expect((await world.app.checkIn(bob)).kind).toBe('checked_in_unpaid')
  world.clock.pass(DAY)
  expect(await world.app.checkIn({ key: world.key(), ...ann })).toMatchObject({
    kind: 'checked_in',
    streak: 2,
  })
  expect(await world.broken()).toEqual([])
})

test('reverses one recipient’s part of rain', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Ann')
  const role = { platform: 'test', role: 'r', name: 'Regulars' }
  const on = { those: role, people: [person('Bob'), person('Cat')] }
  await world.app.rain({ key: world.key(), place: LOBBY, by: person('Ann'), amount: 100, on })
  expect(await world.app.reverseTrade(reversal(world, 2))).toMatchObject({
    of: 'rain',
    amount: 50,
    from: 'Bob',
  })
  expect([await world.balance('Bob'), await world.balance('Cat')]).toEqual([0, 50])
  expect(await world.broken()).toEqual([])
})

describe('a party whose wallet has moved', () => {
  test('pays with the wallet of the member who represents it', async () => {
    const world = await openWorld()
    await world.fund(1_000, 'Ann')
    const trade = await transfer(world)
    await unite(world, person('Cat'), person('Bob'))
    expect(await world.app.reverseTrade(reversal(world, trade))).toMatchObject({ from: 'Cat', to: 'Ann' })
    expect(await world.balance('Cat')).toBe(0)
    expect(await world.broken()).toEqual([])
  })

  test('who left the money with a linked account is refused with that account’s name', async () => {
    const world = await openWorld()
    await world.fund(1_000, 'Ann')
    const trade = await transfer(world)
    await unite(world, person('Cat'), person('Bob'))
    await unlinkPerson(world, person('Bob'))
    expect(await world.app.reverseTrade(reversal(world, trade))).toEqual({
      ...{ kind: 'member_lacks', name: 'Bob', balance: 0, missing: 500, currency, movedTo: 'Cat' },
    })
    expect(await world.balance('Cat')).toBe(500)
  })

  test('through a link of chats is not reversed halfway', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, other('Zoe'), 100)
    await link(world)
    await unlink(world)
    // Deducted in the group, issued in the lobby, and back again.
    const group = asAdmin(GROUP, other('Boss'))
    for (const [trade, where] of [
      [2, group],
      [3, admin],
      [4, admin],
      [5, group],
    ] as const)
      expect(await world.app.reverseTrade({ ...reversal(world, trade), ...where })).toEqual({
        ...{ kind: 'not_reversible', because: 'linking' },
      })
    expect(await world.broken()).toEqual([])
  })

  test('gives back even from a frozen wallet', async () => {
    const world = await openWorld()
    await world.fund(1_000, 'Ann')
    const trade = await transfer(world)
    await world.app.freezeWallet({ key: world.key(), ...admin, member: person('Bob'), reason: 'stole' })
    expect((await world.app.reverseTrade(reversal(world, trade))).kind).toBe('reversed')
    expect(await world.balance('Ann')).toBe(1_000)
    expect(await world.broken()).toEqual([])
  })
})

test('asks to tell both members, but not the one who reversed', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Ann', 'Admin')
  await world.app.reverseTrade(reversal(world, await transfer(world)))
  await world.app.reverseTrade(reversal(world, await transfer(world, 100, 'Ann', 'Admin')))
  const notices = []
  for (;;) {
    const notice = await world.app.reversalNotices.next('test')
    if (!notice) break
    notices.push([notice.user, notice.flag, notice.amount, notice.other, notice.reverses])
    await world.app.reversalNotices.done(notice.id)
  }
  expect(notices).toEqual([
    ['bob', -1, 500, 'Ann', 3],
    ['ann', 1, 500, 'Bob', 3],
    ['ann', 1, 100, 'Admin', 5],
  ])
})

test('an operator reverses by the trade’s number', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Ann')
  const trade = await transfer(world)
  const command: ConsoleReversal = { key: 'k', community: LOBBY, trade, reason: 'court order' }
  const run = (change: Partial<ConsoleReversal> = {}) =>
    world.engine.run(() => consoleReversal({ ...command, ...change }, world.clock.now()))
  expect(await run()).toMatchObject({ kind: 'reversed', tradeNo: 3 })
  expect(await run()).toMatchObject({ kind: 'reversed', tradeNo: 3 })
  expect(await run({ key: 'other' })).toEqual({ kind: 'already_reversed', by: 3 })
  expect(await run({ key: 'other', community: 9 })).toEqual({ kind: 'unknown_community' })
  expect(await world.broken()).toEqual([])
})

test('reconcile finds a reversal of nothing, and one of another amount', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Ann')
  await world.app.reverseTrade(reversal(world, await transfer(world)))
  await transfer(world, 300)
  world.tamper((database) =>
    database.exec('DROP TRIGGER reversal_no_update; UPDATE reversal SET reverses = 1'),
  )
  expect(await world.broken()).toContain('4: trade 3 does not reverse trade 1')
  world.tamper((database) => {
    database.pragma('foreign_keys = OFF')
    database.exec('DROP TRIGGER reversal_no_delete; DELETE FROM reversal')
  })
  expect(await world.broken()).toContain('4: trade 3 reverses no trade')
})
