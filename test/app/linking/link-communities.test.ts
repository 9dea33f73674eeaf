import { describe, expect, test } from 'vitest'
import type {
  LinkCommunities,
  LinkOutcome,
  PreviewLinkOutcome,
} from '../../../src/app/linking/link-communities.js'
import { MAX_AMOUNT, MAX_CIRCULATION } from '../../../src/core/money.js'
import { expectIdempotent } from '../../support/idempotent.js'
import {
  allButCodes,
  asAdmin,
  balanceAt,
  codeOf,
  fillAt,
  found,
  fundAt,
  GROUP,
  link,
  moneyInAll,
  other,
  tryLink,
  unite,
  unlink,
} from '../../support/linked-world.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import {
  DAY,
  HOUR,
  LOBBY,
  MINUTE,
  openWorld,
  person,
  SECOND,
  START,
  type World,
} from '../../support/world.js'

const boss = other('Boss')
const ends = Date.UTC(2026, 5, 11, 12)

/** A group in which Zoe has 7.00; returns its admin's command with a code of the lobby. */
async function joining(world: World, change: Partial<LinkCommunities> = {}): Promise<LinkCommunities> {
  await found(world)
  await fundAt(world, GROUP, other('Zoe'), 700)
  return { key: world.key(), ...asAdmin(GROUP, boss), code: await codeOf(world), ...change }
}

type Ask = (world: World, command: LinkCommunities) => Promise<LinkOutcome | PreviewLinkOutcome>

function refusalsOf(ask: Ask): Refusals<PreviewLinkOutcome, 'link_preview'> {
  const refusing =
    (change: Partial<LinkCommunities>, prepare?: (world: World) => Promise<unknown>) =>
    async (world: World) => {
      const command = await joining(world, change)
      await prepare?.(world)
      return () => ask(world, command) as Promise<PreviewLinkOutcome>
    }
  return {
    unknown_chat: {
      rule: 'a chat without a community has nothing to link',
      provoke: refusing({ place: { platform: 'other', chat: 'nowhere' } }),
      says: { kind: 'unknown_chat' },
    },
    not_admin: {
      rule: 'only a platform admin links, not a treasurer',
      provoke: refusing({ platformAdmin: false, by: other('Tim') }, (world) =>
        world.app.appointTreasurer({
          ...{ key: world.key(), ...asAdmin(GROUP, boss), member: other('Tim'), treasurer: true },
        }),
      ),
      says: { kind: 'not_admin' },
    },
    bad_code: {
      rule: 'a code must exist',
      provoke: refusing({ code: '00000-00000' }),
      says: { kind: 'bad_code' },
    },
    already_linked: {
      rule: 'a community cannot be linked to itself',
      provoke: refusing(asAdmin(LOBBY, person('Boss'))),
      says: { kind: 'already_linked', name: 'The lobby' },
    },
    scheduled_envelopes: {
      rule: 'what is scheduled in the community that joins must be cancelled or sent first',
      provoke: refusing({}, async (world) => {
        await world.trySend('Zoe', {
          ...{ by: other('Zoe'), place: GROUP, total: 100 },
          appointments: [world.clock.now() + HOUR],
        })
      }),
      says: { kind: 'scheduled_envelopes', count: 1, last: START + HOUR },
    },
    open_envelopes: {
      rule: 'the red packets of the joining community must have ended, because they are paid within it',
      provoke: refusing({}, async (world) => {
        await world.send('Zoe', { place: GROUP, by: other('Zoe'), total: 100 })
        await world.send('Zoe', { place: GROUP, by: other('Zoe'), total: 100, lifetime: MINUTE })
      }),
      says: { kind: 'open_envelopes', count: 2, lastDeadline: ends },
    },
    other_scale: {
      rule: 'money with different decimals does not fit',
      provoke: refusing({}, async (world) => {
        await world.app.changeSettings({
          ...{ key: world.key(), ...asAdmin(LOBBY, person('Boss')), changes: { scale: 0 } },
        })
      }),
      says: { kind: 'other_scale', host: 'The lobby', hostScale: 0, scale: 2 },
    },
    circulation_full: {
      rule: 'the combined circulation is limited',
      provoke: refusing({}, async (world) => {
        await fillAt(world, LOBBY, person('Ann'), MAX_CIRCULATION)
      }),
      says: { kind: 'circulation_full', host: 'The lobby' },
    },
    wallet_frozen: {
      rule: 'frozen money does not move',
      provoke: refusing({}, async (world) => {
        world.tamper((database) =>
          database.exec(`UPDATE account SET status = 'frozen' WHERE username = 'Zoe'`),
        )
      }),
      says: { kind: 'wallet_frozen', name: 'Zoe' },
    },
  }
}

