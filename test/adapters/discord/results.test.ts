import { MessageFlags } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeMessage } from '../../support/discord/fake-discord.js'
import { READ_MESSAGE_HISTORY } from '../../support/discord/permissions.js'
import { grabId } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
  await world.fund()
})

afterEach(async () => {
  await world.end()
})

async function grabbedOut(): Promise<FakeMessage> {
  const { lan, wei, ming, admin, channel } = world
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const card = await world.card('0/3 grabbed')
  for (const member of [wei, ming, admin]) await (await member.click(card, grabId(card))).final()
  return card
}

const result = () =>
  world.fake.waitFor(
    () => world.channel.publicMessages.find(({ read }) => read.includes('all grabbed')),
    'the result',
  )

test('the result answers the card silently and pings no one', async () => {
  const card = await grabbedOut()
  const { repliesTo, pings, flags, read } = await result()
  expect(repliesTo).toBe(card.id)
  expect(pings).toEqual([])
  expect(flags & MessageFlags.SuppressNotifications).not.toBe(0)
  expect(read).toMatch(/^🎊 lan’s red packet: all grabbed in 0 s\. wei was fastest, after 0 s\.$/)
  expect(card.text).toContain('All grabbed')
})

test('a bot that may not read earlier messages posts the result without a reply', async () => {
  world.channel.deny(READ_MESSAGE_HISTORY)
  await grabbedOut()
  expect((await result()).repliesTo).toBeUndefined()
})

test('a name in a result is neither markup nor a mention', async () => {
  const { guild, lan, wei, ming, channel } = world
  const jo = guild.addMember('jo', { globalName: `**<@${wei.id}>** @everyone` })
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const card = await world.card('0/3 grabbed')
  for (const member of [jo, wei, ming]) await (await member.click(card, grabId(card))).final()
  const { read, pings } = await result()
  expect(read).toContain(`**<@${wei.id}>** @everyone was fastest`)
  expect(pings).toEqual([])
})

test('with results off, the sender reads it alone', async () => {
  const { admin, lan, channel } = world
  await (await admin.slash(channel, 'settings rules', { results: false })).final()
  await grabbedOut()
  const told = await world.fake.waitFor(
    () => channel.messages.find(({ read }) => read.includes('Your 🧧\u00a09.00 red packet: all grabbed')),
    'what became of it',
  )
  expect([told.ephemeral, told.visibleTo?.id]).toEqual([true, lan.id])
  expect(channel.publicMessages).toHaveLength(1)
})
