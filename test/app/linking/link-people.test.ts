import { describe, expect, test } from 'vitest'
import type {
  LinkPeople,
  LinkPeopleOutcome,
  PreviewLinkPeopleOutcome,
} from '../../../src/app/linking/link-people.js'
import { MAX_CIRCULATION } from '../../../src/core/money.js'
import type { Person } from '../../../src/core/person.js'
import { expectIdempotent } from '../../support/idempotent.js'
import {
  addChatOn,
  allButCodes,
  asAdmin,
  balanceAt,
  fillAt,
  found,
  fundAt,
  GROUP,
  link,
  moneyInAll,
  other,
  unite,
  unlink,
  unlinkPerson,
} from '../../support/linked-world.js'
import { type Refusals, testRefusals } from '../../support/refusals.js'
import { DAY, HOUR, LOBBY, MINUTE, openWorld, person, type World } from '../../support/world.js'

const here = person('Ann')
const there = other('Ann')
const third = { platform: 'third', user: 'ann', name: 'Ann' }
const currency = { name: 'Lucky', symbol: 'L', scale: 2 }

const codeOf = async (world: World, by: Person) =>
  (await world.app.makePersonCode({ key: world.key(), by })).code

/** Ann has 10.00 under one identity and 5.00 under another; a command that links the second to the first. */
async function linking(world: World, change: Partial<LinkPeople> = {}): Promise<LinkPeople> {
  await world.fund(1000, 'Ann', 'Bob')
  await fundAt(world, LOBBY, there, 500)
  return { key: world.key(), by: there, code: await codeOf(world, here), ...change }
}

const grab = (world: World, by: Person, envelopeNo: string) =>
  world.app.grabShare({ key: world.key(), place: LOBBY, by, envelopeNo })

type Ask = (world: World, command: LinkPeople) => Promise<LinkPeopleOutcome | PreviewLinkPeopleOutcome>

function refusalsOf(ask: Ask): Refusals<PreviewLinkPeopleOutcome, 'people_preview'> {
  const refusing =
    (change: Partial<LinkPeople>, prepare?: (world: World) => Promise<unknown>) => async (world: World) => {
      const command = await linking(world, change)
      await prepare?.(world)
      return () => ask(world, command) as Promise<PreviewLinkPeopleOutcome>
    }
  return {
    bad_code: {
      rule: 'a code must exist',
      provoke: refusing({ code: 'K7QF2-M9XWD' }),
      says: { kind: 'bad_code' },
    },
    same_identity: {
      rule: 'a person cannot be linked to themselves',
      provoke: refusing({ by: here }),
      says: { kind: 'same_identity' },
    },
    already_linked: {
      rule: 'two linked identities are not linked again',
      provoke: async (world) => {
        await linking(world)
        await unite(world, here, there)
        const command = { key: world.key(), by: there, code: await codeOf(world, here) }
        return () => ask(world, command) as Promise<PreviewLinkPeopleOutcome>
      },
      says: { kind: 'already_linked' },
    },
    wallet_frozen: {
      rule: 'a frozen wallet is not merged',
      provoke: refusing({}, async (world) => {
        world.tamper((database) =>
          database.exec(`UPDATE account SET status = 'frozen' WHERE account_no = 'W-2'`),
        )
      }),
      says: { kind: 'wallet_frozen', name: 'Ann' },
    },
  }
}

describe('linking people is refused', () => {
  testRefusals(refusalsOf((world, command) => world.app.linkPeople(command)))
})

describe('the preview of linking people is refused', () => {
  testRefusals(refusalsOf((world, { key: _, ...command }) => world.app.previewPersonLink(command)))
})

