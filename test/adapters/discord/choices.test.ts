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
  'the choices of /%s are the red packets of the channel in which it is typed, and of no other',
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

test('choices that fail are answered as none, and the failure is in the log', async () => {
  const { channel, lan, store } = world
  await store.close()
  const offered = await lan.autocomplete(channel, 'envelope', 'number', 'a')
  expect(offered.outcome).toBe('autocomplete')
  expect(offered.choices).toEqual([])
  expect(world.errors().some((line) => line.includes('the choices of a command failed'))).toBe(true)
})

test('offers no choices, in time, while another program holds the file', async () => {
  const { channel, lan, store } = world
  const { letGoAfter, ended } = await holdTheFile(store.file)
  const offered = await lan.autocomplete(channel, 'envelope', 'number', 'a')
  letGoAfter(0)
  await ended
  expect(offered.outcome).toBe('autocomplete')
  expect(offered.choices).toEqual([])
  expect(world.errors()).toEqual([])
})
