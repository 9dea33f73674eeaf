import { describe, expect, test } from 'vitest'
import type { AdminMoves, DeductOutcome, TopUpOutcome } from '../../../src/app/wallets/admin-moves.js'
import { type Amount, MAX_AMOUNT, MAX_CIRCULATION } from '../../../src/core/money.js'
import { fairNow } from '../../support/fair-time.js'
import { expectIdempotent } from '../../support/idempotent.js'
import { unite } from '../../support/linked-world.js'
import { skipOnMariadb } from '../../support/on-mariadb.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { LOBBY, openWorld, person, type World } from '../../support/world.js'

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
type Verb = 'topUp' | 'deduct'

function move(world: World, change: Partial<AdminMoves> = {}): AdminMoves {
  return {
    key: world.key(),
    place: LOBBY,
    by: person('Admin'),
    platformAdmin: true,
    to: person('Ann'),
    amount: 500,
    reason: 'a prize',
    ...change,
  }
}

function repeatedly<V extends Verb>(world: World, verb: V, change: Partial<AdminMoves> = {}) {
  const command = move(world, change)
  return () => world.app[verb](command) as ReturnType<World['app'][V]>
}

/** Refusals that top-ups and deductions share. */
function sharedRefusals<V extends Verb>(verb: V) {
  return {
    not_admin: {
      rule: 'only an admin or a treasurer tops up and deducts',
      provoke: async (world: World) => {
        await world.fund(1000, 'Ann')
        return repeatedly(world, verb, { platformAdmin: false, by: person('Ann') })
      },
      says: { kind: 'not_admin' as const },
    },
    reason_missing: {
      rule: 'every admin move needs a visible reason',
      provoke: async (world: World) => repeatedly(world, verb, { reason: ' \u200b\n ' }),
      says: { kind: 'reason_missing' as const },
    },
    reason_too_long: {
      rule: 'a reason has at most 200 characters',
      provoke: async (world: World) => repeatedly(world, verb, { reason: '因'.repeat(201) }),
      says: { kind: 'reason_too_long' as const, max: 200 },
    },
    bad_amount: {
      rule: 'zero is not a valid amount',
      provoke: async (world: World) => repeatedly(world, verb, { amount: 0 }),
      says: { kind: 'bad_amount' as const },
    },
    unknown_chat: {
      rule: 'a chat without a community has no money',
      provoke: async (world: World) =>
        repeatedly(world, verb, { place: { platform: 'test', chat: 'nowhere' } }),
      says: { kind: 'unknown_chat' as const },
    },
  }
}

const topUpRefusals: Refusals<TopUpOutcome, 'topped_up'> = {
  ...sharedRefusals('topUp'),
  circulation_full: {
    rule: 'a community has at most 9·10^15 minor units in circulation',
    provoke: async (world) => {
      skipOnMariadb('takes thousands of trades')
      const largest = Array.from({ length: MAX_CIRCULATION / MAX_AMOUNT }, () =>
        move(world, { amount: MAX_AMOUNT }),
      )
      await Promise.all(largest.map((command) => world.app.topUp(command)))
      expect(await world.balance('Ann')).toBe(MAX_CIRCULATION)
      return repeatedly(world, 'topUp', { amount: 1, to: person('Bob') })
    },
    says: { kind: 'circulation_full' },
  },
}

const deductRefusals: Refusals<DeductOutcome, 'deducted'> = {
  ...sharedRefusals('deduct'),
  member_lacks: {
    rule: 'a deduction never takes a wallet below zero',
    provoke: async (world) => {
      await world.fund(499, 'Ann')
      return repeatedly(world, 'deduct')
    },
    says: { kind: 'member_lacks', name: 'Ann', balance: 499 as Amount, currency },
  },
}

describe('a top-up is refused', () => testRefusals(topUpRefusals))
describe('a deduction is refused', () => testRefusals(deductRefusals))