describe('a code of a person', () => {
  test('is valid for ten minutes, and ends when the same person makes another', async () => {
    const world = await openWorld()
    const command = await linking(world)
    await codeOf(world, person('Bob'))
    world.clock.pass(10 * MINUTE - 1)
    expect(await world.app.previewPersonLink(command)).toMatchObject({ kind: 'people_preview' })
    const newer = await codeOf(world, here)
    expect(await world.app.linkPeople(command)).toEqual({ kind: 'bad_code' })
    world.clock.pass(10 * MINUTE)
    expect(await world.app.linkPeople({ ...command, key: world.key(), code: newer })).toEqual({
      kind: 'bad_code',
    })
  })

  test('does not outlive the correction of a clock that was ahead when it was made', async () => {
    const world = await openWorld()
    world.clock.pass(30 * DAY)
    const command = await linking(world)
    world.clock.pass(-30 * DAY)
    expect(await world.app.previewPersonLink(command)).toEqual({ kind: 'bad_code' })
    world.clock.pass(30 * DAY - MINUTE)
    expect(await world.app.previewPersonLink(command)).toMatchObject({ kind: 'people_preview' })
  })

  test('works once', async () => {
    const world = await openWorld()
    const command = await linking(world)
    await world.app.linkPeople(command)
    expect(await world.app.linkPeople({ ...command, key: world.key(), by: third })).toEqual({
      kind: 'bad_code',
    })
  })

  test('binds to the first account that enters it', async () => {
    const world = await openWorld()
    const command = await linking(world)
    await world.app.previewPersonLink(command)
    const theirs = { ...command, key: world.key(), by: { ...third, user: 'thief', name: 'Thief' } }
    expect(await world.app.previewPersonLink(theirs)).toEqual({ kind: 'bad_code' })
    expect(await world.app.linkPeople(theirs)).toEqual({ kind: 'bad_code' })
    expect(await balanceAt(world, LOBBY, theirs.by)).toBe(0)
    expect(await world.app.linkPeople(command)).toMatchObject({ kind: 'people_linked' })
  })

  test('for chats links no people', async () => {
    const world = await openWorld()
    const command = await linking(world)
    const made = await world.app.makeLinkCode({ key: world.key(), ...asAdmin(LOBBY, here) })
    if (made.kind !== 'link_code') throw new Error(made.kind)
    expect(await world.app.linkPeople({ ...command, code: made.code })).toEqual({ kind: 'bad_code' })
  })
})

test.each(['W-2', 'W-5'])('neither of the two wallets may be frozen: %s', async (walletNo) => {
  const world = await openWorld()
  const command = await linking(world)
  const freeze = `UPDATE account SET status = 'frozen' WHERE account_no = '${walletNo}' AND balance > 0`
  expect(world.tamper((database) => database.prepare(freeze).run()).changes).toBe(1)
  expect(await world.app.linkPeople(command)).toEqual({ kind: 'wallet_frozen', name: 'Ann' })
})

