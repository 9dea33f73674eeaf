import { expect, test } from 'vitest'
import { MAX_NOTE } from '../../../src/core/text.js'
import {
  asAdmin,
  balanceAt,
  found,
  fundAt,
  GROUP,
  link,
  other,
  unite,
  unlink,
  unlinkPerson,
} from '../../support/linked-world.js'
import { asThief, foundAfterWork } from '../../support/thief.js'
import { LOBBY, MINUTE, openWorld, person, SECOND, type World } from '../../support/world.js'

const ADMIN = asAdmin(LOBBY, person('Admin'))

const block = (world: World, name: string, reason = 'grabs by script') =>
  world.app.blockMember({ ...ADMIN, key: world.key(), member: person(name), reason })

const unblock = (world: World, name: string) =>
  world.app.unblockMember({ ...ADMIN, key: world.key(), member: person(name) })

async function blockedIn(world: World, place = LOBBY) {
  const outcome = await world.app.suspects({ ...ADMIN, place })
  if (outcome.kind !== 'suspects') throw new Error(outcome.kind)
  return outcome.blocked.map(({ name, reason, by }) => ({ name, reason, by }))
}

test('only a platform admin may block and unblock, with a reason', async () => {
  const world = await openWorld()
  await world.app.appointTreasurer({ ...ADMIN, key: world.key(), member: person('Ann'), treasurer: true })
  const command = { place: LOBBY, member: person('Bob'), reason: 'because' }
  const as = (platformAdmin: boolean) => ({ ...command, by: person('Ann'), platformAdmin, key: world.key() })
  expect(await world.app.blockMember(as(false))).toEqual({ kind: 'not_admin' })
  expect(await world.app.unblockMember(as(false))).toEqual({ kind: 'not_admin' })
  expect(await block(world, 'Bob', ' ')).toEqual({ kind: 'reason_missing' })
  expect(await block(world, 'Bob', 'x'.repeat(MAX_NOTE + 1))).toEqual({
    kind: 'reason_too_long',
    max: MAX_NOTE,
  })
  expect(await unblock(world, 'Bob')).toEqual({ kind: 'not_blocked', name: 'Bob' })
  const nowhere = { platform: 'test', chat: 'nowhere' }
  expect(await world.app.blockMember({ ...as(true), place: nowhere })).toEqual({ kind: 'unknown_chat' })
  expect(await blockedIn(world)).toEqual([])
})

test('a blocked member cannot grab, join or shake, and hears why', async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Rich')
  expect(await block(world, 'Bob')).toEqual({
    ...{ kind: 'member_blocked', name: 'Bob', reason: 'grabs by script' },
  })
  const ways = [
    {},
    { way: 'draw' as const, lifetime: MINUTE },
    { way: 'shake' as const },
    { fairStart: SECOND },
  ]
  for (const way of ways) {
    const { envelopeNo } = await world.send('Rich', way)
    expect(await world.grab('Bob', envelopeNo)).toEqual({ kind: 'blocked', reason: 'grabs by script' })
  }
  const { envelopeNo } = await world.send('Rich')
  const key = world.key()
  expect(await world.grab('Bob', envelopeNo, key)).toMatchObject({ kind: 'blocked' })
  expect(await unblock(world, 'Bob')).toEqual({ kind: 'member_unblocked', name: 'Bob' })
  expect(await world.grab('Bob', envelopeNo, key)).toMatchObject({ kind: 'grabbed' })
  expect(await world.broken()).toEqual([])
})

test('a blocked member keeps all money, spends it, and is refunded', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Bob', 'Rich')
  const { envelopeNo: grabbed } = await world.send('Rich')
  const [had = 0] = await world.grabs(grabbed, 'Bob')
  const { envelopeNo: open } = await world.send('Bob', { total: 400 })
  await block(world, 'Bob')
  expect(await world.grab('Bob', grabbed)).toMatchObject({ kind: 'already_grabbed', amount: had })
  expect(await world.cancel('Bob', open)).toMatchObject({ kind: 'envelope_cancelled' })
  expect(await world.balance('Bob')).toBe(1_000 + had)
  const given = {
    key: world.key(),
    place: LOBBY,
    by: person('Bob'),
    to: person('Ann'),
    amount: 100,
    note: '',
  }
  expect(await world.app.transfer(given)).toMatchObject({ kind: 'transferred' })
  expect(await world.send('Bob', { total: 400 })).toMatchObject({ kind: 'sent' })
})

