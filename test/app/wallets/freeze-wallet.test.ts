import { describe, expect, test } from 'vitest'
import {
  type ConsoleFreeze,
  consoleFreeze,
  type FreezeWallet,
  type FreezeWalletOutcome,
} from '../../../src/app/wallets/freeze-wallet.js'
import { expectIdempotent } from '../../support/idempotent.js'
import {
  asAdmin,
  found,
  fundAt,
  GROUP,
  link,
  other,
  tryLink,
  unite,
  unlink,
  unlinkPerson,
} from '../../support/linked-world.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { HOUR, LOBBY, openWorld, person, START, type World } from '../../support/world.js'

function on(world: World, change: Partial<FreezeWallet> = {}): FreezeWallet {
  const admin = { key: world.key(), ...asAdmin(LOBBY, person('Admin')) }
  return { ...admin, member: person('Ann'), reason: 'begs', ...change }
}

async function freeze(world: World, change: Partial<FreezeWallet> = {}) {
  const outcome = await world.app.freezeWallet(on(world, change))
  expect(outcome.kind).toBe('frozen')
}

const refusals: Refusals<FreezeWalletOutcome, 'frozen' | 'thawed' | 'not_frozen'> = {
  not_admin: {
    rule: 'a treasurer can’t freeze wallets',
    provoke: async (world) => {
      const by = person('Tim')
      await world.app.appointTreasurer({
        ...{ key: world.key(), ...asAdmin(LOBBY, person('Admin')), member: by, treasurer: true },
      })
      const command = on(world, { by, platformAdmin: false })
      return () => world.app.freezeWallet(command)
    },
    says: { kind: 'not_admin' },
  },
  already_frozen: {
    rule: 'a second freeze changes nothing, not even the reason',
    provoke: async (world) => {
      await freeze(world)
      const command = on(world, { reason: 'something else' })
      return () => world.app.freezeWallet(command)
    },
    says: { kind: 'already_frozen', name: 'Ann', reason: 'begs' },
  },
  reason_missing: {
    rule: 'a freeze needs a visible reason',
    provoke: async (world) => {
      const command = on(world, { reason: ' \u200b ' })
      return () => world.app.freezeWallet(command)
    },
    says: { kind: 'reason_missing' },
  },
  reason_too_long: {
    rule: 'a reason has at most 200 characters',
    provoke: async (world) => {
      const command = on(world, { reason: 'x'.repeat(201) })
      return () => world.app.freezeWallet(command)
    },
    says: { kind: 'reason_too_long', max: 200 },
  },
  unknown_chat: {
    rule: 'a chat without a community has no wallets',
    provoke: async (world) => {
      const command = on(world, { place: { platform: 'test', chat: 'nowhere' } })
      return () => world.app.freezeWallet(command)
    },
    says: { kind: 'unknown_chat' },
  },
}

describe('a freeze is refused', () => testRefusals(refusals))

test('freezes once per key', async () => {
  const world = await openWorld()
  const command = on(world)
  const outcome = await expectIdempotent<FreezeWalletOutcome>(world, {
    first: () => world.app.freezeWallet(command),
    otherBody: () => world.app.freezeWallet({ ...command, reason: 'other' }),
  })
  expect(outcome).toEqual({ kind: 'frozen', name: 'Ann', reason: 'begs' })
})

