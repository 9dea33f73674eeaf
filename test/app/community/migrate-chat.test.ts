import { describe, expect, test } from 'vitest'
import {
  asAdmin,
  balanceAt,
  codeOf,
  found,
  fundAt,
  GROUP,
  link,
  moneyInAll,
  other,
  unlink,
} from '../../support/linked-world.js'
import { DAY, HOUR, LOBBY, MINUTE, openWorld, person, type World } from '../../support/world.js'

const SUPER = { platform: 'other', chat: 'supergroup' }
const zoe = other('Zoe')
const boss = other('Boss')

const migrate = (world: World) =>
  world.app.migrateChat({ platform: 'other', from: GROUP.chat, to: SUPER.chat })

/** A group in which Zoe has 10.00. */
async function grouped(): Promise<World> {
  const world = await openWorld()
  await found(world)
  await fundAt(world, GROUP, zoe, 1000)
  return world
}

/** The same, with a community of its own under the new id, in which Zoe has 0.50. */
async function split(): Promise<World> {
  const world = await grouped()
  await found(world, SUPER, 'The supergroup')
  await fundAt(world, SUPER, zoe, 50)
  return world
}

const rows = (world: World, sql: string) => world.tamper((database) => database.prepare(sql).all())

describe('a chat that gets a new id', () => {
  test('stays in its community under both ids, with the same balances', async () => {
    const world = await grouped()
    expect(await migrate(world)).toEqual({ kind: 'migrated' })
    expect([await balanceAt(world, SUPER, zoe), await balanceAt(world, GROUP, zoe)]).toEqual([1000, 1000])
    expect(await world.broken()).toEqual([])
  })

  test('ignores a repeated notice', async () => {
    const world = await grouped()
    await world.send('Zoe', { place: GROUP, by: zoe, total: 100 })
    await migrate(world)
    await world.restart()
    const before = world.tamper((database) => database.serialize())
    expect(await Promise.all([migrate(world), migrate(world)])).toEqual([
      { kind: 'migrated' },
      { kind: 'migrated' },
    ])
    expect(world.tamper((database) => database.serialize()).equals(before)).toBe(true)
  })

  test('without a community is ignored', async () => {
    const world = await openWorld()
    await found(world, SUPER)
    expect(await migrate(world)).toEqual({ kind: 'unknown_chat' })
    expect(await world.app.migrateChat({ platform: 'test', from: 'lobby', to: 'lobby' })).toEqual({
      kind: 'unknown_chat',
    })
  })

  test('gets a fresh card for each open red packet, and counts grabs from the old and the new', async () => {
    const world = await grouped()
    const { envelopeNo } = await world.send('Zoe', { place: GROUP, by: zoe, total: 100, count: 3 })
    const shown = await world.app.board.nextCard('other', 'group')
    await world.app.board.shown(shown?.id as number, 'old message', shown?.rev as number)
    await migrate(world)
    expect(await world.app.board.nextCard('other', 'group')).toBeUndefined()
    const card = await world.app.board.nextCard('other', 'supergroup')
    expect(card).toMatchObject({ message: null, nonce: `${envelopeNo}-2`, rev: 1, envelope: { envelopeNo } })
    for (const [place, name] of [
      [GROUP, 'Yan'],
      [SUPER, 'Kim'],
    ] as const) {
      const grab = { key: world.key(), place, by: other(name), envelopeNo }
      expect(await world.app.grabShare(grab)).toMatchObject({ kind: 'grabbed' })
    }
    expect(await world.broken()).toEqual([])
  })

  test('does not apply the old card’s result to the new card', async () => {
    const world = await grouped()
    await world.send('Zoe', { place: GROUP, by: zoe, total: 100 })
    const underWay = await world.app.board.nextCard('other', 'group')
    await migrate(world)
    await world.app.board.shown(underWay?.id as number, 'old message', 1)
    expect(await world.app.board.nextCard('other', 'supergroup')).toMatchObject({ message: null })
    expect(await world.app.board.gone(underWay?.id as number)).toBe('elsewhere')
    expect((await world.app.wallet({ place: SUPER, by: zoe })).kind).toBe('wallet')
    expect(await balanceAt(world, SUPER, zoe)).toBe(900)
  })

  test('shows the end of a red packet if the old card has not, and leaves the others alone', async () => {
    const world = await grouped()
    const send = async () => (await world.send('Zoe', { place: GROUP, by: zoe, total: 100 })).envelopeNo
    const first = await send()
    const card = await world.app.board.nextCard('other', 'group')
    await world.app.cancelEnvelope({ key: world.key(), place: GROUP, by: zoe, envelopeNo: first })
    await world.app.board.shown(card?.id as number, 'message 1', 2)
    const second = await send()
    await world.app.cancelEnvelope({ key: world.key(), place: GROUP, by: zoe, envelopeNo: second })
    await migrate(world)
    const again = await world.app.board.nextCard('other', 'supergroup')
    expect(again?.envelope).toMatchObject({ envelopeNo: second, state: 'cancelled' })
    expect(await world.app.pendingMessages()).toBe(1)
  })

  test('shows the card of a command in progress under the new id', async () => {
    const world = await grouped()
    await migrate(world)
    await world.send('Zoe', { place: GROUP, by: zoe, total: 100 })
    expect(await world.app.board.nextCard('other', 'supergroup')).toBeDefined()
    const { wallets } = await world.app.walletsOf({ by: zoe })
    expect(wallets).toMatchObject([{ place: SUPER }])
  })

  test('twice follows to the last', async () => {
    const world = await grouped()
    await migrate(world)
    await world.app.migrateChat({ platform: 'other', from: 'supergroup', to: 'third' })
    await world.send('Zoe', { place: GROUP, by: zoe, total: 100 })
    expect(await world.app.board.nextCard('other', 'third')).toBeDefined()
    expect(await world.broken()).toEqual([])
  })

  test('twice stays at the last, even when the notice of the first move is repeated', async () => {
    const world = await grouped()
    await migrate(world)
    await world.app.migrateChat({ platform: 'other', from: SUPER.chat, to: 'last' })
    expect(await migrate(world)).toEqual({ kind: 'migrated' })
    await world.send('Zoe', { place: GROUP, by: zoe, total: 100 })
    expect((await world.app.board.chatsBehind()).now.chats).toEqual([
      { platform: 'other', chat: 'last', next_try_at: 0 },
    ])
    expect(await world.broken()).toEqual([])
  })

  test('reposts its outdated cards in the old order, whichever index SQLite reads', async () => {
    const world = await grouped()
    const sent: string[] = []
    for (let left = 2; left > 0; left--) {
      const { envelopeNo } = await world.send('Zoe', { place: GROUP, by: zoe, total: 100 })
      await world.app.cancelEnvelope({ key: world.key(), place: GROUP, by: zoe, envelopeNo })
      sent.push(envelopeNo)
    }
    // The first card has a later next try, and only the index by next try is left.
    world.tamper((database) =>
      database.exec(`UPDATE envelope_message SET next_try_at = 10 - id; DROP INDEX envelope_message_in`),
    )
    await migrate(world)
    const posted = rows(
      world,
      `SELECT envelope_no FROM envelope_message JOIN envelope ON envelope.id = envelope
       WHERE chat = 'supergroup' ORDER BY envelope_message.id`,
    )
    expect(posted).toEqual(sent.map((envelope_no) => ({ envelope_no })))
  })

  test('stays linked, with its home and its code under the new id', async () => {
    const world = await grouped()
    await world.fund(1000, 'Ann')
    await link(world)
    const code = await codeOf(world, GROUP)
    await migrate(world)
    expect(await world.broken()).toEqual([])
    await world.send('Ann', { everywhere: true })
    expect(await world.app.board.nextCard('other', 'supergroup')).toBeDefined()
    expect(await world.app.previewLink({ ...asAdmin(LOBBY, person('Boss')), code })).toMatchObject({
      kind: 'already_linked',
    })
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(10)
    await unlink(world, SUPER)
    expect([await balanceAt(world, SUPER, zoe), await balanceAt(world, GROUP, zoe)]).toEqual([1000, 1000])
    expect(await world.broken()).toEqual([])
  })
})