test.each([1.5, -1, Number.NaN, MAX_AMOUNT + 1, Number.POSITIVE_INFINITY])(
  '%d is not a valid amount',
  async (amount) => {
    const world = await openWorld()
    expect(await world.app.topUp(move(world, { amount }))).toEqual({ kind: 'bad_amount' })
    expect(await world.app.deduct(move(world, { amount }))).toEqual({ kind: 'bad_amount' })
    expect(world.money().trades).toBe(0)
  },
)

describe('a top-up', () => {
  test('brings money into circulation, with its reason in both entries', async () => {
    const world = await openWorld()
    const outcome = await world.app.topUp(move(world, { reason: ' a\nprize ' }))
    expect(outcome).toEqual({
      kind: 'topped_up',
      name: 'Ann',
      amount: 500,
      balance: 500,
      currency,
      reason: 'a prize',
      tradeNo: 1,
    })
    const entries = await world.app.books({ place: LOBBY, limit: 10 })
    expect(entries.map(({ accountType, owner, flag, desc }) => ({ accountType, owner, flag, desc }))).toEqual(
      [
        { accountType: 'mint', owner: '', flag: -1, desc: 'a prize' },
        { accountType: 'wallet', owner: 'Ann', flag: 1, desc: 'a prize' },
      ],
    )
    expect(world.money().balances).toEqual({ 'M-1': -500, 'W-2': 500 })
  })

  test('happens once per key', async () => {
    const world = await openWorld()
    const command = move(world)
    const outcome = await expectIdempotent<TopUpOutcome>(world, {
      first: () => world.app.topUp(command),
      otherBody: () => world.app.topUp({ ...command, amount: 501 }),
    })
    expect(outcome.kind).toBe('topped_up')
    expect(await world.app.topUp({ ...command, reason: 'another' })).toEqual({ kind: 'key_reused' })
    expect(await world.app.topUp({ ...command, to: person('Bob') })).toEqual({ kind: 'key_reused' })
    expect(await world.app.deduct(command)).toEqual({ kind: 'key_reused' })
  })

  test('is open to a treasurer who is no admin on the platform', async () => {
    const world = await openWorld()
    await world.balance('Tim')
    world.tamper((database) => database.exec(`UPDATE member SET treasurer = 1 WHERE name = 'Tim'`))
    const command = move(world, { platformAdmin: false, by: person('Tim') })
    expect(await world.app.topUp(command)).toMatchObject({ kind: 'topped_up' })
  })

  test('records the admin who made it', async () => {
    const world = await openWorld()
    await world.app.topUp(move(world))
    const actor = world.tamper((database) =>
      database.prepare('SELECT m.name FROM trade t JOIN member m ON m.id = t.actor').pluck().get(),
    )
    expect(actor).toBe('Admin')
  })
})

describe('a deduction', () => {
  test('takes money out of circulation, down to zero', async () => {
    const world = await openWorld()
    await world.fund(500, 'Ann')
    const outcome = await world.app.deduct(move(world))
    expect(outcome).toMatchObject({
      kind: 'deducted',
      name: 'Ann',
      amount: 500,
      balance: 0,
      reason: 'a prize',
    })
    expect(world.money().balances).toEqual({})
    expect(await world.broken()).toEqual([])
  })

  test('happens once per key', async () => {
    const world = await openWorld()
    await world.fund(5000, 'Ann')
    const command = move(world)
    const outcome = await expectIdempotent<DeductOutcome>(world, {
      first: () => world.app.deduct(command),
      otherBody: () => world.app.deduct({ ...command, amount: 501 }),
    })
    expect(outcome.kind).toBe('deducted')
  })

  test('tapped twice at once with two keys takes no more than there is', async () => {
    const world = await openWorld()
    await world.fund(800, 'Ann')
    const outcomes = await Promise.all([world.app.deduct(move(world)), world.app.deduct(move(world))])
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['deducted', 'member_lacks'])
  })
})

