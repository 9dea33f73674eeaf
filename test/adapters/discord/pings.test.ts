import { PermissionFlagsBits } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeMessage, FakeRole, FakeUser } from '../../support/discord/fake-discord.js'
import { MENTION_EVERYONE } from '../../support/discord/permissions.js'
import { grabId, POST_CARD, personOf } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
  await world.fund()
})

afterEach(async () => {
  await world.end()
})

/** Fills in the form for some members. */
async function sendFor(...members: FakeUser[]): Promise<FakeMessage> {
  const { lan, channel } = world
  const { modal } = await lan.slash(channel, 'redpacket')
  if (!modal) throw new Error('there is no form')
  await lan.submitModal(modal, { 'amount+count': '9 3', for: members })
  return await world.card('0/3 grabbed')
}

test('the card of a red packet for some pings only them, and an edit pings no one', async () => {
  const { guild, wei, ming, lan } = world
  const jo = guild.addMember('jo', { globalName: 'Jo @everyone' })
  const card = await sendFor(wei, ming, jo)
  expect(card.pings).toEqual([wei.id, ming.id, jo.id])
  expect(card.read).toContain('Only for @wei, @ming, @Jo @everyone')
  await wei.click(card, grabId(card))
  const edited = await world.card('1/3 grabbed')
  expect(edited.id).toBe(card.id)
  expect(edited.edits).toBe(1)
  expect(edited.read).toContain('Only for @wei, @ming')
  // Still shown by name to people whose client has never met them.
  expect(edited.raw.mentions).toHaveLength(3)
  expect(edited.pings).toEqual(card.pings)
  expect(lan.directMessages).toEqual([])
})

test('a red packet for everyone pings no one, whatever its greeting says', async () => {
  const { lan, wei, channel } = world
  const greeting = `<@${wei.id}> @everyone \u0002@${wei.id}\u0003`
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, greeting })
  const card = await world.card()
  expect(card.pings).toEqual([])
  expect(card.read).toContain(`<@${wei.id}> @everyone`)
})

test('a chosen role is pinged only when every member may ping it, even if the bot may ping all', async () => {
  const { guild, lan, channel } = world
  channel.allow(MENTION_EVERYONE)
  const cooks = guild.addRole('cooks')
  const fans = guild.addRole('fans', 0n, { mentionable: true })
  const cardFor = async (role: typeof cooks): Promise<FakeMessage> => {
    await lan.slash(channel, 'redpacket', { amount: '3', count: 3, for: role })
    return await world.card(`Only for @${role.name}`)
  }
  expect((await cardFor(cooks)).pings).toEqual([])
  expect((await cardFor(fans)).pings).toEqual([fans.id])
})

test('chosen members not on Discord, and roles of another server, are named but not pinged', async () => {
  const { app, channel, guild, fake, lan, wei } = world
  const elsewhere = fake.addGuild('Elsewhere').addRole('far')
  const cooks = guild.addRole('cooks', 0n, { mentionable: true })
  await app.sendEnvelope({
    ...{ key: 'send', kind: 'equal', total: 300, count: 3, greeting: '' },
    place: { platform: 'discord', chat: channel.id },
    by: { platform: 'discord', user: lan.id, name: 'lan' },
    chosen: [
      { platform: 'telegram', user: '7', name: 'Hua *' },
      { platform: 'discord', user: wei.id, name: 'wei' },
    ],
    chosenRoles: [
      { platform: 'discord', role: elsewhere.id, name: 'far' },
      { platform: 'discord', role: cooks.id, name: 'cooks' },
      { platform: 'telegram', role: cooks.id, name: 'other' },
    ],
  })
  const card = await world.card()
  expect(card.pings).toEqual([wei.id, cooks.id])
  const [, names = ''] = /Only for (.*)/.exec(card.read) ?? []
  expect(names.split(', ').sort()).toEqual(['@cooks', '@far', '@other', '@wei', 'Hua *'])
})

/** Returns the channel's messages besides cards, oldest first. */
const told = () =>
  world.channel.publicMessages
    .filter(({ buttons }) => buttons.length === 0)
    .map(({ read, pings }) => ({ read, pings: pings.map((id) => world.fake.users.get(id)?.name ?? id) }))
