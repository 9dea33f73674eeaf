import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeUser } from '../../support/discord/fake-discord.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

const balanceOf: DiscordWorld['balanceOf'] = (...asked) => world.balanceOf(...asked)

/** Makes everyone known by having them use /wallet. */
async function meet(...users: FakeUser[]): Promise<void> {
  for (const user of users) await user.slash(world.channel, 'wallet')
}

/** Adds people known to the community, without a command from each. */
async function crowd(count: number, roles: Parameters<DiscordWorld['guild']['addMember']>[1]) {
  const { guild, app, channel, admin } = world
  await admin.slash(channel, 'wallet')
  const people = Array.from({ length: count }, (_, index) => guild.addMember(`m${index}`, roles))
  const place = { platform: 'discord', chat: channel.id }
  await Promise.all(
    people.map(({ id: user, name }) => app.joinMember({ place, by: { platform: 'discord', user, name } })),
  )
  return people
}

test('a top-up for a role pays everyone who has it now and has used the bot, and says who is left out', async () => {
  const { channel, guild, admin, wei, fake } = world
  const cooks = guild.addRole('cooks')
  const [ann, bob, gone] = ['ann', 'bob', 'gone'].map((name) =>
    guild.addMember(name, { roles: [cooks] }),
  ) as [FakeUser, FakeUser, FakeUser]
  const stranger = guild.addMember('stranger', { roles: [cooks] })
  await meet(ann, bob, gone, wei)
  guild.leave(gone)
  const answer = await admin.slash(channel, 'topup', { role: cooks, amount: '5', reason: 'well cooked' })
  const text = shown((await answer.final()).text)
  expect(answer.ephemeral).toBe(true)
  expect(text).toMatch(/Topped up 2 people by .*5\.00 each: ann, bob\. Reason: well cooked/)
  expect(text).toContain('Members who haven’t used the bot yet')
  const balances = await Promise.all([ann, bob, wei].map((user) => balanceOf(user)))
  expect(balances).toEqual([500, 500, 0])
  expect(await balanceOf(stranger)).toBe(0)
  expect(fake.memberRequests).toHaveLength(1)
})

test('a top-up for a role handled by two processes pays everyone once', async () => {
  const { channel, guild, admin, fake } = world
  const cooks = guild.addRole('cooks')
  const ann = guild.addMember('ann', { roles: [cooks] })
  await meet(ann)
  await world.startAnother()
  await admin.slash(channel, 'topup', { role: cooks, member: ann, amount: '5', reason: 'once' })
  await fake.waitFor(() => fake.memberRequests.length === 2, 'the second process')
  await fake.waitFor(
    () => fake.journal.filter(({ code }) => code === 40060).length === 1,
    'the second answer, which nobody waits for',
  )
  expect(await balanceOf(ann)).toBe(500)
})

test('the everyone role stands for everyone who has used the bot', async () => {
  const { channel, guild, admin, lan, wei } = world
  await meet(admin, lan, wei)
  const answer = await admin.slash(channel, 'topup', { role: guild.everyone, amount: '1', reason: 'all' })
  expect(shown((await answer.final()).text)).toContain('Topped up 3 people')
  expect(await balanceOf(lan)).toBe(100)
})

test('asks the gateway for at most a hundred members at a time', async () => {
  const { channel, guild, admin, fake } = world
  const cooks = guild.addRole('cooks')
  const cookBook = await crowd(250, { roles: [cooks] })
  const answer = await admin.slash(channel, 'topup', { role: cooks, amount: '1', reason: 'all' })
  expect(shown((await answer.final()).text)).toMatch(/Topped up 250 people by .*and 230 more\. Reason: all/)
  expect(fake.memberRequests.map(({ user_ids: ids }) => ids?.length).sort()).toEqual([100, 100, 51])
  expect(await balanceOf(cookBook[249] as FakeUser)).toBe(100)
})

test('refuses more than a thousand people at once, and pays no one', async () => {
  const { channel, guild, admin } = world
  const [first] = await crowd(1001, {})
  const answer = await admin.slash(channel, 'topup', { role: guild.everyone, amount: '1', reason: 'all' })
  expect(shown((await answer.final()).text)).toContain('more than 1000 people')
  expect(await balanceOf(first as FakeUser)).toBe(0)
})

test('when the gateway does not answer, the admin is told and no money moves', async () => {
  const { channel, guild, admin, lan, fake } = world
  await meet(lan)
  fake.answersMemberRequests = false
  const role = guild.everyone
  const answer = await admin.slash(channel, 'topup', { role, amount: '1', reason: 'all' })
  expect(answer.outcome).toBe('deferred')
  expect(answer.millis).toBeLessThan(2500)
  expect(shown((await answer.final()).text)).toContain('Discord didn’t say who has this role')
  expect(answer.ephemeral).toBe(true)
  expect(await balanceOf(lan)).toBe(0)
})

test('an unauthorised top-up does not query Discord', async () => {
  const { channel, guild, lan, fake } = world
  await meet(lan)
  const answer = await lan.slash(channel, 'topup', { role: guild.everyone, amount: '1', reason: 'me' })
  expect(shown(answer.text)).toContain('Only admins')
  expect(fake.memberRequests).toEqual([])
})

test('a top-up names its receivers, and reports a role without known members', async () => {
  const { channel, guild, admin } = world
  const nobody = await admin.slash(channel, 'topup', { amount: '1', reason: 'why' })
  expect(shown((await nobody.final()).text)).toContain('Who? Mention them')
  const role = guild.addRole('*empty*')
  const empty = await admin.slash(channel, 'topup', { role, amount: '1', reason: 'why' })
  expect(shown((await empty.final()).text)).toContain('no one with the role *empty*')
})
