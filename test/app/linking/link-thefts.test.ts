import { describe, expect, test } from 'vitest'
import type { Person } from '../../../src/core/person.js'
import type { Place } from '../../../src/core/place.js'
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
  tryLink,
  unite,
  unlink,
  unlinkPerson,
} from '../../support/linked-world.js'
import { DAY, HOUR, LOBBY, MINUTE, openWorld, person, type World } from '../../support/world.js'

const HALL: Place = { platform: 'other', chat: 'hall' }
const zoe = other('Zoe')

const grabAt = (world: World, place: Place, by: Person, envelopeNo: string) =>
  world.app.grabShare({ key: world.key(), place, by, envelopeNo })

const cancelAt = (world: World, place: Place, by: Person, envelopeNo: string) =>
  world.app.cancelEnvelope({ key: world.key(), place, by, envelopeNo })

const sendAt = (world: World, place: Place, by: Person, more: object = {}) =>
  world.app.sendEnvelope({
    ...{ key: world.key(), place, by, kind: 'equal', total: 300, count: 3, greeting: '' },
    ...more,
  })

async function sentAt(world: World, place: Place, by: Person, more: object = {}): Promise<string> {
  const outcome = await sendAt(world, place, by, more)
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome))
  return outcome.envelopeNo
}

describe('one share each', () => {
  test('even for a person who grabs, is unlinked with the chat, is linked again and grabs again', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await found(world)
    await link(world)
    const no = await sentAt(world, LOBBY, person('Ann'))
    expect(await grabAt(world, GROUP, zoe, no)).toMatchObject({ kind: 'grabbed' })
    expect(await unlink(world)).toMatchObject({ kind: 'communities_unlinked' })
    expect(await grabAt(world, GROUP, zoe, no)).toEqual({ kind: 'unknown_envelope' })
    await link(world)
    expect(await grabAt(world, GROUP, zoe, no)).toMatchObject({ kind: 'already_grabbed' })
    await unlink(world)
    await found(world, HALL, 'The hall')
    await link(world, LOBBY, HALL)
    expect(await grabAt(world, HALL, zoe, no)).toMatchObject({ kind: 'already_grabbed' })
    expect(await balanceAt(world, GROUP, zoe)).toBe(100)
    expect(await world.broken()).toEqual([])
  })

  test('even for a person who enters through another chat that gets a new id', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await found(world)
    await link(world)
    const no = await sentAt(world, GROUP, person('Ann'))
    await grabAt(world, GROUP, zoe, no)
    await world.app.migrateChat({ platform: 'other', from: GROUP.chat, to: 'group2' })
    for (const place of [GROUP, { ...GROUP, chat: 'group2' }, LOBBY])
      expect(await grabAt(world, place, zoe, no)).toMatchObject({ kind: 'already_grabbed' })
    expect(await world.broken()).toEqual([])
  })

  test('in whatever order two accounts of one person are linked, grab and unlink: never more shares than accounts', async () => {
    const one = person('Zoe')
    type Move = 'unite' | 'turned' | 'one' | 'two' | 'unlink one' | 'unlink two'
    const orders: Move[][] = [
      ['one', 'unite', 'two', 'unlink one', 'one', 'two', 'turned', 'one', 'two'],
      ['unite', 'two', 'unlink two', 'two', 'one', 'turned', 'unlink one', 'one', 'two'],
      ['two', 'turned', 'one', 'unlink two', 'one', 'unite', 'unlink one', 'one', 'two'],
      ['unite', 'unlink one', 'unite', 'one', 'unlink two', 'two', 'turned', 'unlink one', 'one', 'two'],
      ['turned', 'one', 'unlink one', 'two', 'unite', 'two', 'one', 'unlink two', 'two'],
    ]
    for (const order of orders) {
      const world = await openWorld()
      await world.fund(1000, 'Ann')
      const no = await sentAt(world, LOBBY, person('Ann'), { count: 4, total: 400 })
      for (const move of order) {
        if (move === 'unite') await unite(world, one, zoe)
        else if (move === 'turned') await unite(world, zoe, one)
        else if (move === 'unlink one') await unlinkPerson(world, one)
        else if (move === 'unlink two') await unlinkPerson(world, zoe)
        else await grabAt(world, LOBBY, move === 'one' ? one : zoe, no)
      }
      expect(world.money().claimed, order.join()).toBeLessThanOrEqual(2)
      expect(await world.broken()).toEqual([])
    }
  })

  describe('even for an account that was linked to the one that grabbed and unlinks afterwards', () => {
    const one = person('Zoe')
    const [first, second] = [one, zoe]
    /** Two linked accounts, both acting as the member of `stays`; one grabs, one unlinks, both try again. */
    const cases = [first, second].flatMap((stays) =>
      [first, second].flatMap((grabs) => [first, second].map((unlinks) => [stays, grabs, unlinks] as const)),
    )
    const title = ({ platform }: Person) => platform

    test.each(
      cases.map((each) => [...each.map(title), each] as [string, string, string, (typeof cases)[number]]),
    )('%s stays, %s grabs, %s unlinks', async (_a, _b, _c, [stays, grabs, unlinks]) => {
      const world = await openWorld()
      await world.fund(1000, 'Ann')
      const no = await sentAt(world, LOBBY, person('Ann'), { count: 4, total: 400 })
      const goes = stays === first ? second : first
      await unite(world, stays, goes)
      expect(await grabAt(world, LOBBY, grabs, no)).toMatchObject({ kind: 'grabbed', position: 1 })
      await unlinkPerson(world, unlinks)
      for (let round = 0; round < 2; round++) {
        for (const by of [first, second])
          expect(await grabAt(world, LOBBY, by, no)).toMatchObject({ kind: 'already_grabbed', position: 1 })
        await unite(world, goes, stays)
        for (const by of [first, second])
          expect(await grabAt(world, LOBBY, by, no)).toMatchObject({ kind: 'already_grabbed', position: 1 })
        await unlinkPerson(world, unlinks === first ? second : first)
      }
      expect(world.money().claimed).toBe(1)
      expect(await world.broken()).toEqual([])
    })

    test('even for an account that first arrives here after unlinking', async () => {
      const world = await openWorld()
      await world.fund(1000, 'Ann')
      const no = await sentAt(world, LOBBY, person('Ann'))
      await unite(world, one, zoe, { platform: 'none', chat: '' })
      expect(await grabAt(world, LOBBY, one, no)).toMatchObject({ kind: 'grabbed' })
      await unlinkPerson(world, zoe)
      expect(await grabAt(world, LOBBY, zoe, no)).toMatchObject({ kind: 'already_grabbed' })
      expect(await world.broken()).toEqual([])
    })

    test('even for one that returns through a newly linked chat, or linked to a third account', async () => {
      const world = await openWorld()
      await world.fund(1000, 'Ann')
      await found(world)
      await link(world)
      const no = await sentAt(world, GROUP, person('Ann'), { everywhere: true })
      await unite(world, one, zoe)
      expect(await grabAt(world, GROUP, zoe, no)).toMatchObject({ kind: 'grabbed' })
      await unlinkPerson(world, one)
      expect(await grabAt(world, LOBBY, one, no)).toMatchObject({ kind: 'already_grabbed' })
      const kim = other('Kim')
      await unite(world, kim, one)
      expect(await grabAt(world, GROUP, kim, no)).toMatchObject({ kind: 'already_grabbed' })
      await unlinkPerson(world, kim)
      expect(await grabAt(world, GROUP, kim, no)).toMatchObject({ kind: 'grabbed' })
      expect(await grabAt(world, GROUP, one, no)).toMatchObject({ kind: 'already_grabbed' })
      expect(await world.broken()).toEqual([])
    })

    test('even when both were chosen', async () => {
      const world = await openWorld()
      await world.fund(1000, 'Ann')
      for (const by of [one, zoe]) await world.app.joinMember({ place: LOBBY, by })
      const no = await sentAt(world, LOBBY, person('Ann'), { chosen: [one, zoe], count: 2, total: 200 })
      await unite(world, one, zoe)
      expect(await grabAt(world, LOBBY, one, no)).toMatchObject({ kind: 'grabbed' })
      await unlinkPerson(world, zoe)
      expect(await grabAt(world, LOBBY, zoe, no)).toMatchObject({ kind: 'already_grabbed' })
      expect(await world.broken()).toEqual([])
    })

    test('but not for one that grabbed alone before, or was linked only afterwards', async () => {
      const world = await openWorld()
      await world.fund(1000, 'Ann')
      const no = await sentAt(world, LOBBY, person('Ann'))
      expect(await grabAt(world, LOBBY, one, no)).toMatchObject({ kind: 'grabbed' })
      await unite(world, one, zoe)
      await unlinkPerson(world, zoe)
      expect(await grabAt(world, LOBBY, zoe, no)).toMatchObject({ kind: 'grabbed' })
      expect(await world.broken()).toEqual([])
    })
  })

  test('even for a person whose accounts enter through two chats that are linked later', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await found(world)
    await world.app.joinMember({ place: GROUP, by: zoe })
    await world.app.joinMember({ place: LOBBY, by: person('Zoe') })
    await unite(world, person('Zoe'), zoe, LOBBY)
    await link(world)
    const no = await sentAt(world, GROUP, person('Ann'), { everywhere: true })
    await grabAt(world, GROUP, zoe, no)
    expect(await grabAt(world, LOBBY, person('Zoe'), no)).toMatchObject({ kind: 'already_grabbed' })
    expect(await world.broken()).toEqual([])
  })
})

