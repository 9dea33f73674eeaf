import { describe, expect, test } from 'vitest'
import type { AdminCommand } from '../../../src/app/command.js'
import type { PreviewUnlinkOutcome, UnlinkOutcome } from '../../../src/app/linking/unlink-communities.js'
import { expectIdempotent } from '../../support/idempotent.js'
import {
  asAdmin,
  balanceAt,
  found,
  fundAt,
  GROUP,
  link,
  moneyInAll,
  other,
  unite,
  unlink,
} from '../../support/linked-world.js'
import { skipOnMariadb } from '../../support/on-mariadb.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, HOUR, LOBBY, MINUTE, openWorld, person, START, type World } from '../../support/world.js'

const boss = other('Boss')
const zoe = { place: GROUP, by: other('Zoe') }
const ROOM = { platform: 'third', chat: 'room' }
const kim = { platform: 'third', user: 'kim', name: 'Kim' }

/** Ann has 10.00 in the lobby, Zoe 7.00 in the group that is linked to it. */
async function linked(): Promise<World> {
  const world = await openWorld()
  await prepare(world)
  return world
}

async function prepare(world: World): Promise<void> {
  await world.fund(1000, 'Ann')
  await found(world)
  await fundAt(world, GROUP, other('Zoe'), 700)
  await link(world)
}

type Ask = (world: World, command: AdminCommand) => Promise<UnlinkOutcome | PreviewUnlinkOutcome>

function refusalsOf(ask: Ask): Refusals<PreviewUnlinkOutcome, 'unlink_preview'> {
  const refusing =
    (change: Partial<AdminCommand>, more?: (world: World) => Promise<unknown>) => async (world: World) => {
      await prepare(world)
      await more?.(world)
      const command = { key: world.key(), ...asAdmin(GROUP, boss), ...change }
      return () => ask(world, command) as Promise<PreviewUnlinkOutcome>
    }
  return {
    unknown_chat: {
      rule: 'a chat without a community has nothing to unlink',
      provoke: refusing({ place: { platform: 'other', chat: 'nowhere' } }),
      says: { kind: 'unknown_chat' },
    },
    not_admin: {
      rule: 'only a platform admin unlinks, not a treasurer',
      provoke: refusing({ platformAdmin: false, by: other('Tim') }, (world) =>
        world.app.appointTreasurer({
          ...{ key: world.key(), ...asAdmin(GROUP, boss), member: other('Tim'), treasurer: true },
        }),
      ),
      says: { kind: 'not_admin' },
    },
    not_linked: {
      rule: 'a chat without links cannot be unlinked',
      provoke: refusing(asAdmin({ platform: 'test', chat: 'elsewhere' }, person('Boss')), (world) =>
        world.foundElsewhere(),
      ),
      says: { kind: 'not_linked' },
    },
    scheduled_envelopes: {
      rule: 'what is scheduled in a chat that leaves, or by a member who leaves, must be cancelled or sent first',
      provoke: refusing({}, async (world) => {
        await world.fund(1_000, 'Ann')
        const appointments = [world.clock.now() + HOUR]
        await world.trySend('Ann', { place: GROUP, total: 100, appointments })
        await world.trySend('Zoe', { ...zoe, place: LOBBY, total: 100, appointments })
        await world.trySend('Ann', { place: LOBBY, total: 100, appointments: [world.clock.now() + 2 * HOUR] })
      }),
      says: { kind: 'scheduled_envelopes', count: 2, last: START + HOUR },
    },
    open_envelopes: {
      rule: 'red packets with a card in a leaving chat, or of a leaving member, must have ended',
      provoke: refusing({}, async (world) => {
        await world.send('Ann', { place: GROUP, lifetime: MINUTE, total: 100 })
        await world.send('Zoe', { ...zoe, place: LOBBY, total: 100 })
        await world.send('Ann', { total: 100, lifetime: 2 * DAY })
      }),
      says: { kind: 'open_envelopes', count: 2, lastDeadline: Date.UTC(2026, 5, 11, 12) },
    },
    wallet_frozen: {
      rule: 'frozen money does not move',
      provoke: refusing({}, async (world) => {
        world.tamper((database) =>
          database.exec(`UPDATE account SET status = 'frozen' WHERE username = 'Zoe' AND balance > 0`),
        )
      }),
      says: { kind: 'wallet_frozen', name: 'Zoe' },
    },
  }
}

describe('unlinking is refused', () => {
  testRefusals(refusalsOf((world, command) => world.app.unlinkCommunities(command)))
})

describe('the preview of unlinking is refused', () => {
  testRefusals(refusalsOf((world, { key: _, ...command }) => world.app.previewUnlink(command)))
})

