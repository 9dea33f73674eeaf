import { afterEach, beforeEach, expect, test } from 'vitest'
import { confirm } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

let world: DiscordWorld
beforeEach(async () => {
  world = await discordWorld()
  await world.fund()
})
afterEach(() => world.end())

test('an admin confirms a reversal, and both members get a direct message', async () => {
  const { admin, lan, wei, channel, fake } = world
  await lan.slash(channel, 'transfer', { member: wei, amount: '5' })
  const preview = (await admin.slash(channel, 'reverse', { trade: 2, reason: 'wrong *Wei*' })).reply
  if (!preview) throw new Error('there is no answer')
  expect(await world.balanceOf(wei)).toBe(500)
  const done = shown((await confirm(admin, preview)).text)
  expect(done).toContain('went back from')
  expect(await world.balanceOf(wei)).toBe(0)
  const told = async (user: typeof lan) =>
    shown((await fake.waitFor(() => user.directMessages[0], 'a notice')).text)
  expect(await told(lan)).toMatch(/reversed trade 2: you got .*5\.00 back from wei\. Reason: wrong \*Wei\*/)
  expect(await told(wei)).toMatch(/5\.00 was taken from your wallet and returned to lan/)
  expect([lan, wei, admin].map(({ directMessages }) => directMessages.length)).toEqual([1, 1, 0])
})
