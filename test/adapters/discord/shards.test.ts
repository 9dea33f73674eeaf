import { setImmediate as turn } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { requestsPerSecond } from '../../../adapters/discord/client-options.js'
import { createDiscord } from '../../../adapters/discord/discord.js'
import { createMetrics } from '../../../src/operations/metrics.js'
import { type Monitor, startMonitor } from '../../../src/operations/monitor.js'
import type { FakeChannel, FakeGuild, FakeUser } from '../../support/discord/fake-discord.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

let world: DiscordWorld
let monitor: Monitor
/** A server on a different shard from the world's own. */
let far: { guild: FakeGuild; channel: FakeChannel; ada: FakeUser }

beforeEach(async () => {
  world = await discordWorld({ shards: 2 })
  const { fake, app, store, discord } = world
  let guild = fake.addGuild('Far House')
  // A server's shard follows from the millisecond of its creation.
  while (fake.shardOf(guild) === fake.shardOf(world.guild)) {
    await turn()
    guild = fake.addGuild('Far House')
  }
  far = { guild, channel: guild.addChannel('hall'), ada: guild.addMember('ada', { manageGuild: true }) }
  monitor = await startMonitor({
    ...{ port: 0, app, log: pino({ level: 'silent' }) },
    metrics: createMetrics({ app, engine: store.engine }),
    platforms: [{ name: 'discord', ready: discord.ready }],
  })
})

afterEach(async () => {
  await monitor.close()
  await world.end()
})

const health = async () => (await fetch(`${monitor.url}/healthz`)).status

/** Plays a red packet from its funder to another member, to the end. */
async function play(channel: FakeChannel, admin: FakeUser, guest: FakeUser): Promise<void> {
  await admin.slash(channel, 'topup', { member: admin, amount: '5', reason: 'to play' })
  await admin.slash(channel, 'redpacket', { amount: '5', count: 1 })
  const card = await world.card('0/1 grabbed', channel)
  expect(shown((await guest.click(card, card.button('Grab').customId)).text)).toContain('You got')
  await world.card('All grabbed', channel)
}

test('with two shards the bot logs in twice, and servers on both work', async () => {
  const { fake, channel, admin, lan, balanceOf } = world
  expect(fake.identifies).toBe(2)
  expect(await health()).toBe(200)
  const guest = far.guild.addMember('guest')
  await Promise.all([play(channel, admin, lan), play(far.channel, far.ada, guest)])
  expect(await balanceOf(lan)).toBe(500)
  expect(await balanceOf(guest, far.channel)).toBe(500)
  expect(fake.journal.filter(({ code }) => code === 40060)).toEqual([])
})

test('a lost shard comes back while the other continues, and until then the bot is unhealthy', async () => {
  const { fake, channel, admin, lan, discord } = world
  const letIn = fake.barLogins()
  fake.dropSockets(fake.shardOf(far.guild))
  await fake.waitFor(() => !discord.ready(), 'the bot to notice')
  expect(await health()).toBe(503)
  await play(channel, admin, lan)
  // Commands on the lost shard are answered when it is back.
  const asked = far.ada.slash(far.channel, 'wallet')
  letIn()
  expect(shown((await asked).text)).toContain('You have')
  await fake.waitFor(() => discord.ready(), 'the shard to come back')
  expect(await health()).toBe(200)
  expect(fake).toMatchObject({ resumes: 1, identifies: 2, sessions: 2 })
})

test('when both shards are lost both come back', async () => {
  const { fake, discord } = world
  const letIn = fake.barLogins()
  fake.dropSockets()
  await fake.waitFor(() => !discord.ready(), 'the bot to notice')
  letIn()
  await fake.waitFor(() => discord.ready(), 'both shards to come back')
  expect(fake.resumes).toBe(2)
})

test.each([
  [undefined, 50],
  [{ first: 0, last: 3, count: 8 }, 25],
  [{ first: 2, last: 2, count: 3 }, 16],
  [{ first: 9, last: 9, count: 100 }, 1],
])('a program with the shards %j may send %i requests a second', (shards, limit) => {
  expect(requestsPerSecond(shards)).toBe(limit)
})

test('a program with fewer shards than Discord wants is told to raise their number', async () => {
  const { fake, app } = world
  const bot = createDiscord({
    ...{ app, token: fake.token, apiRoot: fake.apiRoot, log: pino({ level: 'silent' }) },
    shards: { first: 0, last: 0, count: 1 },
  })
  await expect(bot.start()).rejects.toThrow(/DISCORD_SHARDS .*\(close code 4011\)/)
  await bot.stop()
})