describe('unlinking', () => {
  test('happens once per key', async () => {
    const world = await linked()
    const command = { key: world.key(), ...asAdmin(GROUP, boss) }
    const outcome = await expectIdempotent<UnlinkOutcome>(world, {
      first: () => world.app.unlinkCommunities(command),
      otherBody: () => world.app.unlinkCommunities({ ...command, place: LOBBY }),
    })
    expect(outcome).toEqual({
      kind: 'communities_unlinked',
      host: 'The lobby',
      left: ['The group'],
      wallets: 1,
      amount: 700,
      currency: { name: 'Lucky', symbol: 'L', scale: 2 },
    })
  })

  test('previews its effect, and changes nothing', async () => {
    const world = await linked()
    const before = world.tamper((database) => database.serialize())
    expect(await world.app.previewUnlink(asAdmin(GROUP, boss))).toMatchObject({
      ...{ kind: 'unlink_preview', host: 'The lobby', left: ['The group'], wallets: 1, amount: 700 },
    })
    expect(world.tamper((database) => database.serialize()).equals(before)).toBe(true)
  })

  test('gives leaving members the money that they have by then, whoever had it before', async () => {
    const world = await linked()
    const gift = {
      key: world.key(),
      place: LOBBY,
      by: person('Ann'),
      to: other('Zoe'),
      amount: 200,
      note: '',
    }
    await world.app.transfer(gift)
    await unlink(world)
    expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(900)
    expect(await balanceAt(world, LOBBY, person('Ann'))).toBe(800)
    expect(await balanceAt(world, LOBBY, other('Zoe'))).toBe(0)
    expect(await balanceAt(world, GROUP, person('Ann'))).toBe(0)
    expect(moneyInAll(world)).toBe(1700)
    expect(await world.broken()).toEqual([])
  })

  test('lets other plans run while the members of a large community leave', async () => {
    skipOnMariadb('moves thousands of members')
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await found(world)
    const members = Array.from({ length: 120 }, (_, index) => other(`Member${index}`))
    await Promise.all(members.map((member) => fundAt(world, GROUP, member, 10)))
    await link(world)
    const order: string[] = []
    const unlinked = unlink(world).then(({ kind }) => order.push(kind))
    const asked = balanceAt(world, LOBBY, person('Ann')).then(() => order.push('asked'))
    await Promise.all([unlinked, asked])
    expect(order).toEqual(['asked', 'communities_unlinked'])
    expect(await balanceAt(world, GROUP, other('Member119'))).toBe(10)
    expect(moneyInAll(world)).toBe(1000 + 1200)
    expect(await world.broken()).toEqual([])
  })

  test('leaves the money of members who can still be reached', async () => {
    const world = await linked()
    await unite(world, other('Zoe'), person('Zoe'))
    expect(await unlink(world)).toMatchObject({ wallets: 0, amount: 0 })
    expect(await world.balance('Zoe')).toBe(700)
    expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(0)
    expect(await world.broken()).toEqual([])
  })

  test('moves no money when the host keeps a chat on the same platform', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    const elsewhere = await world.foundElsewhere()
    await fundAt(world, elsewhere, person('Zoe'), 700)
    await link(world, LOBBY, elsewhere)
    expect(await unlink(world, elsewhere)).toMatchObject({ wallets: 0 })
    expect(await world.balance('Zoe')).toBe(700)
    expect(await world.balance('Zoe', elsewhere)).toBe(0)
    expect(await world.broken()).toEqual([])
  })

  test('includes members who came only after the link', async () => {
    const world = await linked()
    await fundAt(world, GROUP, other('New'), 40)
    expect(await unlink(world)).toMatchObject({ wallets: 2, amount: 740 })
    expect(await balanceAt(world, GROUP, other('New'))).toBe(40)
    expect(await world.broken()).toEqual([])
  })

  test('removes leaving treasurers, because no one could remove them later', async () => {
    const world = await linked()
    const appoint = (member: typeof boss) =>
      world.app.appointTreasurer({
        ...{ key: world.key(), ...asAdmin(LOBBY, person('Boss')), member, treasurer: true },
      })
    await appoint(other('Zoe'))
    await appoint(person('Ann'))
    await unlink(world)
    const settings = { treasurers: [{ name: 'Ann' }] }
    expect(await world.app.settings({ place: LOBBY, by: boss })).toMatchObject(settings)
    await link(world)
    expect(await world.app.settings({ place: GROUP, by: boss })).toMatchObject(settings)
    const mine = { key: world.key(), ...zoe, platformAdmin: false, to: zoe.by, amount: 1, reason: 'mine' }
    expect(await world.app.topUp(mine)).toEqual({ kind: 'not_admin' })
  })

  test('keeps people with several identities one member', async () => {
    const world = await linked()
    const second = { ...other('Zoe'), user: 'zoe2' }
    await unite(world, other('Zoe'), second)
    await unlink(world)
    expect(await balanceAt(world, GROUP, second)).toBe(700)
    expect(await world.broken()).toEqual([])
  })

  test('returns chats of the whole that were entered in between', async () => {
    const world = await linked()
    const place = { platform: 'other', chat: 'side room' }
    await world.app.enterChat({ place, within: GROUP, name: 'x' })
    await unlink(world, place)
    expect(await balanceAt(world, place, other('Zoe'))).toBe(700)
    expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(700)
    expect(await world.broken()).toEqual([])
  })

  test('gives a community that never had money the currency of what it receives', async () => {
    const world = await openWorld({ scale: 0 })
    await found(world)
    await world.app.changeSettings({
      ...{ key: world.key(), ...asAdmin(GROUP, boss), changes: { maxTotal: 100 } },
    })
    await link(world)
    await fundAt(world, GROUP, other('Zoe'), 700)
    await unlink(world)
    const settings = await world.app.settings({ place: GROUP, by: boss })
    expect(settings).toMatchObject({
      name: 'The group',
      currency: { name: 'Lucky', symbol: 'L', scale: 0 },
      rules: { maxTotal: null },
      scaleFixed: true,
      linked: [],
    })
    expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(700)
    expect(await world.broken()).toEqual([])
  })

  test('in a chat of the host releases all linked communities, each with its own people', async () => {
    const world = await linked()
    await found(world, ROOM, 'A room')
    await fundAt(world, ROOM, kim, 30)
    await link(world, LOBBY, ROOM)
    const outcome = await unlink(world, LOBBY)
    expect(outcome).toMatchObject({ left: ['The group', 'A room'], wallets: 2, amount: 730 })
    expect(await balanceAt(world, ROOM, kim)).toBe(30)
    expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(700)
    expect(await world.broken()).toEqual([])
  })

  test('in a linked chat releases only that one', async () => {
    const world = await linked()
    await found(world, ROOM, 'A room')
    await fundAt(world, ROOM, kim, 30)
    await link(world, LOBBY, ROOM)
    expect(await unlink(world, ROOM)).toMatchObject({ left: ['A room'], wallets: 1, amount: 30 })
    expect(await balanceAt(world, LOBBY, other('Zoe'))).toBe(700)
    expect(await world.broken()).toEqual([])
  })

  test('of a community that took others along leaves those with the host', async () => {
    const world = await openWorld()
    await found(world)
    await found(world, ROOM, 'A room')
    await fundAt(world, ROOM, kim, 30)
    await link(world, GROUP, ROOM)
    await link(world, LOBBY, GROUP)
    expect(await unlink(world, GROUP)).toMatchObject({ left: ['The group'], wallets: 0 })
    expect(await balanceAt(world, LOBBY, kim)).toBe(30)
    expect(await unlink(world, ROOM)).toMatchObject({ left: ['A room'], wallets: 1, amount: 30 })
    expect(await balanceAt(world, ROOM, kim)).toBe(30)
    expect(await world.broken()).toEqual([])
  })

  test("makes a guest's code link to the host's community, whose home stays with the host", async () => {
    const world = await linked()
    await found(world, ROOM, 'A room')
    await link(world, GROUP, ROOM)
    await unlink(world, GROUP)
    expect(await world.broken()).toEqual([])
    await world.fund(100, 'Ann')
    expect(await world.send('Ann', { everywhere: true, total: 100 })).toMatchObject({ chats: 2 })
    expect(await world.app.board.nextCard('third', 'room')).toBeDefined()
  })

  test('reports the end of a red packet whose card stayed behind', async () => {
    const world = await linked()
    const { envelopeNo } = await world.send('Zoe', { ...zoe, total: 100 })
    await world.app.cancelEnvelope({ key: world.key(), ...zoe, envelopeNo })
    await unlink(world)
    expect(await world.app.grabShare({ key: world.key(), ...zoe, envelopeNo })).toEqual({ kind: 'cancelled' })
  })

  test('and linking again, over and over, loses nothing', async () => {
    const world = await linked()
    for (let times = 0; times < 3; times++) {
      await unlink(world)
      expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(700)
      await link(world)
      expect(await balanceAt(world, LOBBY, other('Zoe'))).toBe(700)
    }
    expect(moneyInAll(world)).toBe(1700)
    expect(await world.broken()).toEqual([])
  })
})