describe('linking people', () => {
  test('happens once per key', async () => {
    const world = await openWorld()
    const command = await linking(world)
    const outcome = await expectIdempotent<LinkPeopleOutcome>(world, {
      first: () => world.app.linkPeople(command),
      otherBody: () => world.app.linkPeople({ ...command, by: third }),
    })
    const wallets = [{ name: 'The lobby', amount: 1500, currency }]
    expect(outcome).toEqual({ kind: 'people_linked', platform: 'test', name: 'Ann', wallets })
  })

  test('previews whose code it is and what would move, and changes nothing except that it claims the code', async () => {
    const world = await openWorld()
    const command = await linking(world)
    const before = allButCodes(world)
    const moves = [{ name: 'The lobby', amount: 500, currency }]
    expect(await world.app.previewPersonLink(command)).toEqual({
      ...{ kind: 'people_preview', platform: 'test', name: 'Ann', moves },
    })
    expect(allButCodes(world)).toEqual(before)
  })

  test('takes one trade per wallet', async () => {
    const world = await openWorld()
    await fillAt(world, LOBBY, there, MAX_CIRCULATION)
    const { trades } = world.money()
    await unite(world, here, there)
    expect(world.money().trades).toBe(trades + 1)
    expect(await balanceAt(world, LOBBY, here)).toBe(MAX_CIRCULATION)
    expect(await world.broken()).toEqual([])
  })

  test('keeps the member who made the code, with the money of both', async () => {
    const world = await openWorld()
    await world.app.linkPeople(await linking(world))
    expect([await balanceAt(world, LOBBY, here), await balanceAt(world, LOBBY, there)]).toEqual([1500, 1500])
    const wallet = await world.app.wallet({ place: LOBBY, by: there })
    expect(wallet).toMatchObject({ walletNo: 'W-2' })
    expect(await world.broken()).toEqual([])
  })

  test('merges in every community where they are two members, and in no other', async () => {
    const world = await openWorld()
    const command = await linking(world)
    await found(world)
    for (const by of [here, there]) await fundAt(world, GROUP, by, 7)
    const alone = { platform: 'third', chat: 'room' }
    await found(world, alone, 'A room')
    await fundAt(world, alone, there, 9)
    const outcome = await world.app.linkPeople(command)
    expect(outcome).toMatchObject({ wallets: [{ name: 'The lobby' }, { name: 'The group', amount: 14 }] })
    expect(await balanceAt(world, alone, here)).toBe(9)
    expect(await world.broken()).toEqual([])
  })

  test('carries no treasurer role over, and restores none on unlinking', async () => {
    const world = await openWorld()
    const command = await linking(world)
    await world.app.appointTreasurer({
      ...{ key: world.key(), ...asAdmin(LOBBY, person('Admin')), member: there, treasurer: true },
    })
    await world.app.linkPeople(command)
    for (const by of [here, there])
      expect(await world.app.joinMember({ place: LOBBY, by })).toMatchObject({ member: { treasurer: false } })
    expect(await world.app.settings({ place: LOBBY, by: here })).toMatchObject({ treasurers: [] })
    await unlinkPerson(world, there)
    expect(await world.app.joinMember({ place: LOBBY, by: there })).toMatchObject({
      member: { treasurer: false },
    })
  })

  test('makes an identity that arrives later the same member', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    await unite(world, here, there, { platform: 'none', chat: '' })
    expect(await balanceAt(world, LOBBY, there)).toBe(1000)
    expect(await world.broken()).toEqual([])
  })

  test('makes chains end at the last one', async () => {
    const world = await openWorld()
    await fundAt(world, LOBBY, third, 70)
    await linking(world)
    await unite(world, there, third)
    await unite(world, here, there)
    for (const by of [here, there, third]) expect(await balanceAt(world, LOBBY, by)).toBe(1570)
    const ends = world.tamper((database) =>
      database.prepare('SELECT DISTINCT merged_into FROM member WHERE merged_into IS NOT NULL').pluck().all(),
    )
    expect(ends).toHaveLength(1)
    expect(await world.broken()).toEqual([])
  })

  test('brings along everyone linked to the asker', async () => {
    const world = await openWorld()
    await linking(world)
    await unite(world, there, third)
    await unite(world, here, third)
    expect(await balanceAt(world, LOBBY, there)).toBe(1500)
    expect(await world.broken()).toEqual([])
  })
})