/** A group with 120 members who have 10 each. */
async function crowded(world: World): Promise<void> {
  await found(world)
  const members = Array.from({ length: 120 }, (_, index) => other(`Member${index}`))
  await Promise.all(members.map((member) => fundAt(world, GROUP, member, 10)))
}

describe('linking is refused', () => {
  testRefusals(refusalsOf((world, command) => world.app.linkCommunities(command)))
})

describe('the preview of linking is refused', () => {
  testRefusals(refusalsOf((world, { key: _, ...command }) => world.app.previewLink(command)))
})

describe('a code', () => {
  test('can be made by a platform admin only, not a treasurer, and needs a community', async () => {
    const world = await openWorld()
    const by = person('Tim')
    await world.app.appointTreasurer({
      ...{ key: world.key(), ...asAdmin(LOBBY, person('Boss')), member: by, treasurer: true },
    })
    const command = { key: world.key(), place: LOBBY, by, platformAdmin: false }
    expect(await world.app.makeLinkCode(command)).toEqual({ kind: 'not_admin' })
    const nowhere = { platform: 'test', chat: 'nowhere' }
    expect(await world.app.makeLinkCode({ ...command, place: nowhere, platformAdmin: true })).toEqual({
      kind: 'unknown_chat',
    })
  })

  test('has ten characters, is valid for ten minutes, and is different each time', async () => {
    const world = await openWorld()
    const command = { key: world.key(), ...asAdmin(LOBBY, person('Boss')) }
    const codes = [await world.app.makeLinkCode(command), await world.app.makeLinkCode(command)]
    for (const code of codes)
      expect(code).toEqual({
        kind: 'link_code',
        code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/),
        name: 'The lobby',
        expiresAt: world.clock.now() + 10 * MINUTE,
      })
    expect(codes[0]).not.toEqual(codes[1])
  })

  test.each([
    ['small letters without the dash', (code: string) => code.toLowerCase().replace('-', '')],
    ['full-width letters and a long dash', (code: string) => wide(code).replace('－', ' — ')],
    ['O and L for zero and one', (code: string) => code.replaceAll('0', 'o').replaceAll('1', 'l')],
  ])('is accepted in %s', async (_, typed) => {
    const world = await openWorld()
    const command = await joining(world)
    const preview = await world.app.previewLink({ ...command, code: typed(command.code) })
    expect(preview).toMatchObject({ kind: 'link_preview' })
  })

  test.each(['', 'K7QF2', 'K7QF2-M9XW!', 'K7QF2-M9XWDX', 'U'.repeat(10), 'x'.repeat(100)])(
    '%j cannot be one',
    async (code) => {
      const world = await openWorld()
      const command = await joining(world, { code })
      expect(await world.app.linkCommunities(command)).toEqual({ kind: 'bad_code' })
    },
  )

  test('is valid until just before its expiry', async () => {
    const world = await openWorld()
    const command = await joining(world)
    world.clock.pass(10 * MINUTE - 1)
    expect(await world.app.previewLink(command)).toMatchObject({ kind: 'link_preview' })
    world.clock.pass(1)
    expect(await world.app.linkCommunities(command)).toEqual({ kind: 'bad_code' })
  })

  test('ends when another is made in the same chat, but not when one is made elsewhere', async () => {
    const world = await openWorld()
    const command = await joining(world)
    await codeOf(world, GROUP)
    await world.app.makePersonCode({ key: world.key(), by: person('Boss') })
    expect(await world.app.previewLink(command)).toMatchObject({ kind: 'link_preview' })
    const newer = await codeOf(world)
    expect(await world.app.previewLink(command)).toEqual({ kind: 'bad_code' })
    expect(await world.app.previewLink({ ...command, code: newer })).toMatchObject({ kind: 'link_preview' })
  })

  test('works once', async () => {
    const world = await openWorld()
    const command = await joining(world)
    await world.app.linkCommunities(command)
    const third = { platform: 'third', chat: 'room' }
    await found(world, third, 'A room')
    const again = { ...command, key: world.key(), ...asAdmin(third, { ...boss, platform: 'third' }) }
    expect(await world.app.linkCommunities(again)).toEqual({ kind: 'bad_code' })
  })

  test('is bound to the first community where it is entered, because others may read it there', async () => {
    const world = await openWorld()
    const command = await joining(world)
    const hostile = { platform: 'third', chat: 'den' }
    await found(world, hostile, 'A den')
    await fundAt(world, hostile, { platform: 'third', user: 'thief', name: 'Thief' }, MAX_AMOUNT)
    await world.app.previewLink(command)
    const theirs = { ...command, key: world.key(), ...asAdmin(hostile, { ...boss, platform: 'third' }) }
    expect(await world.app.previewLink(theirs)).toEqual({ kind: 'bad_code' })
    expect(await world.app.linkCommunities(theirs)).toEqual({ kind: 'bad_code' })
    expect(await world.app.linkCommunities(command)).toMatchObject({ kind: 'communities_linked' })
  })

  test('entered in the wrong chat works nowhere else, even if it had no effect there', async () => {
    const world = await openWorld()
    const command = await joining(world)
    const home = { ...command, key: world.key(), ...asAdmin(LOBBY, person('Boss')) }
    expect(await world.app.previewLink(home)).toMatchObject({ kind: 'already_linked' })
    expect(await world.app.linkCommunities(command)).toEqual({ kind: 'bad_code' })
  })

  test('is not used up by a non-admin', async () => {
    const world = await openWorld()
    const command = await joining(world)
    const nobody = { place: GROUP, by: other('Zoe'), platformAdmin: false, code: command.code }
    expect(await world.app.previewLink(nobody)).toEqual({ kind: 'not_admin' })
    expect(await world.app.linkCommunities(command)).toMatchObject({ kind: 'communities_linked' })
  })

  test('ends when another is made in the same chat, even after it was entered', async () => {
    const world = await openWorld()
    const command = await joining(world)
    await world.app.previewLink(command)
    await codeOf(world)
    expect(await world.app.linkCommunities(command)).toEqual({ kind: 'bad_code' })
  })

  test('for people links no communities', async () => {
    const world = await openWorld()
    const { code } = await world.app.makePersonCode({ key: world.key(), by: person('Ann') })
    expect(await world.app.linkCommunities(await joining(world, { code }))).toEqual({ kind: 'bad_code' })
  })

  test('is stored nowhere in the file', async () => {
    const world = await openWorld()
    const code = (await codeOf(world)).replace('-', '')
    await world.stop()
    const bytes = world.tamper((database) => database.serialize()).toString('latin1')
    expect(bytes).not.toContain(code)
    await world.start()
  })
})