const whenTold = async (count = 1) => {
  await world.fake.waitFor(() => told().length >= count, `${count} announcements`)
  return told()
}

test('a transfer is announced in the channel and pings its receiver only; the giver is answered privately', async () => {
  const { lan, wei, channel } = world
  const note = '@everyone **tea** <@1> https://evil.example'
  const answer = await lan.slash(channel, 'transfer', { member: wei, amount: '5', note })
  expect(answer.ephemeral).toBe(true)
  expect(answer.reply?.read).toContain('95.00 left')
  const [said] = await whenTold()
  expect(said?.read).toMatch(/^lan gave .*5\.00 to @wei: @everyone \*\*tea\*\* <@1> https:\/\/evil\.example$/)
  expect(said?.read).not.toContain('95.00')
  expect(said?.pings).toEqual(['wei'])
})

test('announces a top-up and a deduction with actor and reason, and pings the member concerned', async () => {
  const { admin, wei, channel } = world
  await admin.slash(channel, 'topup', { member: wei, amount: '5', reason: 'prize' })
  await admin.slash(channel, 'deduct', { member: wei, amount: '2', reason: 'too much' })
  const said = await whenTold(2)
  expect(said.map(({ pings }) => pings)).toEqual([['wei'], ['wei']])
  expect(said[0]?.read).toMatch(/^ada topped up @wei by .*5\.00\. Reason: prize$/)
  expect(said[1]?.read).toMatch(/^ada deducted .*2\.00 from @wei\. Reason: too much$/)
})

test('announces neither quiet commands nor refusals', async () => {
  const { admin, lan, wei, channel, discord } = world
  const answers = [
    await lan.slash(channel, 'transfer', { member: wei, amount: '5', quiet: true }),
    await admin.slash(channel, 'topup', { member: wei, amount: '5', reason: 'prize', quiet: true }),
    await admin.slash(channel, 'deduct', { member: wei, amount: '5', reason: 'why', quiet: true }),
    await lan.slash(channel, 'transfer', { member: wei, amount: '5000' }),
    await lan.slash(channel, 'topup', { member: wei, amount: '5', reason: 'me' }),
    await admin.slash(channel, 'deduct', { member: wei, amount: '5000', reason: 'why' }),
  ]
  for (const { ephemeral } of answers) expect(ephemeral).toBe(true)
  await discord.stop()
  expect(told()).toEqual([])
  expect(await world.balanceOf(wei)).toBe(500)
})

test('announces once, however often the interaction is delivered and whichever delivery is answered', async () => {
  const { lan, wei, ming, channel, fake, discord } = world
  fake.dispatchTwice = true
  await lan.slash(channel, 'transfer', { member: wei, amount: '5' })
  fake.dispatchTwice = false
  const other = await world.startAnother()
  await lan.slash(channel, 'transfer', { member: ming, amount: '1' })
  await whenTold(2)
  await fake.replay()
  await Promise.all([discord.stop(), other.stop()])
  expect(world.calls(POST_CARD).length).toBeGreaterThan(2)
  expect(told().map(({ pings }) => pings)).toEqual([['wei'], ['ming']])
  expect(await world.balanceOf(wei)).toBe(500)
})

test('announces once when the answer was lost or has to wait', async () => {
  const { lan, wei, channel, fake } = world
  fake.failNext(POST_CARD, { applied: true })
  await lan.slash(channel, 'transfer', { member: wei, amount: '5' })
  await fake.waitFor(() => world.calls(POST_CARD).length > 1, 'the second try')
  fake.failNext(POST_CARD, { status: 429, retryAfter: 0.1 })
  await lan.slash(channel, 'transfer', { member: wei, amount: '6' })
  await whenTold(2)
  expect(told()).toHaveLength(2)
})

test('makes all of many waiting announcements, without a warning from Node', async () => {
  const { lan, wei, guild, fake } = world
  const warnings: string[] = []
  const warn = (warning: Error) => void warnings.push(warning.name)
  process.on('warning', warn)
  fake.failNext({ ...POST_CARD, times: 12 }, { status: 429, retryAfter: 1 })
  const channels = Array.from({ length: 12 }, (_, index) => guild.addChannel(`c${index}`))
  await Promise.all(channels.map((place) => lan.slash(place, 'transfer', { member: wei, amount: '1' })))
  await fake.waitFor(
    () => channels.every(({ publicMessages }) => publicMessages.length === 1),
    'twelve announcements',
  )
  process.off('warning', warn)
  expect(warnings).toEqual([])
})

