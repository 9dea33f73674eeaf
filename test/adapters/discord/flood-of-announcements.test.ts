import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

let world: DiscordWorld
beforeEach(async () => {
  world = await discordWorld()
  await world.fund()
  await world.fund('100', world.ming)
})
afterEach(() => world.end())

test('red packets of others appear while one member announces transfer after transfer', async () => {
  const { lan, wei, ming, channel } = world
  let flooding = true
  const flood = async () => {
    while (flooding) {
      await lan.slash(channel, 'transfer', { member: wei, amount: '0.01' })
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
  const flooded = Promise.all([flood(), flood()])
  await world.fake.waitFor(() => channel.publicMessages.length >= 3, 'the first announcements')
  const began = performance.now()
  await ming.slash(channel, 'redpacket', { amount: '1', count: 1 })
  await world.card('0/1 grabbed')
  const took = performance.now() - began
  flooding = false
  await flooded
  expect(took).toBeLessThan(8_000)
})
