import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeMessage } from '../../support/discord/fake-discord.js'
import { EDIT_CARD, numberOf, personOf, STARS, said } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

const HOUR = 3_600_000
let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

const fund: DiscordWorld['fund'] = (...given) => world.fund(...given)
const card: DiscordWorld['card'] = (...asked) => world.card(...asked)
const placeOf = (channel = world.channel) => ({ platform: 'discord', chat: channel.id })

/** 25 chosen members with the longest names, 24 of whom grab at the last moment; the currency symbol is markup too. */
async function crowdedCard(end: 'expired' | 'open'): Promise<FakeMessage> {
  const { channel, guild, admin, app, clock, jobs, fake } = world
  await admin.slash(channel, 'settings currency', { symbol: '*'.repeat(8) })
  const sender = guild.addMember('sender', { globalName: STARS })
  await fund('9000000000', sender)
  const crowd = Array.from({ length: 25 }, (_, index) => guild.addMember(`m${index}`, { globalName: STARS }))
  const asked = await sender.slash(channel, 'redpacket')
  if (!asked.modal) throw new Error('there is no form')
  const members = crowd
  await sender.submitModal(asked.modal, {
    'amount+count': '9000000000 25',
    kind: ['equal'],
    greeting: '*'.repeat(120),
    for: members,
  })
  const open = await card('0/25 grabbed')
  clock.pass(24 * HOUR - 61_000)
  const grabs = crowd.slice(0, 24).map((user, index) =>
    app.grabShare({
      key: `crowd:${index}`,
      place: placeOf(),
      by: personOf(user),
      envelopeNo: numberOf(open),
    }),
  )
  expect((await Promise.all(grabs)).every(({ kind }) => kind === 'grabbed')).toBe(true)
  if (end === 'open') return open
  clock.pass(HOUR)
  await jobs.sweep()
  // Also visible in the journal when Discord refuses it.
  await fake.waitFor(
    () =>
      world
        .calls(EDIT_CARD)
        .find(({ body, status }) => status > 0 && JSON.stringify(body).includes('Expired')),
    'the last edit',
  )
  return open
}

test('Discord accepts an open card with 25 chosen members of the longest names', async () => {
  const open = await crowdedCard('open')
  await card('24/25 grabbed')
  expect(open.edits).toBeGreaterThan(0)
})

test('Discord accepts an ended card with 25 chosen members and 24 claims of the longest names', async () => {
  const open = await crowdedCard('expired')
  const violations = world.fake.violations.splice(0)
  expect(violations).toEqual([])
  expect(shown(open.text)).toContain('Expired with 24/25')
})

test('Discord accepts the details of a red packet of 200 in both languages', async () => {
  const { channel, guild, lan, app } = world
  await fund('200000')
  await lan.slash(channel, 'redpacket', { amount: '200000', count: 200, greeting: '*'.repeat(120) })
  const open = await card('0/200 grabbed')
  const crowd = Array.from({ length: 200 }, (_, index) => guild.addMember(`m${index}`, { globalName: STARS }))
  await Promise.all(
    crowd.map((user) =>
      app.grabShare({ key: user.id, place: placeOf(), by: personOf(user), envelopeNo: numberOf(open) }),
    ),
  )
  const done = await card(/All grabbed/)
  const hua = guild.addMember('hua', { locale: 'zh-CN' })
  for (const user of [lan, hua]) {
    const details = await user.click(done, done.button('Details').customId)
    expect((await details.final()).ephemeral).toBe(true)
    expect(details.text.length).toBeGreaterThan(2000)
  }
})

async function longHistory() {
  const { channel, guild, admin, lan } = world
  const stars = guild.addMember('stars', { globalName: STARS })
  await fund('1000000000')
  for (let line = 0; line < 15; line += 1) {
    await lan.slash(channel, 'transfer', { member: stars, amount: '1000000', note: '*'.repeat(200) })
    await admin.slash(channel, 'topup', { member: stars, amount: '1', reason: '_'.repeat(200) })
  }
  return stars
}

test('Discord accepts history and audit with the longest names, notes and reasons', async () => {
  const stars = await longHistory()
  const { channel } = world
  for (const command of ['history', 'audit', 'leaderboard ranks', 'wallet']) {
    const answer = await stars.slash(channel, command)
    expect((await answer.final()).text.length).toBeGreaterThan(20)
  }
  expect(world.errors()).toEqual([])
})

test('shortens a page of history that is too long, and says how to see the older lines', async () => {
  const stars = await longHistory()
  const first = await (await stars.slash(world.channel, 'history')).final()
  const before = first.text
  await stars.click(first, first.button('Older').customId)
  expect(first.text).not.toBe(before)
})

test('Discord accepts books and help in both languages', async () => {
  const { channel, guild, lan } = world
  await fund()
  const hua = guild.addMember('hua', { locale: 'zh-TW' })
  for (const user of [lan, hua]) {
    expect((await said(user.slash(channel, 'books'))).length).toBeGreaterThan(200)
    const help = await (await user.slash(channel, 'help')).final()
    const all = await user.click(help, help.buttons[0]?.customId ?? '')
    expect(shown((await all.final()).text).length).toBeGreaterThan(200)
  }
  expect(await said(hua.slash(channel, 'books'))).toMatch(/\p{Script=Han}/u)
})