describe('a sender cannot grab from their own equal red packet', () => {
  test('with an account that is linked after it was sent, or that was unlinked before', async () => {
    const world = await openWorld()
    await fundAt(world, LOBBY, zoe, 1000)
    const no = await sentAt(world, LOBBY, zoe)
    await unite(world, person('Zoe'), zoe)
    expect(await grabAt(world, LOBBY, person('Zoe'), no)).toEqual({ kind: 'own_envelope' })
    await unlinkPerson(world, person('Zoe'))
    expect(await grabAt(world, LOBBY, zoe, no)).toEqual({ kind: 'own_envelope' })
    expect(await world.broken()).toEqual([])
  })
})

describe("other people's money", () => {
  test('is not refunded to an account that left the person who sent it', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Zoe')
    await unite(world, person('Zoe'), zoe)
    const no = await sentAt(world, LOBBY, zoe)
    await unlinkPerson(world, zoe)
    expect(await cancelAt(world, LOBBY, zoe, no)).toEqual({ kind: 'not_sender' })
    world.clock.pass(2 * DAY)
    await world.app.expireEnvelopes(20)
    expect([await balanceAt(world, LOBBY, person('Zoe')), await balanceAt(world, LOBBY, zoe)]).toEqual([
      1000, 0,
    ])
    expect(await world.broken()).toEqual([])
  })

  test("stays when a guest's admin unlinks: the people of the host and of other guests keep theirs", async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await found(world)
    await found(world, { platform: 'third', chat: 'room' }, 'The room')
    const kim = { platform: 'third', user: 'kim', name: 'Kim' }
    await fundAt(world, GROUP, zoe, 700)
    await fundAt(world, { platform: 'third', chat: 'room' }, kim, 500)
    await link(world)
    await link(world, LOBBY, { platform: 'third', chat: 'room' })
    const outcome = await unlink(world)
    expect(outcome).toMatchObject({
      kind: 'communities_unlinked',
      left: ['The group'],
      wallets: 1,
      amount: 700,
    })
    expect(await balanceAt(world, LOBBY, person('Ann'))).toBe(1000)
    expect(await balanceAt(world, LOBBY, kim)).toBe(500)
    expect(await world.broken()).toEqual([])
  })

  test('stays where it is when a guest tries to unlink through a card that only others can see', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, zoe, 700)
    await link(world)
    const no = await sentAt(world, LOBBY, zoe)
    expect(await unlink(world)).toMatchObject({ kind: 'open_envelopes', count: 1 })
    await cancelAt(world, GROUP, zoe, no)
    expect(await unlink(world)).toMatchObject({ kind: 'communities_unlinked', amount: 700 })
    expect(moneyInAll(world)).toBe(700)
    expect(await world.broken()).toEqual([])
  })

  test('is hidden from a chat that was unlinked, and so are later red packets', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await found(world)
    await link(world)
    await unlink(world)
    const no = await sentAt(world, LOBBY, person('Ann'))
    const asked = { place: GROUP, by: zoe, envelopeNo: no }
    expect(await world.app.envelopeDetails(asked)).toEqual({ kind: 'unknown_envelope' })
    expect(await world.app.verifyEnvelope(asked)).toEqual({ kind: 'unknown_envelope' })
    expect(await cancelAt(world, GROUP, zoe, no)).toEqual({ kind: 'unknown_envelope' })
    expect(await world.app.audit({ place: GROUP, by: zoe }, 100)).toMatchObject({ lines: [] })
    expect(await world.app.recentEnvelopes({ place: GROUP }, 50)).toEqual([])
  })
})