describe('the owner of a frozen wallet', () => {
  const frozen = { kind: 'wallet_frozen', name: 'Ann', reason: 'begs' }

  test('can’t spend, grab or check in, and reads why each time', async () => {
    const world = await openWorld()
    await world.fund(5_000, 'Ann', 'Bob')
    const admin = asAdmin(LOBBY, person('Admin'))
    await world.app.changeIncome({ key: world.key(), ...admin, way: 'checkin', amount: 100, cap: 100 })
    const role = { platform: 'test', role: 'r', name: 'Regulars' }
    await world.app.changeIncome({
      ...{ key: world.key(), ...admin, way: 'allowance', amount: 100, cap: 100, role },
    })
    const speed = await world.send('Bob')
    const shake = await world.send('Bob', { way: 'shake' })
    const draw = await world.send('Bob', { way: 'draw' })
    const fair = await world.send('Bob', { fairStart: 1_000 })
    await freeze(world)
    const ann = () => ({ key: world.key(), place: LOBBY, by: person('Ann') })
    const { app } = world
    const before = world.money()
    const tries: Promise<unknown>[] = [
      world.trySend('Ann'),
      world.trySend('Ann', { appointments: [START + HOUR] }),
      app.transfer({ ...ann(), to: person('Bob'), amount: 1, note: '' }),
      app.rain({ ...ann(), amount: 1 }),
      app.checkIn(ann()),
      app.claimAllowance({ ...ann(), roles: ['r'] }),
      ...[speed, shake, draw, fair].map(({ envelopeNo }) => world.grab('Ann', envelopeNo)),
    ]
    expect(await Promise.all(tries)).toEqual(tries.map(() => frozen))
    expect(world.money()).toEqual(before)
    expect(await app.wallet(ann())).toMatchObject({ kind: 'wallet', balance: 5_000, frozen: 'begs' })
    expect(await app.walletsOf(ann())).toMatchObject({ wallets: [{ frozen: 'begs' }] })
    expect(await world.broken()).toEqual([])
  })

  test('keeps what comes back, what admins give, and what they take', async () => {
    const world = await openWorld()
    await world.fund(3_000, 'Ann')
    const { envelopeNo } = await world.send('Ann', { total: 1_000 })
    await world.send('Ann', { total: 500 })
    await freeze(world)
    expect((await world.cancel('Ann', envelopeNo)).kind).toBe('envelope_cancelled')
    world.clock.pass(25 * HOUR)
    await world.app.expireEnvelopes(10)
    await world.fund(100, 'Ann')
    const take = { to: person('Ann'), amount: 50, reason: 'stolen' }
    const taken = await world.app.deduct({ key: world.key(), ...asAdmin(LOBBY, person('Admin')), ...take })
    expect(taken).toMatchObject({ kind: 'deducted', balance: 3_050 })
    expect(await world.balance('Ann')).toBe(3_050)
    expect(await world.broken()).toEqual([])
  })

  test('sends nothing that was scheduled before: it is refunded, and the owner notified', async () => {
    const world = await openWorld()
    await world.fund(1_000, 'Ann')
    expect((await world.trySend('Ann', { appointments: [START + HOUR] })).kind).toBe('scheduled')
    await freeze(world)
    world.clock.pass(HOUR)
    await world.app.openScheduled(10)
    expect(await world.balance('Ann')).toBe(1_000)
    expect(await world.app.board.nextNotification('test')).toMatchObject({ kind: 'missed' })
    expect(await world.broken()).toEqual([])
  })

  test('is frozen under every linked account, and can’t link or unlink one to get away', async () => {
    const world = await openWorld()
    await world.fund(1_000, 'Ann', 'Alt')
    await unite(world, person('Ann'), other('Ann'))
    await freeze(world)
    const by = other('Ann')
    const transfer = { key: world.key(), place: LOBBY, by, to: person('Bob'), amount: 1, note: '' }
    expect(await world.app.transfer(transfer)).toEqual(frozen)
    expect((await world.app.unlinkPerson({ key: world.key(), by })).kind).toBe('wallet_frozen')
    const { code } = await world.app.makePersonCode({ key: world.key(), by: person('Alt') })
    expect((await world.app.linkPeople({ key: world.key(), by: person('Ann'), code })).kind).toBe(
      'wallet_frozen',
    )
  })

  test('is thawed with everything that waited', async () => {
    const world = await openWorld()
    await world.fund(1_000, 'Ann')
    await freeze(world)
    expect(await world.app.thawWallet(on(world, { reason: '' }))).toEqual({
      ...{ kind: 'thawed', name: 'Ann', reason: '' },
    })
    expect(await world.app.thawWallet(on(world))).toEqual({ kind: 'not_frozen', name: 'Ann' })
    await world.send('Ann')
    expect(await world.app.wallet(on(world, { by: person('Ann') }))).not.toHaveProperty('frozen')
    expect(await world.broken()).toEqual([])
  })
})

test('a link doesn’t move a frozen wallet with money, and keeps an empty one frozen', async () => {
  const world = await openWorld()
  await found(world)
  await fundAt(world, GROUP, other('Zoe'), 100)
  const group = asAdmin(GROUP, other('Boss'))
  await freeze(world, { ...group, member: other('Zoe') })
  expect(await tryLink(world)).toEqual({ kind: 'wallet_frozen', name: 'Zoe' })
  await world.app.deduct({ key: world.key(), ...group, to: other('Zoe'), amount: 100, reason: 'fine' })
  await link(world)
  const zoe = { key: world.key(), place: GROUP, by: other('Zoe') }
  expect(await world.app.wallet(zoe)).toMatchObject({ balance: 0, frozen: 'begs' })
  expect(await world.app.audit(zoe, 1)).toMatchObject({ lines: [{ kind: 'freeze', member: 'Zoe' }] })
  expect(await world.broken()).toEqual([])
})