/** Converts text to the full-width form that a Chinese keyboard types. */
function wide(text: string): string {
  return text.replace(/[!-~]/g, (narrow) => String.fromCharCode(narrow.charCodeAt(0) + 0xfee0))
}

describe('linking', () => {
  test('happens once per key', async () => {
    const world = await openWorld()
    const command = await joining(world)
    const outcome = await expectIdempotent<LinkOutcome>(world, {
      first: () => world.app.linkCommunities(command),
      otherBody: () => world.app.linkCommunities({ ...command, code: '00000-00000' }),
    })
    expect(outcome).toEqual({
      kind: 'communities_linked',
      host: 'The lobby',
      joined: 'The group',
      wallets: 1,
      amount: 700,
      currency: { name: 'Lucky', symbol: 'L', scale: 2 },
    })
  })

  test('previews its effect, and changes nothing except that it claims the code', async () => {
    const world = await openWorld()
    const command = await joining(world)
    const before = allButCodes(world)
    expect(await world.app.previewLink(command)).toMatchObject({
      ...{ kind: 'link_preview', host: 'The lobby', joined: 'The group', wallets: 1, amount: 700 },
    })
    expect(allButCodes(world)).toEqual(before)
  })

  test('makes both chats share members and money, while every trade stays within one community', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await world.app.linkCommunities(await joining(world))
    expect(await balanceAt(world, LOBBY, other('Zoe'))).toBe(700)
    expect(await balanceAt(world, GROUP, person('Ann'))).toBe(1000)
    expect(world.money().balances).toEqual({ 'M-1': -1700, 'W-2': 1000, 'W-7': 700 })
    const { lines } = await audited(world)
    expect(lines[0]).toMatchObject({
      ...{ kind: 'top_up', actor: 'Boss', member: 'Zoe', amount: 700, reason: '🔗 The group' },
    })
    expect(await world.broken()).toEqual([])
  })

  test("adds the money to a member's existing wallet there", async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, LOBBY, other('Zoe'), 50)
    await fundAt(world, GROUP, other('Zoe'), 700)
    await link(world)
    expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(750)
    expect(await world.broken()).toEqual([])
  })

  test('also adds it to the wallet of the same person under another identity', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Zoe')
    await found(world)
    await fundAt(world, GROUP, other('Zoe'), 700)
    await unite(world, person('Zoe'), other('Zoe'), { platform: 'none', chat: '' })
    await link(world)
    expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(1700)
    expect(await world.balance('Zoe')).toBe(1700)
    expect(await world.broken()).toEqual([])
  })

  test('keeps linked people one member', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, other('Zoe'), 700)
    await unite(world, other('Zoe'), person('Zoe'), GROUP)
    await link(world)
    expect(await balanceAt(world, LOBBY, person('Zoe'))).toBe(700)
    expect(await world.broken()).toEqual([])
  })

  test('lets other plans run while the members of a large community move', async () => {
    const world = await openWorld()
    await crowded(world)
    const command = { key: world.key(), ...asAdmin(GROUP, other('Boss')), code: await codeOf(world) }
    const order: string[] = []
    const linked = world.app.linkCommunities(command).then(({ kind }) => order.push(kind))
    const asked = balanceAt(world, LOBBY, person('Ann')).then(() => order.push('asked'))
    await Promise.all([linked, asked])
    expect(order).toEqual(['asked', 'communities_linked'])
    expect(await balanceAt(world, LOBBY, other('Member119'))).toBe(10)
    expect(moneyInAll(world)).toBe(1200)
    expect(await world.broken()).toEqual([])
  })

  test('takes one trade on either side per wallet', async () => {
    const world = await openWorld()
    await found(world)
    await fillAt(world, GROUP, other('Zoe'), MAX_CIRCULATION)
    const { trades } = world.money()
    expect(await link(world)).toMatchObject({ wallets: 1, amount: MAX_CIRCULATION })
    expect(world.money().trades).toBe(trades + 2)
    expect(await balanceAt(world, LOBBY, other('Zoe'))).toBe(MAX_CIRCULATION)
    await unlink(world)
    expect(world.money().trades).toBe(trades + 4)
    expect(await balanceAt(world, GROUP, other('Zoe'))).toBe(MAX_CIRCULATION)
    expect(await world.broken()).toEqual([])
  })

  test('does not carry treasurer roles over', async () => {
    const world = await openWorld()
    await found(world)
    await world.app.appointTreasurer({
      ...{ key: world.key(), ...asAdmin(GROUP, boss), member: other('Tim'), treasurer: true },
    })
    await link(world)
    const joined = await world.app.joinMember({ place: LOBBY, by: other('Tim') })
    expect(joined).toMatchObject({ member: { treasurer: false } })
  })

  test('includes chats of the whole that are entered later', async () => {
    const world = await openWorld()
    await found(world)
    await link(world)
    const place = { platform: 'other', chat: 'side room' }
    const { community } = await world.app.enterChat({ place, within: GROUP, name: 'x' })
    expect(community.id).toBe(1)
    expect(await world.broken()).toEqual([])
  })

  test('leaves old cards with a true answer: their red packets have ended', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, other('Zoe'), 700)
    const zoe = { place: GROUP, by: other('Zoe') }
    const { envelopeNo } = await world.send('Zoe', { ...zoe, total: 100 })
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(10)
    await link(world)
    expect(await world.app.grabShare({ key: world.key(), ...zoe, envelopeNo })).toEqual({ kind: 'expired' })
    expect(await world.app.cancelEnvelope({ key: world.key(), ...zoe, envelopeNo })).toEqual({
      ...{ kind: 'ended', state: 'expired' },
    })
    expect(await world.app.envelopeDetails({ ...zoe, envelopeNo })).toMatchObject({ kind: 'envelope' })
    expect(await world.app.verifyEnvelope({ ...zoe, envelopeNo })).toMatchObject({ holds: true })
    expect(await world.grab('Ann', envelopeNo)).toEqual({ kind: 'unknown_envelope' })
  })

  test('opens red packets of either chat to everyone', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await found(world)
    await link(world)
    const { envelopeNo } = await world.send('Ann', { count: 2 })
    const grab = { key: world.key(), place: GROUP, by: other('Zoe'), envelopeNo }
    expect(await world.app.grabShare(grab)).toMatchObject({ kind: 'grabbed' })
    expect(await world.broken()).toEqual([])
  })

  test('targets the community that the code’s chat belongs to by then', async () => {
    const world = await openWorld()
    const command = await joining(world)
    const third = { platform: 'third', chat: 'room' }
    await found(world, third, 'A room')
    await link(world, third, LOBBY)
    expect(await world.app.linkCommunities(command)).toMatchObject({
      ...{ kind: 'communities_linked', host: 'A room' },
    })
    expect(await world.broken()).toEqual([])
  })

  test('brings along everything linked to the joining community', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, other('Zoe'), 700)
    const third = { platform: 'third', chat: 'room' }
    await found(world, third, 'A room')
    await fundAt(world, third, { platform: 'third', user: 'kim', name: 'Kim' }, 30)
    await link(world, GROUP, third)
    await link(world, LOBBY, GROUP)
    expect(await balanceAt(world, LOBBY, { platform: 'third', user: 'kim', name: 'Kim' })).toBe(30)
    const settings = await world.app.settings({ place: third, by: boss })
    expect(settings).toMatchObject({
      name: 'The lobby',
      linked: [
        { name: 'The lobby', platform: 'test' },
        { name: 'The group', platform: 'other' },
      ],
    })
    expect(await world.broken()).toEqual([])
    expect(moneyInAll(world)).toBe(730)
  })

  test('applies the check of decimals to those communities as well', async () => {
    const world = await openWorld({ scale: 0 })
    await found(world)
    const third = { platform: 'third', chat: 'room' }
    await found(world, third, 'A room')
    const kim = { platform: 'third', user: 'kim', name: 'Kim' }
    await fundAt(world, third, kim, 30)
    await world.app.deduct({
      ...{ key: world.key(), ...asAdmin(third, kim), to: kim, amount: 30, reason: 'all of it' },
    })
    await link(world, GROUP, third)
    expect(await tryLink(world, LOBBY, GROUP)).toMatchObject({ kind: 'other_scale', hostScale: 0, scale: 2 })
  })

  test('fixes the decimals of a host whose guest has had money', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, other('Zoe'), 700)
    await world.app.deduct({
      ...{ key: world.key(), ...asAdmin(GROUP, boss), to: other('Zoe'), amount: 700, reason: 'all of it' },
    })
    await link(world)
    const change = { key: world.key(), ...asAdmin(LOBBY, boss), changes: { scale: 0 } }
    expect(await world.app.changeSettings(change)).toEqual({ kind: 'scale_fixed' })
  })

  test('shows in the settings of each chat, which name the other', async () => {
    const world = await openWorld()
    await found(world)
    const linkedAt = async (place: typeof LOBBY) => {
      const outcome = await world.app.settings({ place, by: boss })
      return outcome.kind === 'settings' ? outcome.linked : undefined
    }
    expect([await linkedAt(LOBBY), await linkedAt(GROUP)]).toEqual([[], []])
    await link(world)
    expect(await linkedAt(LOBBY)).toEqual([{ name: 'The group', platform: 'other' }])
    expect(await linkedAt(GROUP)).toEqual([{ name: 'The lobby', platform: 'test' }])
  })
})

