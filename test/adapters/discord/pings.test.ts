import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeMessage, FakeUser } from '../../support/discord/fake-discord.js'
import { MENTION_EVERYONE } from '../../support/discord/permissions.js'
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

/** Fills in the form for some. */
async function sendFor(...members: FakeUser[]): Promise<FakeMessage> {
  const { lan, channel } = world
  const { modal } = await lan.slash(channel, 'redpacket')
  if (!modal) throw new Error('there is no form')
  await lan.submitModal(modal, { money: '9 3', members })
  return await world.card('0/3 grabbed')
}

test('the card of a red packet for some pings them and nobody else, and an edit pings them no more', async () => {
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
  // Still shown by name to those whose Discord has never met them.
  expect(edited.raw.mentions).toHaveLength(3)
  expect(edited.pings).toEqual(card.pings)
  expect(lan.directMessages).toEqual([])
})

test('a red packet for everybody pings nobody, whatever its greeting says', async () => {
  const { lan, wei, channel } = world
  const greeting = `<@${wei.id}> @everyone \u0002@${wei.id}\u0003`
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, greeting })
  const card = await world.card()
  expect(card.pings).toEqual([])
  expect(card.read).toContain(`<@${wei.id}> @everyone`)
})

test('a chosen role is pinged only when every member may ping it, also when the bot may ping all', async () => {
  const { guild, lan, channel } = world
  channel.allow(MENTION_EVERYONE)
  const cooks = guild.addRole('cooks')
  const fans = guild.addRole('fans', 0n, { mentionable: true })
  const cardFor = async (role: typeof cooks): Promise<FakeMessage> => {
    await lan.slash(channel, 'redpacket', { amount: '3', count: 3, role })
    return await world.card(`Only for @${role.name}`)
  }
  expect((await cardFor(cooks)).pings).toEqual([])
  expect((await cardFor(fans)).pings).toEqual([fans.id])
})

test('those chosen who are not on Discord, and roles of another server, are named and not pinged', async () => {
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
