import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import { balanceAt, codeOf, found, fundAt, GROUP, other } from '../support/linked-world.js'
import { LOBBY, person, World } from '../support/world.js'

/** Administers the lobby, and is an ordinary member of the group, without money. */
const mallory = person('Mallory')
const victims = [other('Zoe'), other('Yan')] as const

let world: World
let envelopeNo: string
let scheduledNo: string
let codes: string[]
beforeAll(async () => {
  world = await World.open()
  await found(world)
  for (const victim of victims) await fundAt(world, GROUP, victim, 5_000)
  await world.fund(50_000, 'Mallory', 'Ann')
  await world.app.joinMember({ place: GROUP, by: mallory })
  const sent = await world.app.sendEnvelope({
    ...{ key: world.key(), place: GROUP, by: victims[0], kind: 'equal', total: 200, count: 2, greeting: '' },
    chosen: victims,
  })
  if (sent.kind !== 'sent') throw new Error(sent.kind)
  const later = await world.app.sendEnvelope({
    ...{ key: world.key(), place: GROUP, by: victims[0], kind: 'equal', total: 200, count: 2, greeting: '' },
    appointments: [world.clock.now() + 1_000],
  })
  if (later.kind !== 'scheduled') throw new Error(later.kind)
  scheduledNo = later.envelopes[0]?.envelopeNo as string
  const boss = { ...other('Boss'), user: 'boss' }
  await world.app.addDay({
    ...{ key: world.key(), place: GROUP, by: boss, platformAdmin: true },
    ...{ called: 'Ours', calendar: 'lunar', month: 8, day: 3 },
  })
  envelopeNo = sent.envelopeNo
  codes = [await codeOf(world), (await world.app.makePersonCode({ key: world.key(), by: mallory })).code]
})
afterAll(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})

/**
 * The group's community: its money and where it came from, its rules, treasurers and links. Empty wallets may appear.
 */
function groupRows(): unknown {
  return world.tamper((database) => {
    const id = `(SELECT community FROM chat WHERE platform = 'other' AND chat = 'group')`
    const rows = (sql: string) => database.prepare(sql).all()
    return [
      rows(`SELECT * FROM community WHERE id = ${id}`),
      rows(`SELECT * FROM chat WHERE community = ${id}`),
      rows(`SELECT account_no, balance, status, seq FROM account WHERE community = ${id} AND seq > 0`),
      rows(`SELECT * FROM envelope WHERE community = ${id}`),
      rows(`SELECT * FROM income WHERE community = ${id}`),
      rows(`SELECT id FROM member WHERE community = ${id} AND treasurer`),
      rows(`SELECT * FROM community_day WHERE community = ${id}`),
      rows(`SELECT * FROM festival_off WHERE community = ${id}`),
      rows(`SELECT * FROM community_cover WHERE community = ${id}`),
    ]
  })
}

const places = fc.constantFrom<Place>(
  LOBBY,
  LOBBY,
  GROUP,
  { ...GROUP, thread: '1' },
  { ...LOBBY, chat: 'group' },
)
const people = fc.constantFrom<Person>(mallory, ...victims, person('Ann'), person('zoe'), {
  ...other('Zoe'),
  name: 'Mallory',
})
const numbers = fc
  .nat()
  .map(
    (at) =>
      [envelopeNo, scheduledNo, envelopeNo.toUpperCase(), `E-${envelopeNo}`, envelopeNo.slice(0, 9)][
        at % 5
      ] as string,
  )
const texts = fc.constantFrom('a prize', 'a prize', 'a prize', '', 'x'.repeat(300))
const amounts = fc.constantFrom(1, 100, 5_000, 1_000_000_000_000, 0, -5, 1.5, Number.NaN)