test('where the bot may not post, the private answer says so and the money moves', async () => {
  const { lan, wei, channel, guild } = world
  const thread = guild.addThread(channel, 'talk')
  channel.deny(PermissionFlagsBits.SendMessages)
  thread.deny(PermissionFlagsBits.SendMessagesInThreads)
  for (const place of [channel, thread]) {
    const answer = await lan.slash(place, 'transfer', { member: wei, amount: '5' })
    expect(answer.reply?.read).toContain('only you can see this')
  }
  expect(await world.balanceOf(wei)).toBe(1_000)
  expect(told()).toEqual([])
})

test('logs an announcement that Discord refuses, without further effect', async () => {
  const { lan, wei, channel, fake, complaints, errorCodes } = world
  fake.failNext(POST_CARD, { status: 403, code: 50013 })
  const answer = await lan.slash(channel, 'transfer', { member: wei, amount: '5' })
  expect(answer.reply?.read).toContain('95.00 left')
  await fake.waitFor(() => complaints.some((line) => line.includes('payment not announced')), 'the complaint')
  expect(errorCodes).toEqual(['50013'])
  expect(world.errors()).toEqual([])
})

test("announces in the language of the chat's cards", async () => {
  const { lan, wei, admin, channel } = world
  await admin.slash(channel, 'settings rules', { language: 'zh' })
  await lan.slash(channel, 'transfer', { member: wei, amount: '5' })
  expect((await whenTold())[0]?.read).toMatch(/^lan 转给 @wei/)
})

/** Adds people with a role who have used the bot. */
async function crowd(role: FakeRole, count: number): Promise<FakeUser[]> {
  const { guild, app, channel } = world
  const people = Array.from({ length: count }, (_, index) => guild.addMember(`m${index}`, { roles: [role] }))
  const place = { platform: 'discord', chat: channel.id }
  await Promise.all(people.map((user) => app.joinMember({ place, by: personOf(user) })))
  return people
}

test('announces a top-up for a role in one message that pings the receivers', async () => {
  const { guild, admin, channel, wei } = world
  const cooks = guild.addRole('cooks', 0n, { mentionable: true })
  const people = await crowd(cooks, 3)
  guild.addMember('stranger', { roles: [cooks] })
  await admin.slash(channel, 'topup', { role: cooks, member: wei, amount: '5', reason: 'well cooked' })
  const [said, ...more] = await whenTold()
  expect(more).toEqual([])
  expect(said?.read).toMatch(/^ada topped up 4 people by .*5\.00 each: .*@m0.* Reason: well cooked$/)
  expect([...(said?.pings ?? [])].sort()).toEqual([...people, wei].map(({ name }) => name).sort())
})

test.each([
  [true, 'pings the role'],
  [false, 'pings nobody'],
])('a top-up for more than twenty whose role everyone may ping (%s) %s', async (mentionable) => {
  const { guild, admin, channel } = world
  channel.allow(MENTION_EVERYONE)
  const cooks = guild.addRole('*cooks*', 0n, { mentionable })
  await crowd(cooks, 21)
  await admin.slash(channel, 'topup', { role: cooks, amount: '5', reason: 'all' })
  const [said] = await whenTold()
  expect(said?.read).toMatch(/^ada topped up 21 people by .*5\.00 each: @\*cooks\*\. Reason: all$/)
  expect(said?.pings).toEqual(mentionable ? [cooks.id] : [])
})

test('a top-up for everyone in the server pings no one', async () => {
  const { guild, admin, channel } = world
  await crowd(guild.addRole('cooks'), 21)
  await admin.slash(channel, 'topup', { role: guild.everyone, amount: '5', reason: 'all' })
  const [said] = await whenTold()
  expect(said?.read).toContain('each: @everyone. Reason: all')
  expect(said?.pings).toEqual([])
})
