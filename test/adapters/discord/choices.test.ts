import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'
import { holdTheFile } from '../../support/held-file.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

test.each(['envelope', 'verify', 'cancel'])(
  'suggests for /%s the red packets of the current channel only',
  async (command) => {
    const { fund, guild, channel, lan, wei } = world
    await fund()
    const secret = guild.addChannel('secret')
    await lan.slash(secret, 'redpacket', { amount: '1', count: 1, greeting: 'a surprise for wei' })
    await lan.slash(channel, 'redpacket', { amount: '2', count: 1, greeting: 'for all' })
    const offered = async (where: typeof channel) =>
      (await wei.autocomplete(where, command, 'number', '')).choices?.map(({ name }) => name)
    expect(await offered(channel)).toEqual([expect.stringContaining('for all')])
    expect(await offered(secret)).toEqual([expect.stringContaining('a surprise')])
    expect(await offered(guild.addChannel('new'))).toEqual([])
  },
)

test('failing suggestions yield an empty list and a log line', async () => {
  const { channel, lan, store } = world
  await store.close()
  const offered = await lan.autocomplete(channel, 'envelope', 'number', 'a')
  expect(offered.outcome).toBe('autocomplete')
  expect(offered.choices).toEqual([])
  expect(world.errors().some((line) => line.includes('the choices of a command failed'))).toBe(true)
})

test('/envelope without a number lists the newest red packets of the channel', async () => {
  const { fund, channel, lan, wei } = world
  const asked = async () => await (await wei.slash(channel, 'envelope')).final()
  expect((await asked()).read).toContain('No red packets here yet')
  await fund()
  for (const amount of ['1', '2']) await lan.slash(channel, 'redpacket', { amount, count: 1 })
  const { read, ephemeral } = await asked()
  expect(ephemeral).toBe(true)
  expect(read.split('\n').slice(1)).toEqual([
    expect.stringMatching(/^[0-9a-f]{10} {2}lan {2}.*2\.00 {2}0\/1 {2}open$/),
    expect.stringMatching(/^[0-9a-f]{10} {2}lan {2}.*1\.00 {2}0\/1 {2}open$/),
  ])
})

test('a tap on a card from an earlier database finds no red packet, and does not refer to an admin', async () => {
  const { fund, fake, lan, wei, channel } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '1', count: 1 })
  const { raw } = await world.card()
  const unknown = fake.addGuild('Elsewhere')
  unknown.join(wei)
  const there = unknown.addChannel('general')
  const path = `${fake.apiRoot}/v10/channels/${there.id}/messages`
  const headers = { authorization: `Bot ${fake.token}`, 'content-type': 'application/json' }
  const { components, flags } = raw
  const body = JSON.stringify({ components, flags, allowed_mentions: { parse: [] } })
  await fetch(path, { method: 'POST', headers, body })
  const [stale] = there.messages
  if (!stale) throw new Error('there is no card')
  for (const { customId } of stale.buttons)
    expect((await (await wei.click(stale, customId)).final()).read).toBe(
      'There’s no such red packet here. /envelope lists the latest.',
    )
})

test('answers in time without suggestions while another program holds the file', async () => {
  const { channel, lan, store } = world
  const { letGoAfter, ended } = await holdTheFile(store.file)
  const offered = await lan.autocomplete(channel, 'envelope', 'number', 'a')
  letGoAfter(0)
  await ended
  expect(offered.outcome).toBe('autocomplete')
  expect(offered.choices).toEqual([])
  expect(world.errors()).toEqual([])
})
