import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { MysqlSession, readMysqlUrl } from '../../src/store/mysql-session.js'
import { type BotProgram, folderOfTest, startBotProgram } from '../support/bot-program.js'
import { startCuttingProxy } from '../support/cutting-proxy.js'
import {
  type FakeChannel,
  type FakeMessage,
  type FakeUser,
  startFakeDiscord,
} from '../support/discord/fake-discord.js'
import { fairNow } from '../support/fair-time.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { startFakeTelegram } from '../support/telegram/fake-telegram.js'

const run = promisify(execFile)

/** Two servers of Discord, each on a shard, and a group on Telegram. */
async function withShards() {
  const [discord, telegram] = await Promise.all([startFakeDiscord(), startFakeTelegram()])
  discord.shards = 2
  const url = await takeDatabase(mariadbUrl() as string)
  onTestFinished(async () => {
    await Promise.all([discord.close(), telegram.close()])
    await giveBack(url)
  })
  const folder = folderOfTest()
  const place = { DATABASE_URL: url, LEDGER_KEY_FILE: join(folder, 'luckymoney.key') }
  /** Starts a program that serves one shard. `root`: where it finds Discord. */
  const start = (shard: number, root = discord.apiRoot) =>
    startBotProgram(
      {
        ...place,
        DISCORD_TOKEN: discord.token,
        DISCORD_API_ROOT: root,
        DISCORD_SHARDS: `${shard}/2`,
        TELEGRAM_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
      },
      folder,
    )
  /** Returns a channel of a server on a shard, with money and people. */
  const serverOn = async (shard: number) => {
    let guild = discord.addGuild('Tea House')
    // A server's shard follows from the millisecond of its creation.
    while (discord.shardOf(guild) !== shard) {
      await turn()
      guild = discord.addGuild('Tea House')
    }
    const channel = guild.addChannel('lobby')
    const admin = guild.addMember('ada', { manageGuild: true })
    const crowd = Array.from({ length: 30 }, (_, index) => guild.addMember(`p${index}`))
    return { channel, admin, crowd }
  }
  const reconcile = async () => {
    const env = { PATH: process.env.PATH, ...place }
    return (await run(process.execPath, ['dist/cli.js', 'reconcile'], { env })).stdout
  }
  return { discord, telegram, url, start, serverOn, reconcile }
}

type Server = { channel: FakeChannel; admin: FakeUser; crowd: FakeUser[] }

async function fund({ channel, admin }: Server): Promise<void> {
  await admin.slash(channel, 'topup', { member: admin, amount: '100', reason: 'to begin', quiet: true })
}

/** Sends a red packet and returns its card. */
async function send({ channel, admin }: Server, amount: string, count: number) {
  const greeting = `packet ${channel.publicMessages.length}`
  await (await admin.slash(channel, 'redpacket', { amount, count, greeting })).final()
  const isCard = ({ text }: FakeMessage) => text.includes(greeting)
  return await channel.fake.waitFor(() => channel.publicMessages.find(isCard), 'the card')
}

/** Returns the amount in an answer, in cents. */
function amountIn(text: string): number {
  const [, whole, cents] = /got \D*(\d+)\W+(\d\d)/.exec(text) ?? []
  return Number(whole) * 100 + Number(cents)
}

/** Resolves once a program has logged this about a lease. */
const saysOf = (program: BotProgram, lease: string, words: string) =>
  program.says(`"lease":"${lease}","msg":"${words}`)

async function leasesOf(program: BotProgram): Promise<{ status: number; leases: string[] }> {
  const monitor = /http:\/\/127\.0\.0\.1:\d+/.exec(program.output())?.[0]
  const answer = await fetch(`${monitor}/readyz`)
  const { leases } = (await answer.json()) as { leases: string[] }
  const metrics = await (await fetch(`${monitor}/metrics`)).text()
  const held = [...metrics.matchAll(/luckymoney_lease_held\{lease="(.+)"\} 1/g)].map(([, name]) => name)
  expect(held).toEqual(leases)
  return { status: answer.status, leases }
}