describe('circles and chains', () => {
  test('cannot be made: everyone in it is linked already, and one unlink leaves no community without chats', async () => {
    const world = await openWorld()
    await found(world)
    await found(world, HALL, 'The hall')
    const early = await codeOf(world, HALL)
    await link(world, LOBBY, GROUP)
    await link(world, HALL, LOBBY)
    expect(await tryLink(world, GROUP, HALL)).toMatchObject({ kind: 'already_linked' })
    expect(await tryLink(world, LOBBY, HALL)).toMatchObject({ kind: 'already_linked' })
    const late = { key: world.key(), ...asAdmin(GROUP, other('Boss')), code: early }
    expect(await world.app.linkCommunities(late)).toEqual({ kind: 'bad_code' })
    await unlink(world, HALL)
    for (const place of [LOBBY, GROUP, HALL])
      expect(await world.app.settings({ place, by: zoe })).toMatchObject({ kind: 'settings', linked: [] })
    expect(await world.broken()).toEqual([])
  })
})

describe('at the moment of linking', () => {
  test('a red packet that is due but not swept blocks the link, and pays no one late', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, zoe, 700)
    const no = await sentAt(world, GROUP, zoe, { lifetime: MINUTE })
    world.clock.pass(MINUTE)
    expect(await tryLink(world)).toMatchObject({ kind: 'open_envelopes', count: 1 })
    expect(await grabAt(world, GROUP, other('Kim'), no)).toEqual({ kind: 'expired' })
    await world.app.expireEnvelopes(20)
    await link(world)
    expect(await grabAt(world, GROUP, other('Kim'), no)).toEqual({ kind: 'expired' })
    expect(await balanceAt(world, LOBBY, zoe)).toBe(700)
  })

  test('a key repeats its answer from before, and moves nothing twice', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, zoe, 700)
    const key = world.key()
    const gift = { key, place: GROUP, by: zoe, to: other('Kim'), amount: 100, note: '' }
    const first = await world.app.transfer(gift)
    await link(world)
    expect(await world.app.transfer(gift)).toEqual(first)
    await unlink(world)
    expect(await world.app.transfer(gift)).toEqual(first)
    expect(await balanceAt(world, GROUP, other('Kim'))).toBe(100)
  })

  test('a card shown everywhere still pays through its other copy when one is gone, and does not block unlinking there', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await found(world)
    await link(world)
    const no = await sentAt(world, LOBBY, person('Ann'), { everywhere: true })
    expect(await unlink(world)).toMatchObject({ kind: 'open_envelopes' })
    const card = await world.app.board.nextCard('other', GROUP.chat)
    if (!card) throw new Error('no card')
    expect(await world.app.board.gone(card.id)).toBe('elsewhere')
    expect(await grabAt(world, GROUP, zoe, no)).toMatchObject({ kind: 'grabbed' })
    expect(await unlink(world)).toMatchObject({ kind: 'communities_unlinked', amount: 100 })
    expect(await world.grab('Bob', no)).toMatchObject({ kind: 'grabbed' })
    world.clock.pass(25 * HOUR)
    await world.app.expireEnvelopes(20)
    expect(await world.balance('Ann')).toBe(800)
    expect(moneyInAll(world)).toBe(1000)
    expect(await world.broken()).toEqual([])
  })
})