/** Every possible command; the rights are those of the place, and only the lobby is mallory's. */
const commands = fc
  .tuple(fc.nat({ max: 29 }), places, people, numbers, texts, amounts, fc.nat({ max: 3 }))
  .map(([which, place, to, no, text, amount, code]) => async () => {
    const { app } = world
    const key = world.key()
    const by = mallory
    const here = { key, place, by }
    const admin = { ...here, platformAdmin: place.platform === LOBBY.platform && place.chat === LOBBY.chat }
    const typed = [codes[0], codes[1], '0000000000', ''][code] ?? ''
    const asked = [
      () => app.topUp({ ...admin, to, amount, reason: text }),
      () => app.deduct({ ...admin, to, amount, reason: text }),
      () => app.topUpMany({ ...admin, to: [to, mallory, ...victims], amount, reason: text }),
      () => app.changeSettings({ ...admin, changes: { currencyName: 'Stolen', selfGrab: false } }),
      () => app.appointTreasurer({ ...admin, member: mallory, treasurer: true }),
      () => app.makeLinkCode(admin),
      () => app.previewLink({ ...admin, code: typed }),
      () => app.linkCommunities({ ...admin, code: typed }),
      () => app.unlinkCommunities(admin),
      () => app.linkPeople({ key, by, code: typed }),
      () => app.grabShare({ ...here, envelopeNo: no }),
      () => app.cancelEnvelope({ ...here, envelopeNo: no }),
      () => app.envelopeDetails({ ...here, envelopeNo: no }),
      () => app.transfer({ ...here, to, amount, note: text }),
      () =>
        app.sendEnvelope({
          ...here,
          kind: 'equal',
          total: amount,
          count: 1,
          greeting: text,
          everywhere: true,
        }),
      () => app.knownUsers({ ...admin, max: 10 }),
      () => app.changeIncome({ ...admin, way: 'checkin', amount, cap: amount * 9 }),
      () => app.checkIn(here),
      () => app.claimAllowance({ ...here, roles: ['7'] }),
      () => app.startingSum(here),
      () => app.rain({ ...here, amount }),
      () =>
        app.rain({
          ...{ ...here, amount },
          on: { those: { platform: 'test', role: '7', name: 'All' }, people: [to, ...victims] },
        }),
      () => app.cancelScheduled({ ...admin, envelopeNo: no }),
      () => app.addDay({ ...admin, called: text, calendar: 'solar', month: 1, day: 1 }),
      () => app.removeOwnDay({ ...admin, called: 'Ours' }),
      () => app.switchFestival({ ...admin, theme: 'easter', on: false }),
      () => app.freezeWallet({ ...admin, member: to, reason: text }),
      () => app.thawWallet({ ...admin, member: to, reason: text }),
      () => app.reverseTrade({ ...admin, trade: code + 1, reason: text }),
      () => app.previewReversal({ ...admin, trade: code + 1, reason: text }),
    ] as const
    return await (asked[which] as (typeof asked)[number])()
  })

test('the admin of one community creates, moves and changes nothing in another, whatever is requested where', async () => {
  const before = groupRows()
  await fc.assert(
    fc.asyncProperty(commands, async (command) => {
      const outcome = await command()
      expect(groupRows(), outcome.kind).toEqual(before)
    }),
    { numRuns: 500 },
  )
  expect(await balanceAt(world, GROUP, victims[0])).toBe(4_600)
})

test("a right held in one community counts there, and in no command that names another community's place", async () => {
  const topUp = { to: victims[1], amount: 100, reason: 'a prize' }
  const at = (place: Place, platformAdmin: boolean) =>
    world.app.topUp({ key: world.key(), place, by: mallory, platformAdmin, ...topUp })
  const before = await balanceAt(world, LOBBY, victims[1])
  expect(await at(GROUP, false)).toEqual({ kind: 'not_admin' })
  expect(await at(LOBBY, true)).toMatchObject({ kind: 'topped_up', amount: 100 })
  expect(await balanceAt(world, LOBBY, victims[1])).toBe(before + 100)
  expect(await balanceAt(world, GROUP, victims[1])).toBe(5_000)
})