async function audited(world: World) {
  const outcome = await world.app.audit({ place: LOBBY, by: boss }, 10)
  if (outcome.kind !== 'audit') throw new Error(outcome.kind)
  return outcome
}

describe('a red packet for all linked chats', () => {
  const everywhere = { everywhere: true, count: 2, lifetime: 30 * MINUTE + SECOND } as const
  const third = { platform: 'third', chat: 'room' }
  async function three(): Promise<World> {
    const world = await openWorld()
    await world.fund(2000, 'Ann')
    await found(world)
    await found(world, third, 'A room')
    await link(world)
    await link(world, LOBBY, third)
    return world
  }
  const cards = async (world: World) => {
    const found = [LOBBY, GROUP, third].map(({ platform, chat }) => world.app.board.nextCard(platform, chat))
    return (await Promise.all(found)).map((card) => card?.nonce.split('-')[1])
  }

  test('has one card in each, each with its own nonce', async () => {
    const world = await three()
    expect(await world.send('Ann', everywhere)).toMatchObject({ chats: 3 })
    expect(await cards(world)).toEqual(['1', '2', '3'])
  })

  test('has its first card where it is sent, even if the community shows its cards in another chat', async () => {
    const world = await three()
    const place = { platform: 'test', chat: 'side room' }
    await world.app.enterChat({ place, within: LOBBY, name: 'x' })
    expect(await world.send('Ann', { ...everywhere, place })).toMatchObject({ chats: 3 })
    expect(await cards(world)).toEqual([undefined, '2', '3'])
    expect(await world.app.board.nextCard('test', 'side room')).toMatchObject({ nonce: /-1$/ })
  })

  test('is shown only where it is sent by default', async () => {
    const world = await three()
    expect(await world.send('Ann', { ...everywhere, everywhere: false })).not.toHaveProperty('chats')
    expect(await cards(world)).toEqual(['1', undefined, undefined])
  })

  test('has one card where nothing is linked', async () => {
    const world = await openWorld()
    await world.fund(2000, 'Ann')
    expect(await world.send('Ann', everywhere)).toMatchObject({ chats: 1 })
  })

  test('is a different command from one for a single chat', async () => {
    const world = await three()
    const key = world.key()
    await world.send('Ann', { ...everywhere, key })
    expect(await world.trySend('Ann', { ...everywhere, key, everywhere: false })).toEqual({
      kind: 'key_reused',
    })
  })

  test('is refunded only when it can be shown in none of them', async () => {
    const world = await three()
    const { envelopeNo } = await world.send('Ann', everywhere)
    const ids = [LOBBY, GROUP, third].map(({ platform, chat }) => world.app.board.nextCard(platform, chat))
    const [first, second, last] = (await Promise.all(ids)).map((card) => card?.id as number)
    expect(await world.app.board.gone(first as number)).toBe('elsewhere')
    expect(await world.app.board.gone(second as number)).toBe('elsewhere')
    expect(await world.balance('Ann')).toBe(1000)
    expect(await world.app.board.gone(last as number)).toBe('refunded')
    expect((await world.details(envelopeNo)).state).toBe('cancelled')
    expect(await world.balance('Ann')).toBe(2000)
    expect(await world.broken()).toEqual([])
  })

  test('notifies a sender known on only one platform there, whichever card was the last', async () => {
    const world = await three()
    const { envelopeNo } = await world.send('Ann', everywhere)
    for (const { platform, chat } of [LOBBY, GROUP, third]) {
      const card = await world.app.board.nextCard(platform, chat)
      await world.app.board.gone(card?.id as number)
    }
    expect(await world.app.board.platformsToNotify()).toEqual(['test'])
    expect(await world.app.board.nextNotification('test')).toMatchObject({
      ...{ kind: 'unposted', envelope: { envelopeNo } },
    })
  })
})