test('a blocked member gets no rain and no income until they are unblocked', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Rich')
  const role = { platform: 'test', role: '7', name: 'Helpers' }
  for (const rule of [
    { way: 'checkin' as const },
    { way: 'starting' as const },
    { way: 'allowance' as const, role },
  ])
    await world.app.changeIncome({ ...ADMIN, key: world.key(), ...rule, amount: 500, cap: 9_000 })
  await block(world, 'Bob')
  const bob = () => ({ key: world.key(), place: LOBBY, by: person('Bob') })
  const blocked = { kind: 'blocked', reason: 'grabs by script' }
  expect(await world.app.checkIn(bob())).toEqual(blocked)
  expect(await world.app.claimAllowance({ ...bob(), roles: ['7'] })).toEqual(blocked)
  expect(await world.app.startingSum(bob())).toEqual({ kind: 'no_starting_sum' })
  const pour = (amount: number) => {
    const on = { those: role, people: [person('Bob'), person('Ann')] }
    return world.app.rain({ key: world.key(), place: LOBBY, by: person('Rich'), amount, on })
  }
  expect(await pour(100)).toMatchObject({ kind: 'rained', people: 1, names: ['Ann'] })
  await unblock(world, 'Bob')
  expect(await pour(100)).toMatchObject({ kind: 'rained', people: 2 })
  expect(await world.app.startingSum(bob())).toMatchObject({ kind: 'starting_sum' })
  expect(await world.app.checkIn(bob())).toMatchObject({ kind: 'checked_in' })
  expect(await world.app.claimAllowance({ ...bob(), roles: ['7'] })).toMatchObject({ kind: 'allowance_paid' })
  expect(await world.broken()).toEqual([])
})

test('a member who is blocked after joining a draw is passed over', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Rich')
  const { envelopeNo } = await world.send('Rich', { way: 'draw', lifetime: MINUTE, count: 2 })
  for (const name of ['Ann', 'Bob', 'Cid']) await world.grab(name, envelopeNo)
  await block(world, 'Bob')
  world.clock.pass(MINUTE)
  await world.app.expireEnvelopes(10)
  expect(await world.balance('Bob')).toBe(0)
  expect((await world.balance('Ann')) + (await world.balance('Cid'))).toBe(1_000)
  expect(await world.broken()).toEqual([])
})

test('a member who is blocked within a fair start gets no share', async () => {
  const world = await openWorld()
  await world.fund(1_000, 'Rich')
  world.app.endWaits()
  const { envelopeNo } = await world.send('Rich', { fairStart: 3 * SECOND })
  const key = world.key()
  expect(await world.grab('Bob', envelopeNo, key)).toMatchObject({ kind: 'waiting' })
  await block(world, 'Bob')
  world.clock.pass(3 * SECOND)
  await world.app.serveFairStarts(10)
  expect(await world.grab('Bob', envelopeNo, key)).toMatchObject({ kind: 'blocked' })
  expect(await world.balance('Bob')).toBe(0)
  expect(await world.broken()).toEqual([])
})

test('admins see who is blocked, why and by whom; a further reason replaces the first', async () => {
  const world = await openWorld()
  await block(world, 'Bob')
  await block(world, 'Ann', 'rude')
  await block(world, 'Bob', 'again')
  expect(await blockedIn(world)).toEqual([
    { name: 'Bob', reason: 'again', by: 'Admin' },
    { name: 'Ann', reason: 'rude', by: 'Admin' },
  ])
})