describe('a top-up of several members', () => {
  const many = (world: World, ...names: string[]) => {
    const { to: _, ...command } = move(world)
    return { ...command, to: names.map(person) }
  }

  test('pays each once per key, including those named only in a repeat', async () => {
    const world = await openWorld()
    const command = many(world, 'Ann', 'Bob')
    const first = await world.app.topUpMany(command)
    expect(first.outcomes).toMatchObject([
      { kind: 'topped_up', name: 'Ann', balance: 500 },
      { kind: 'topped_up', name: 'Bob', balance: 500 },
    ])
    expect(await world.app.topUpMany(command)).toEqual(first)
    await world.app.topUpMany({ ...command, to: ['Ann', 'Bob', 'Cat'].map(person) })
    const balances = await Promise.all(['Ann', 'Bob', 'Cat'].map((name) => world.balance(name)))
    expect(balances).toEqual([500, 500, 500])
    expect(await world.broken()).toEqual([])
  })

  test('refuses one and pays the others', async () => {
    skipOnMariadb('takes thousands of trades')
    const world = await openWorld()
    const largest = Array.from({ length: MAX_CIRCULATION / MAX_AMOUNT - 1 }, () =>
      move(world, { amount: MAX_AMOUNT }),
    )
    await Promise.all(largest.map((command) => world.app.topUp(command)))
    const { outcomes } = await world.app.topUpMany({ ...many(world, 'Bob', 'Cat'), amount: MAX_AMOUNT })
    expect(outcomes.map(({ kind }) => kind)).toEqual(['topped_up', 'circulation_full'])
  })

  test('pays a person named by two linked accounts once, even when repeated', async () => {
    const world = await openWorld()
    await world.balance('Ann')
    await unite(world, person('Ann'), person('Anna'))
    const command = { ...many(world, 'Ann', 'Bob'), to: [person('Ann'), person('Bob'), person('Anna')] }
    const { outcomes } = await world.app.topUpMany(command)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['topped_up', 'topped_up', 'named_twice'])
    expect(await world.app.topUpMany(command)).toEqual({ kind: 'many', outcomes })
    expect(await world.balance('Ann')).toBe(500)
  })

  test('pays a person once, whichever linked accounts a repeat names', async () => {
    for (const repeated of [['Ann', 'Anna'], ['Anna', 'Ann'], ['Anna']]) {
      const world = await openWorld()
      await world.balance('Ann')
      await unite(world, person('Ann'), person('Anna'))
      const command = many(world, 'Ann')
      await world.app.topUpMany(command)
      const { outcomes } = await world.app.topUpMany({ ...command, to: repeated.map(person) })
      expect(outcomes.filter(({ kind }) => kind === 'named_twice')).toHaveLength(1)
      expect(await world.balance('Ann')).toBe(500)
      expect(await world.broken()).toEqual([])
    }
  })

  test('does not pay a person again after they link to another', async () => {
    const world = await openWorld()
    await world.balance('Ann')
    const command = many(world, 'Anna')
    await world.app.topUpMany(command)
    await unite(world, person('Ann'), person('Anna'))
    await world.app.topUpMany({ ...command, to: [person('Ann')] })
    expect(await world.balance('Ann')).toBe(500)
  })

  test('pays no one when it fails for one member, so that it can be repeated', async () => {
    const world = await openWorld()
    await world.balance('Ann')
    const before = world.money()
    const nobody = { platform: 'test', user: null as never, name: 'Nobody' }
    const command = many(world, 'Ann', 'Bob')
    await expect(world.app.topUpMany({ ...command, to: [...command.to, nobody] })).rejects.toThrow()
    expect(world.money()).toEqual(before)
  })

  test('of a thousand does not block others for long', async () => {
    skipOnMariadb('measures time, and the server has its own')
    const world = await openWorld()
    const names = Array.from({ length: 1000 }, (_, index) => `m${index}`)
    const from = fairNow()
    await world.app.topUpMany(many(world, ...names))
    expect(fairNow() - from).toBeLessThan(3_000)
    expect(await world.balance('m999')).toBe(500)
  })
})