describe('two linked people', () => {
  test('have one share of an envelope, whichever of them grabbed it before', async () => {
    const world = await openWorld()
    await linking(world)
    const { envelopeNo } = await world.send('Bob')
    const got = await grab(world, there, envelopeNo)
    await unite(world, here, there)
    for (const by of [here, there])
      expect(await grab(world, by, envelopeNo)).toMatchObject({
        ...{ kind: 'already_grabbed', position: 1, amount: got.kind === 'grabbed' && got.amount },
      })
    expect(await world.broken()).toEqual([])
  })

  test('keep both shares that they grabbed before', async () => {
    const world = await openWorld()
    await linking(world)
    const { envelopeNo } = await world.send('Bob', { count: 2 })
    for (const by of [here, there])
      expect(await grab(world, by, envelopeNo)).toMatchObject({ kind: 'grabbed' })
    await unite(world, here, there)
    expect(await world.balance('Ann')).toBe(2500)
    expect(await world.broken()).toEqual([])
  })

  test('cannot grab an equal envelope that either of them sent', async () => {
    const world = await openWorld()
    await linking(world)
    const { envelopeNo } = await world.send('x', { by: there, kind: 'equal', total: 300 })
    await unite(world, here, there)
    expect(await grab(world, here, envelopeNo)).toEqual({ kind: 'own_envelope' })
  })

  test('are chosen when either of them was', async () => {
    const world = await openWorld()
    await linking(world)
    const { envelopeNo } = await world.send('Bob', { chosen: [there], count: 1 })
    await unite(world, here, there)
    expect(await grab(world, here, envelopeNo)).toMatchObject({ kind: 'grabbed' })
  })

  test('count once among the chosen', async () => {
    const world = await openWorld()
    await linking(world)
    await unite(world, here, there)
    expect(await world.trySend('Bob', { chosen: [here, there], count: 2 })).toMatchObject({
      refusal: { kind: 'more_shares_than_chosen', chosen: 1 },
    })
  })

  test('may cancel what either of them sent, and the money goes to their shared wallet', async () => {
    const world = await openWorld()
    await linking(world)
    const { envelopeNo } = await world.send('x', { by: there, total: 300 })
    await unite(world, here, there)
    expect(await world.cancel('Ann', envelopeNo)).toMatchObject({ kind: 'envelope_cancelled', refunded: 300 })
    expect(await world.balance('Ann')).toBe(1500)
    expect(await world.cancel('Bob', envelopeNo)).toEqual({ kind: 'not_sender' })
    expect(await world.broken()).toEqual([])
  })

  test('get the remainder of a red packet into that wallet, too', async () => {
    const world = await openWorld()
    await linking(world)
    await world.send('x', { by: there, total: 300 })
    await unite(world, here, there)
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(10)
    expect(await world.balance('Ann')).toBe(1500)
    expect(await world.broken()).toEqual([])
  })

  test('find the remainder in a wallet that was frozen meanwhile, where it waits', async () => {
    const world = await openWorld()
    await linking(world)
    await world.send('x', { by: there, total: 300 })
    await unite(world, here, there)
    const frozen = `UPDATE account SET status = 'frozen' WHERE user_id = (SELECT id FROM member WHERE merged_into IS NOT NULL)`
    world.tamper((database) => database.exec(frozen))
    world.clock.pass(DAY)
    expect(await world.app.expireEnvelopes(10)).toBe(1)
    expect(await world.balance('Ann')).toBe(1200)
    expect(moneyInAll(world)).toBe(2500)
    expect(await world.broken()).toEqual([])
  })

  test('get the money from a frozen wallet once it is thawed, and once only', async () => {
    const world = await openWorld()
    await linking(world)
    await world.send('x', { by: there, total: 300 })
    await unite(world, here, there)
    const status = (status: string) =>
      world.tamper((database) =>
        database.exec(
          `UPDATE account SET status = '${status}' WHERE user_id = (SELECT id FROM member WHERE merged_into IS NOT NULL)`,
        ),
      )
    status('frozen')
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(10)
    expect(await world.app.transferThawed()).toBe(0)
    status('active')
    expect([await world.app.transferThawed(), await world.app.transferThawed()]).toEqual([1, 0])
    expect(await world.balance('Ann')).toBe(1500)
    expect(await world.broken()).toEqual([])
  })

  test.each([
    ['linked', (world: World) => link(world)],
    ['unlinked again', (world: World) => unlink(world)],
  ])('keep the money in a frozen wallet when their community is %s', async (when, move) => {
    const world = await openWorld()
    await found(world)
    if (when === 'unlinked again') await link(world)
    const [zoe, yan] = [other('Zoe'), other('Yan')]
    await fundAt(world, GROUP, yan, 500)
    await fundAt(world, GROUP, zoe, 100)
    await world.send('Yan', { place: GROUP, by: yan, total: 300, lifetime: HOUR })
    await unite(world, zoe, yan, GROUP)
    const setMerged = (status: string) =>
      world.tamper((database) =>
        database.exec(
          `UPDATE account SET status = '${status}' WHERE user_id IN (SELECT id FROM member WHERE merged_into IS NOT NULL)`,
        ),
      )
    setMerged('frozen')
    world.clock.pass(HOUR)
    await world.app.expireEnvelopes(10)
    setMerged('active')
    await move(world)
    expect(await balanceAt(world, GROUP, zoe)).toBe(600)
    expect(await world.broken()).toEqual([])
  })

  test('share one limit of open red packets', async () => {
    const world = await openWorld({ rules: { maxOpenEnvelopes: 2 } })
    await linking(world)
    await world.send('x', { by: there, total: 100 })
    await world.send('Ann', { total: 100 })
    await unite(world, here, there)
    expect(await world.trySend('Ann', { total: 100 })).toEqual({ kind: 'too_many_open', max: 2 })
    expect(await world.app.wallet({ place: LOBBY, by: here })).toMatchObject({ openEnvelopes: 2 })
  })

  test('are notified on any of their platforms about a red packet', async () => {
    const world = await openWorld()
    await linking(world)
    const { envelopeNo } = await world.send('x', { by: there, total: 100 })
    await unite(world, here, there)
    expect(await world.app.senderOf(envelopeNo, 'test')).toMatchObject({ user: 'ann' })
    expect(await world.app.senderOf(envelopeNo, 'other')).toMatchObject({ user: 'ann' })
  })

  test('cannot give each other money', async () => {
    const world = await openWorld()
    await linking(world)
    await unite(world, here, there)
    const gift = { key: world.key(), place: LOBBY, by: here, to: there, amount: 1, note: '' }
    expect(await world.app.transfer(gift)).toEqual({ kind: 'to_self' })
  })

  test('are one on the leaderboards', async () => {
    const world = await openWorld()
    await linking(world)
    const { envelopeNo } = await world.send('Bob', { count: 2 })
    for (const by of [here, there]) await grab(world, by, envelopeNo)
    await world.send('x', { by: there, total: 100 })
    await unite(world, here, there)
    const query = { place: LOBBY, by: here, period: 'ever' } as const
    const ranks = { member: 2, name: 'Ann' }
    expect(await world.app.leaderboard({ ...query, board: 'received' })).toMatchObject({
      ranks: [{ ...ranks, score: 1000, times: 2 }],
    })
    expect(await world.app.leaderboard({ ...query, board: 'sent' })).toMatchObject({
      ranks: [{ name: 'Bob' }, { ...ranks, score: 100 }],
    })
    expect(await world.app.leaderboard({ ...query, board: 'luckiest' })).toMatchObject({ ranks: [ranks] })
  })

  test('follow their community into another', async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, here, 10)
    await fundAt(world, GROUP, there, 5)
    await unite(world, here, there, GROUP)
    await link(world)
    expect(await balanceAt(world, LOBBY, here)).toBe(15)
    expect(await balanceAt(world, LOBBY, there)).toBe(15)
    expect(await world.broken()).toEqual([])
  })
})