test.each([
  ['stays', person('Bob'), other('Bobby')],
  ['goes', other('Bobby'), person('Bob')],
])(
  'linking accounts blocks both, and unlinking frees neither: the blocked one %s',
  async (_, stays, goes) => {
    const world = await openWorld()
    await world.fund(10_000, 'Rich')
    await block(world, 'Bob')
    await unite(world, stays, goes)
    const { envelopeNo } = await world.send('Rich')
    const grab = (by: typeof stays) => world.app.grabShare({ key: world.key(), place: LOBBY, by, envelopeNo })
    const blocked = { kind: 'blocked', reason: 'grabs by script' }
    for (const by of [stays, goes]) expect(await grab(by)).toEqual(blocked)
    expect(await blockedIn(world)).toHaveLength(1)
    await unlinkPerson(world, goes)
    for (const by of [stays, goes]) expect(await grab(by)).toEqual(blocked)
    expect(await world.broken()).toEqual([])
  },
)

test('a linked account that comes here later is blocked as well, also once it is unlinked', async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Rich')
  await block(world, 'Bob')
  const made = await world.app.makePersonCode({ key: world.key(), by: person('Bob') })
  await world.app.linkPeople({ key: world.key(), by: other('Bobby'), code: made.code })
  const { envelopeNo } = await world.send('Rich')
  const grab = () => world.app.grabShare({ key: world.key(), place: LOBBY, by: other('Bobby'), envelopeNo })
  expect(await grab()).toMatchObject({ kind: 'blocked' })
  await unlinkPerson(world, other('Bobby'))
  expect(await grab()).toMatchObject({ kind: 'blocked' })
})

test('unblocking one of linked accounts unblocks all, also once they are unlinked', async () => {
  const world = await openWorld()
  await world.fund(10_000, 'Rich')
  await block(world, 'Bob')
  await unite(world, other('Bobby'), person('Bob'))
  expect(await unblock(world, 'Bob')).toMatchObject({ kind: 'member_unblocked' })
  await unlinkPerson(world, person('Bob'))
  const { envelopeNo } = await world.send('Rich')
  for (const by of [person('Bob'), other('Bobby')])
    expect(await world.app.grabShare({ key: world.key(), place: LOBBY, by, envelopeNo })).toMatchObject({
      kind: 'grabbed',
    })
})

test('blocks come along when a community joins another, and hold again when it leaves', async () => {
  const world = await openWorld()
  await found(world)
  await fundAt(world, GROUP, other('Bob'), 500)
  const command = { ...asAdmin(GROUP, other('Boss')), member: other('Bob'), reason: 'rude' }
  await world.app.blockMember({ ...command, key: world.key() })
  await link(world)
  await world.fund(10_000, 'Rich')
  const grab = async (place = GROUP) => {
    const { envelopeNo } = await world.send('Rich', { place: LOBBY, everywhere: true })
    const tapped = await world.app.grabShare({ key: world.key(), place, by: other('Bob'), envelopeNo })
    await world.app.grabShare({ key: world.key(), place, by: other('Ann'), envelopeNo })
    return tapped
  }
  expect(await grab()).toEqual({ kind: 'blocked', reason: 'rude' })
  expect(await blockedIn(world)).toEqual([{ name: 'Bob', reason: 'rude', by: null }])
  // The host decides while they are linked.
  await world.app.unblockMember({ ...ADMIN, key: world.key(), member: other('Bob') })
  expect(await grab()).toMatchObject({ kind: 'grabbed' })
  world.clock.pass(25 * 3_600_000)
  await world.app.expireEnvelopes(10)
  expect(await unlink(world)).toMatchObject({ kind: 'communities_unlinked' })
  expect(await balanceAt(world, GROUP, other('Bob'))).toBeGreaterThan(500)
  expect(await blockedIn(world, GROUP)).toEqual([{ name: 'Bob', reason: 'rude', by: 'Boss' }])
  expect(await world.broken()).toEqual([])
})

test('a block that SQL removed is noticed', async () => {
  const world = await openWorld()
  await block(world, 'Bob')
  await world.stop()
  const removed = `UPDATE member SET block_reason = NULL, blocked_by = NULL WHERE name = 'Bob'`
  expect(await foundAfterWork(world, asThief([removed]), world.clock.now())).toEqual([
    '14: the rows of member are not all as this program wrote them',
  ])
})