test('a code from under the old id ends when one is made under the new id', async () => {
  const world = await grouped()
  const code = await codeOf(world, GROUP)
  await migrate(world)
  const ask = { ...asAdmin(LOBBY, person('Boss')), code }
  expect(await world.app.previewLink(ask)).toMatchObject({ kind: 'link_preview', host: 'The group' })
  await codeOf(world, SUPER)
  expect(await world.app.previewLink(ask)).toEqual({ kind: 'bad_code' })
})

describe('a community that was founded under the new id in between', () => {
  test('gives way if it never had any money', async () => {
    const world = await grouped()
    await found(world, SUPER, 'The supergroup', 0)
    await world.app.joinMember({ place: SUPER, by: other('Yan') })
    expect(await migrate(world)).toEqual({ kind: 'migrated' })
    expect(await balanceAt(world, SUPER, zoe)).toBe(1000)
    expect(await world.app.settings({ place: SUPER, by: zoe })).toMatchObject({ name: 'The group' })
    expect(await world.broken()).toEqual([])
  })

  test('is merged with all its money, with no actor from the chat', async () => {
    const world = await split()
    expect(await migrate(world)).toEqual({ kind: 'migrated' })
    expect([await balanceAt(world, SUPER, zoe), await balanceAt(world, GROUP, zoe)]).toEqual([1050, 1050])
    const audit = await world.app.audit({ place: SUPER, by: zoe }, 1)
    expect(audit).toMatchObject({ lines: [{ actor: null, amount: 50, reason: '🔗 The supergroup' }] })
    expect(await world.broken()).toEqual([])
  })

  test('waits until its red packets have ended, and then the sweep merges it', async () => {
    const world = await split()
    const { deadline } = await world.send('Zoe', { place: SUPER, by: zoe, total: 30, lifetime: HOUR })
    await world.send('Zoe', { place: GROUP, by: zoe, total: 100, lifetime: DAY })
    const waits = { kind: 'migration_waits', because: 'open_envelopes', tryAt: deadline }
    expect([await migrate(world), await migrate(world)]).toEqual([waits, waits])
    expect([await balanceAt(world, SUPER, zoe), await balanceAt(world, GROUP, zoe)]).toEqual([20, 900])
    world.clock.pass(HOUR - 1)
    expect(await world.app.finishMigrations()).toBe(0)
    world.clock.pass(1)
    await world.app.expireEnvelopes(10)
    await world.restart()
    expect(await world.app.finishMigrations()).toBe(1)
    expect(await world.app.finishMigrations()).toBe(0)
    expect(await balanceAt(world, SUPER, zoe)).toBe(950)
    expect(await world.app.board.nextCard('other', 'supergroup')).toBeDefined()
    expect(rows(world, 'SELECT * FROM chat_move')).toEqual([])
    expect(moneyInAll(world)).toBe(1050)
    expect(await world.broken()).toEqual([])
  })

  test.each([
    [
      'other_scale',
      async (world: World) => {
        await found(world, SUPER, 'The supergroup', 0)
        await fundAt(world, SUPER, zoe, 50)
      },
    ],
    [
      'wallet_frozen',
      async (world: World) => {
        await found(world, SUPER, 'The supergroup')
        await fundAt(world, SUPER, zoe, 50)
        world.tamper((database) => database.exec(`UPDATE account SET status = 'frozen' WHERE balance = 50`))
      },
    ],
    [
      'already_linked',
      async (world: World) => {
        await found(world, SUPER, 'The supergroup')
        await link(world, LOBBY, SUPER)
      },
    ],
  ])('waits and is retried every hour: %s', async (because, prepare) => {
    const world = await grouped()
    await prepare(world)
    const before = world.money()
    expect(await migrate(world)).toEqual({
      ...{ kind: 'migration_waits', because, tryAt: world.clock.now() + HOUR },
    })
    expect(world.money()).toEqual(before)
    expect(await world.broken()).toEqual([])
    if (because === 'already_linked') await unlink(world, SUPER)
    if (because === 'wallet_frozen')
      world.tamper((database) => database.exec(`UPDATE account SET status = 'active'`))
    world.clock.pass(HOUR - MINUTE)
    expect(await world.app.finishMigrations()).toBe(0)
    world.clock.pass(MINUTE)
    expect(await world.app.finishMigrations()).toBe(because === 'other_scale' ? 0 : 1)
    expect(await world.broken()).toEqual([])
  })

  test('that cannot be merged: cards under the old id are given up, and their senders notified', async () => {
    const world = await split()
    const shown = await world.send('Zoe', { place: GROUP, by: zoe, total: 100, count: 2, lifetime: HOUR })
    const card = await world.app.board.nextCard('other', 'group')
    await world.app.board.shown(card?.id as number, 'message 1', 1)
    const unseen = await world.send('Zoe', { place: GROUP, by: zoe, total: 300 })
    await link(world, LOBBY, SUPER)
    expect(await migrate(world)).toMatchObject({ because: 'already_linked' })
    expect(await migrate(world)).toMatchObject({ because: 'already_linked' })

    expect(await world.app.pendingMessages()).toBe(0)
    expect(await balanceAt(world, GROUP, zoe)).toBe(900)
    const told: unknown[] = []
    for (let left = 2; left > 0; left--) {
      const notification = await world.app.board.nextNotification('other')
      told.push([notification?.envelope.envelopeNo, notification?.kind])
      await world.app.board.notificationDone(notification?.id as number)
    }
    expect(told).toEqual([
      [shown.envelopeNo, 'vanished'],
      [unseen.envelopeNo, 'unposted'],
    ])
    expect(await world.app.board.nextNotification('other')).toBeUndefined()
    world.clock.pass(HOUR)
    await world.app.expireEnvelopes(10)
    expect(await balanceAt(world, GROUP, zoe)).toBe(1000)
    expect(await world.broken()).toEqual([])
  })

  test('that waits for its own red packets keeps the cards under the old id waiting too', async () => {
    const world = await split()
    await world.send('Zoe', { place: SUPER, by: zoe, total: 30, lifetime: HOUR })
    await world.send('Zoe', { place: GROUP, by: zoe, total: 100 })
    expect(await migrate(world)).toMatchObject({ because: 'open_envelopes' })
    expect(await world.app.board.nextCard('other', 'group')).toBeDefined()
    expect(await world.app.board.nextNotification('other')).toBeUndefined()
  })

  test('as a chat linked to the same community waits until it is unlinked', async () => {
    const world = await grouped()
    await found(world, SUPER, 'The supergroup')
    await link(world, GROUP, SUPER)
    expect(await migrate(world)).toMatchObject({ because: 'already_linked' })
    await world.app.unlinkCommunities({ key: world.key(), ...asAdmin(SUPER, boss) })
    expect(await migrate(world)).toEqual({ kind: 'migrated' })
    expect(await balanceAt(world, SUPER, zoe)).toBe(1000)
    expect(await world.broken()).toEqual([])
  })
})