describe('the wallets of a person', () => {
  test('include those of every identity, the most recently used first, each with a chat to use it from', async () => {
    const world = await openWorld()
    expect(await world.app.walletsOf({ by: here })).toEqual({ kind: 'wallets', wallets: [] })
    await world.fund(1000, 'Ann')
    await found(world)
    world.clock.pass(MINUTE)
    await fundAt(world, GROUP, there, 500)
    await unite(world, here, there, { platform: 'none', chat: '' })
    const lobby = { name: 'The lobby', walletNo: 'W-2', balance: 1000, currency, place: LOBBY }
    const group = { name: 'The group', balance: 500, place: GROUP }
    expect(await world.app.walletsOf({ by: here })).toMatchObject({ wallets: [group, lobby] })
    world.clock.pass(MINUTE)
    await world.fund(1, 'Ann')
    expect(await world.app.walletsOf({ by: there })).toMatchObject({
      wallets: [{ name: 'The lobby' }, group],
    })
  })

  test("of a linked community are one, in a chat on the asker's own platform", async () => {
    const world = await openWorld()
    await found(world)
    await fundAt(world, GROUP, there, 500)
    await link(world)
    const { wallets } = await world.app.walletsOf({ by: there })
    expect(wallets).toMatchObject([{ name: 'The lobby', balance: 500, place: GROUP }])
    expect(wallets).toHaveLength(1)
  })
})