describe('the decimals', () => {
  test('cannot change under existing money while chats are linked, whichever of them has it', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, zoe, 700)
    await link(world)
    for (const [place, by] of [
      [LOBBY, person('Boss')],
      [GROUP, other('Boss')],
    ] as const) {
      const change = { key: world.key(), ...asAdmin(place, by), changes: { scale: 0 } }
      expect(await world.app.changeSettings(change)).toEqual({ kind: 'scale_fixed' })
    }
    await unlink(world)
    const later = { key: world.key(), ...asAdmin(GROUP, other('Boss')), changes: { scale: 0 } }
    expect(await world.app.changeSettings(later)).toEqual({ kind: 'scale_fixed' })
  })
})

describe('a new id', () => {
  test('of a chat that is linked elsewhere takes no one’s money along', async () => {
    const world = await openWorld()
    await found(world)
    await found(world, HALL, 'The hall')
    await fundAt(world, GROUP, zoe, 700)
    await fundAt(world, HALL, other('Kim'), 500)
    await link(world, LOBBY, HALL)
    const before = world.money()
    const claim = { platform: 'other', from: GROUP.chat, to: HALL.chat }
    expect(await world.app.migrateChat(claim)).toMatchObject({ kind: 'migration_waits' })
    expect(world.money()).toEqual(before)
    expect(await balanceAt(world, HALL, other('Kim'))).toBe(500)
    expect(await world.broken()).toEqual([])
  })
})
