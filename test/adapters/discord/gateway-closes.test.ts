import { expect, onTestFinished, test } from 'vitest'
import { startBotProgram } from '../../support/bot-program.js'
import { startFakeDiscord } from '../../support/discord/fake-discord.js'
import { grabId, said } from '../../support/discord-asking.js'
import { discordWorld } from '../../support/discord-world.js'

async function openWorld(shards = 1) {
  const world = await discordWorld({ shards })
  onTestFinished(() => world.end())
  return world
}

test.each([4010, 4011])(
  'logs in again with the shards that Discord recommends after close code %i',
  async (code) => {
    const { fake, channel, lan, wei, discord, fund, card, balanceOf } = await openWorld()
    await fund()
    await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
    const open = await card('0/3 grabbed')
    fake.shards = 2
    fake.loginsAtOnce = 2
    fake.closeSockets(code)
    await fake.waitFor(() => !discord.ready(), 'the bot to notice')
    await fake.waitFor(() => discord.ready(), 'the new login')
    expect(fake.sessions).toBe(2)
    expect(fake.identifies).toBe(3)
    expect(await said(wei.click(open, grabId(open)))).toContain('You got')
    await card('1/3 grabbed')
    expect(await balanceOf(wei)).toBe(300)
  },
)

test('logs in again once when every shard is closed', async () => {
  const { fake, discord } = await openWorld(2)
  fake.shards = 3
  fake.loginsAtOnce = 3
  fake.closeSockets(4011)
  await fake.waitFor(() => !discord.ready(), 'the bot to notice')
  await fake.waitFor(() => discord.ready(), 'the new login')
  expect(fake).toMatchObject({ sessions: 3, identifies: 5 })
})

test('retries when Discord asks for still more shards during the new login', async () => {
  const { fake, discord } = await openWorld()
  fake.shards = 2
  fake.loginsAtOnce = 2
  const letIn = fake.barLogins()
  fake.closeSockets(4011)
  await fake.waitFor(() => !discord.ready(), 'the bot to notice')
  await fake.waitFor(
    () => fake.journal.filter(({ path }) => path === '/gateway/bot').length > 1,
    'the question',
  )
  fake.shards = 4
  fake.loginsAtOnce = 4
  letIn()
  await fake.waitFor(() => discord.ready(), 'the new login')
  expect(fake.sessions).toBe(4)
})

test('waits before it logs in again after a short session', async () => {
  const { fake, discord, complaints } = await openWorld()
  for (let time = 1; time <= 2; time += 1) {
    const closedAt = performance.now()
    fake.closeSockets(4011)
    await fake.waitFor(() => complaints.filter((line) => line.includes('other shards')).length === time, 'it')
    await fake.waitFor(() => discord.ready(), 'the new login')
    if (time === 2) expect(performance.now() - closedAt).toBeGreaterThan(3_900)
  }
})

test.each([
  [4004, /no longer takes DISCORD_TOKEN/],
  [4013, /does not let this bot hear of servers/],
  [4014, /does not let this bot hear of servers/],
])('reports once why it ends after close code %i, and does not log in again', async (code, why) => {
  const { fake, discord, refusals } = await openWorld(2)
  fake.closeSockets(code)
  await fake.waitFor(() => refusals().length > 0, 'the refusal')
  expect(refusals()).toEqual([expect.stringMatching(why)])
  expect(discord.ready()).toBe(false)
  expect(fake.identifies).toBe(2)
})

test('shuts the program down cleanly, with exit code 78 and one line, when the token is reset', async () => {
  const fake = await startFakeDiscord()
  onTestFinished(() => fake.close())
  const program = startBotProgram({
    DISCORD_TOKEN: fake.token,
    DISCORD_API_ROOT: fake.apiRoot,
    PLAYGROUND: '1',
    PLAYGROUND_PORT: '0',
  })
  await program.says('Discord is connected')
  fake.closeSockets(4004)
  expect(await program.ended).toBe(78)
  expect(program.output().match(/luckymoney: .*/g)).toEqual([
    'luckymoney: Discord no longer takes DISCORD_TOKEN (close code 4004). Copy it again from the developer portal.',
  ])
})