test('a thaw in the host holds in the chat that they came from, and the money reaches them there', async () => {
  const world = await openWorld()
  await found(world)
  const group = asAdmin(GROUP, other('Boss'))
  await freeze(world, { ...group, member: other('Zoe') })
  await link(world)
  const thaw = on(world, { ...asAdmin(GROUP, other('Boss')), member: other('Zoe'), reason: 'sorry' })
  expect((await world.app.thawWallet(thaw)).kind).toBe('thawed')
  await fundAt(world, GROUP, other('Zoe'), 70)
  expect((await unlink(world)).kind).toBe('communities_unlinked')
  const zoe = { place: GROUP, by: other('Zoe') }
  expect(await world.app.wallet(zoe)).toMatchObject({ balance: 70 })
  expect(await world.app.wallet(zoe)).not.toHaveProperty('frozen')
  expect(await world.app.audit(zoe, 5)).toMatchObject({
    lines: expect.arrayContaining([expect.objectContaining({ kind: 'thaw', member: 'Zoe', actor: 'Boss' })]),
  })
  expect(await world.broken()).toEqual([])
})

test('a thaw of linked accounts covers the wallet that an unlinked one returns to', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Ann', 'Alt')
  await unite(world, person('Ann'), person('Alt'))
  world.tamper((database) =>
    database.exec(`UPDATE account SET status = 'frozen' WHERE username = 'Alt' AND account_type = 'wallet'`),
  )
  await freeze(world)
  await world.app.thawWallet(on(world))
  expect((await unlinkPerson(world, person('Alt'))).kind).toBe('person_unlinked')
  await world.fund(10, 'Alt')
  await world.send('Alt', { total: 10, count: 1 })
  expect(await world.broken()).toEqual([])
})

test('the audit shows freezes and thaws where they belong, even after a clock change', async () => {
  const world = await openWorld()
  await world.fund(100, 'Ann')
  world.clock.pass(-HOUR)
  await freeze(world)
  await world.app.thawWallet(on(world, { by: person('Other'), reason: 'a mistake' }))
  await world.fund(100, 'Ann')
  const outcome = await world.app.audit({ place: LOBBY, by: person('Bob') }, 10)
  const line = { member: 'Ann', at: START - HOUR, tradeNo: null, amount: null }
  expect(outcome).toMatchObject({
    lines: [
      { kind: 'top_up', tradeNo: 2 },
      { ...line, kind: 'thaw', actor: 'Other', reason: 'a mistake' },
      { ...line, kind: 'freeze', actor: 'Admin', reason: 'begs' },
      { kind: 'top_up', tradeNo: 1 },
    ],
  })
  expect(await world.app.audit({ place: LOBBY, by: person('Bob') }, 2)).toMatchObject({
    lines: [{ kind: 'top_up' }, { kind: 'thaw' }],
  })
})

test('an operator freezes and thaws by the wallet’s number, without an actor', async () => {
  const world = await openWorld()
  await world.balance('Ann')
  const command: ConsoleFreeze = { key: 'k', community: LOBBY, walletNo: 'W-1', reason: 'fraud' }
  const run = (verb: 'freeze' | 'thaw', change: Partial<ConsoleFreeze> = {}) =>
    world.engine.run(() => consoleFreeze(verb, { ...command, ...change }, world.clock.now()))
  expect(await run('freeze')).toEqual({ kind: 'frozen', name: 'Ann', reason: 'fraud' })
  expect(await run('freeze')).toEqual({ kind: 'frozen', name: 'Ann', reason: 'fraud' })
  expect(await run('thaw')).toEqual({ kind: 'key_reused' })
  expect(await run('freeze', { key: 'other' })).toMatchObject({ kind: 'already_frozen' })
  expect(await run('freeze', { key: 'other', walletNo: 'W-9' })).toEqual({ kind: 'unknown_wallet' })
  expect(await run('thaw', { key: 'other' })).toEqual({ kind: 'thawed', name: 'Ann', reason: 'fraud' })
  expect(await world.app.audit({ place: LOBBY, by: person('Ann') }, 1)).toMatchObject({
    lines: [{ kind: 'thaw', actor: null }],
  })
})

test('reconcile finds a wallet that was thawed in the file, and a changed reason', async () => {
  const world = await openWorld()
  await freeze(world)
  world.tamper((database) => database.exec(`UPDATE account SET status = 'active'`))
  expect(await world.broken()).toEqual(['5: wallet W-2 was frozen and is active'])
  world.tamper((database) =>
    database.exec(`DROP TRIGGER status_change_no_update; UPDATE status_change SET reason = 'none'`),
  )
  expect(await world.broken()).toContain(
    '14: the rows of status_change are not all as this program wrote them',
  )
})