test('two programs serve the servers of their shards, and each edits its own cards while one does the jobs', async () => {
  const { discord, telegram, url, start, serverOn, reconcile } = await withShards()
  const [near, far] = [await serverOn(0), await serverOn(1)]
  const proxy = await startCuttingProxy(discord.apiRoot)
  onTestFinished(() => proxy.close())
  const first = start(0, proxy.url)
  // It has asked for its leases, and gets those that both want.
  await first.says('health and metrics')
  const second = start(1)
  for (const program of [first, second]) await program.says('Discord is connected')
  await first.says('Telegram is connected')
  for (const lease of ['telegram', 'jobs']) await saysOf(second, lease, 'ready to take over')
  expect(discord.commandPuts).toBe(1)
  expect(await leasesOf(first)).toEqual({ status: 200, leases: ['discord:0/2', 'telegram', 'jobs'] })
  expect(await leasesOf(second)).toEqual({ status: 200, leases: ['discord:1/2'] })

  const play = async (server: Server) => {
    await fund(server)
    const card = await send(server, '6', 2)
    for (const member of server.crowd.slice(0, 2))
      expect((await member.click(card, card.button('Grab').customId)).text).toContain('You got')
    await discord.waitFor(() => card.text.includes('All grabbed'), 'the finished card')
  }
  await Promise.all([near, far].map(play))

  const session = await MysqlSession.open(readMysqlUrl(url))
  await session.query('UPDATE community SET min_lifetime = 1000, default_lifetime = 1000')
  await session.query('COMMIT')
  await session.close()
  const expired = await send(far, '6', 3)
  // The program that does the jobs can't reach Discord, so the other one edits the card.
  proxy.shut()
  await discord.waitFor(() => expired.text.includes('Expired'), 'the expired card')
  await first.says('expired envelopes were refunded')
  expect(first.output()).not.toContain('a card was postponed')
  expect(second.output()).not.toContain('expired envelopes were refunded')

  first.child.kill('SIGTERM')
  for (const lease of ['telegram', 'jobs']) await saysOf(second, lease, 'taking over')
  expect(await first.ended).toBe(0)
  await second.says('Telegram is connected')
  const next = await send(far, '6', 3)
  await discord.waitFor(() => next.text.includes('Expired'), 'the expired card')
  await second.says('expired envelopes were refunded')
  expect(await leasesOf(second)).toEqual({ status: 200, leases: ['discord:1/2', 'telegram', 'jobs'] })
  expect(await reconcile()).toContain('the books balance')
  expect([...discord.violations, ...telegram.violations]).toEqual([])
})

test('a killed program’s standby takes over its shard within 15 seconds, and no one is told twice', async () => {
  const { discord, start, serverOn, reconcile } = await withShards()
  const [near, far] = [await serverOn(0), await serverOn(1)]
  const first = start(0)
  // The ledger key is there.
  await first.says('health and metrics')
  const second = start(1)
  await second.says('Discord is connected')
  const standby = start(1)
  await first.says('Discord is connected')
  await saysOf(standby, 'discord:1/2', 'ready to take over')
  await Promise.all([near, far].map(fund))
  const card = await send(far, '50', 30)
  const grab = card.button('Grab').customId
  const taps = far.crowd.slice(0, 20).map((member) => member.click(card, grab))
  await taps[0]
  second.child.kill('SIGKILL')
  const killed = fairNow()
  // The other shard goes on.
  const other = await send(near, '1', 1)
  expect((await near.crowd[0]?.click(other, other.button('Grab').customId))?.text).toContain('You got')
  await saysOf(standby, 'discord:1/2', 'taking over')
  expect(fairNow() - killed).toBeLessThan(15_000)
  const told = await Promise.all(taps)
  let total = 0
  for (const [index, member] of far.crowd.entries()) {
    const before = told[index]
    const amount = amountIn((await (await member.click(card, grab)).final()).text)
    // Some of the first taps were lost with the program.
    if (before?.reply) expect(amountIn(before.text)).toBe(amount)
    expect(before?.followups ?? []).toEqual([])
    total += amount
  }
  expect(total).toBe(5_000)
  await discord.waitFor(() => card.text.includes('All grabbed'), 'the finished card')
  expect(await reconcile()).toContain('the books balance')
  const texts = far.channel.publicMessages.map(({ text }) => text)
  expect(texts).toEqual([...new Set(texts)])
  expect(discord.violations).toEqual([])
})