describe('an identity that leaves', () => {
  test('is refused when it is not linked', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    expect(await world.app.previewUnlinkPerson({ by: here })).toEqual({ kind: 'not_linked' })
    expect(await unlinkPerson(world, here)).toEqual({ kind: 'not_linked' })
  })

  test('is refused while a wallet that it shares is frozen', async () => {
    const world = await openWorld()
    await linking(world)
    await unite(world, here, there)
    await world.freeze('Ann')
    const frozen = { kind: 'wallet_frozen', name: 'Ann' }
    expect(await world.app.previewUnlinkPerson({ by: here })).toEqual(frozen)
    expect(await unlinkPerson(world, here)).toEqual(frozen)
  })

  test('leaves once per key, and a preview says what stays behind', async () => {
    const world = await openWorld()
    await linking(world)
    await unite(world, here, there)
    const others = [{ platform: 'test', name: 'Ann' }]
    const stays = [{ name: 'The lobby', amount: 1500, currency }]
    expect(await world.app.previewUnlinkPerson({ by: there })).toEqual({
      ...{ kind: 'unlink_person_preview', others, stays },
    })
    const key = world.key()
    const outcome = await expectIdempotent(world, {
      first: () => world.app.unlinkPerson({ key, by: there }),
      otherBody: () => world.app.unlinkPerson({ key, by: here }),
    })
    expect(outcome).toEqual({ kind: 'person_unlinked', others, stays })
  })

  test('previews what it leaves in communities where only the others were seen', async () => {
    const world = await openWorld()
    await fundAt(world, LOBBY, there, 1500)
    const link = { key: world.key(), by: third, code: await codeOf(world, there) }
    expect(await world.app.linkPeople(link)).toMatchObject({ kind: 'people_linked' })
    const stays = [{ name: 'The lobby', amount: 1500, currency }]
    expect(await world.app.previewUnlinkPerson({ by: third })).toMatchObject({ stays })
    expect(await unlinkPerson(world, third)).toMatchObject({ kind: 'person_unlinked', stays })
    expect(await balanceAt(world, LOBBY, third)).toBe(0)
    expect(await balanceAt(world, LOBBY, there)).toBe(1500)
    expect(await world.broken()).toEqual([])
  })

  test.each([
    ['the one whose member was merged', there, here],
    ['the one whose member stayed', here, there],
  ])('leaves the money with the others: %s', async (_, leaver, stayer) => {
    const world = await openWorld()
    await addChatOn(world, 'other')
    await linking(world)
    await unite(world, here, there)
    await unlinkPerson(world, leaver)
    expect([await balanceAt(world, LOBBY, leaver), await balanceAt(world, LOBBY, stayer)]).toEqual([0, 1500])
    expect(await world.broken()).toEqual([])
  })

  test('leaves the others linked with each other', async () => {
    const world = await openWorld()
    await addChatOn(world, 'other')
    await fundAt(world, LOBBY, third, 70)
    await linking(world)
    await unite(world, here, there)
    await unite(world, here, third)
    await unlinkPerson(world, here)
    expect(await balanceAt(world, LOBBY, here)).toBe(0)
    expect([await balanceAt(world, LOBBY, there), await balanceAt(world, LOBBY, third)]).toEqual([1570, 1570])
    expect(await world.app.previewUnlinkPerson({ by: third })).toMatchObject({
      others: [{ platform: 'other' }],
    })
    expect(await world.broken()).toEqual([])
  })

  test('leaves the money where the others can spend it, even if the wallet of one of them is frozen', async () => {
    const world = await openWorld()
    await addChatOn(world, 'other')
    await fundAt(world, LOBBY, third, 70)
    await linking(world)
    await unite(world, here, there)
    await unite(world, here, third)
    const ofThird = `SELECT original_member FROM identity WHERE platform = '${third.platform}' AND user = '${third.user}'`
    world.tamper((database) =>
      database.exec(`UPDATE account SET status = 'frozen' WHERE user_id IN (${ofThird})`),
    )
    await unlinkPerson(world, here)
    expect(await world.trySend('x', { by: there, total: 1000 })).toMatchObject({ kind: 'sent' })
    expect(await balanceAt(world, LOBBY, third)).toBe(570)
    expect(await world.broken()).toEqual([])
  })

  test('leaves alone even where it had entered through the other', async () => {
    const world = await openWorld()
    await addChatOn(world, 'other')
    await world.fund(1000, 'Ann')
    await unite(world, here, there, { platform: 'none', chat: '' })
    expect(await balanceAt(world, LOBBY, there)).toBe(1000)
    await unlinkPerson(world, here)
    expect([await world.balance('Ann'), await balanceAt(world, LOBBY, there)]).toEqual([0, 1000])
    expect(await world.broken()).toEqual([])
  })

  test('leaves no rows for a person with one identity', async () => {
    const world = await openWorld()
    await linking(world)
    await unite(world, here, there)
    await unlinkPerson(world, here)
    expect(await unlinkPerson(world, there)).toEqual({ kind: 'not_linked' })
    const left = world.tamper((database) =>
      database
        .prepare('SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM person_identity)')
        .pluck()
        .get(),
    )
    expect(left).toBe(0)
  })

  test('and comes back, over and over, gets no share beyond the one grabbed for both', async () => {
    const world = await openWorld()
    await linking(world)
    const { envelopeNo } = await world.send('Bob', { count: 10 })
    for (let times = 0; times < 4; times++) {
      await unite(world, here, there)
      for (const by of [here, there]) await grab(world, by, envelopeNo)
      await unlinkPerson(world, times % 2 === 0 ? here : there)
      for (const by of [here, there]) await grab(world, by, envelopeNo)
      await unite(world, there, here)
      await unlinkPerson(world, here)
    }
    expect((await world.details(envelopeNo)).grabbedCount).toBe(1)
    expect(await world.broken()).toEqual([])
  })
})
