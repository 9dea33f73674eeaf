import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDiscord } from '../../../adapters/discord/discord.js'
import { createApp } from '../../../src/app/app.js'
import { openStore } from '../../../src/integrity/open.js'
import { reconcile } from '../../../src/integrity/reconcile.js'
import { cryptoRandom } from '../../../src/random.js'
import { type FakeUser, startFakeDiscord } from '../../support/discord/fake-discord.js'
import { CALLBACK, grabId } from '../../support/discord-asking.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'
import { holdTheFile } from '../../support/held-file.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

const fund: DiscordWorld['fund'] = (...given) => world.fund(...given)
const card: DiscordWorld['card'] = (...asked) => world.card(...asked)
const balanceOf: DiscordWorld['balanceOf'] = (...asked) => world.balanceOf(...asked)

test('a tap while another program holds the file for two seconds gets its share', async () => {
  const { channel, lan, wei } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 3, kind: 'equal' })
  const open = await card('0/3 grabbed')
  const { letGoAfter, ended } = await holdTheFile(world.store.file)
  letGoAfter(2000)
  const tapped = await wei.click(open, grabId(open))
  await ended
  expect(shown((await tapped.final()).text)).toContain('You got')
  expect(tapped.ephemeral).toBe(true)
  expect(await balanceOf(wei)).toBe(300)
})

test('runs an acknowledged command once, even if it waits for the file for longer than 3 s', async () => {
  const { fake, channel, lan, wei } = world
  await fund()
  fake.settlesWhenDeferred = true
  const { letGoAfter, ended } = await holdTheFile(world.store.file)
  const asked = await lan.slash(channel, 'transfer', { member: wei, amount: '5' })
  expect(asked.outcome).toBe('deferred')
  letGoAfter(3500)
  await ended
  expect(shown((await asked.final()).text)).toContain('5.00')
  expect(await balanceOf(wei)).toBe(500)
  expect(world.stale()).toBe(0)
})

test('a form that cannot be shown in time is behind a button', async () => {
  const { channel, lan } = world
  await fund()
  const { letGoAfter, ended } = await holdTheFile(world.store.file)
  letGoAfter(4000)
  const asked = await lan.slash(channel, 'redpacket', { amount: '7', greeting: 'Hi' })
  await ended
  expect(asked.outcome).toBe('deferred')
  const answer = await asked.final()
  const { modal } = await lan.click(answer, answer.buttons[0]?.customId ?? '')
  expect(modal?.inputs.find(({ customId }) => customId === 'greeting')?.value).toBe('Hi')
  if (modal) await lan.submitModal(modal, { 'amount+count': '7 5' })
  await card('0/5 grabbed')
})

/** A bot whose check of the books takes as long as the test wants. */
async function slowBooks() {
  const { folder, remove } = temporaryFolder()
  const fake = await startFakeDiscord()
  fake.settlesWhenDeferred = true
  const guild = fake.addGuild('Slow House')
  const channel = guild.addChannel('lobby')
  const store = await openStore({
    file: join(folder, 'slow.db'),
    ledgerKeyFile: join(folder, 'key'),
    onFatal: (error) => {
      throw error
    },
  })
  let proveNow = () => {}
  const told = new Promise<void>((resolve) => {
    proveNow = resolve
  })
  const app = createApp({
    store,
    clock: world.clock,
    random: cryptoRandom,
    reconcileFile: async (...of) => {
      await told
      return await reconcile(...of)
    },
  })
  const log = pino({ level: 'silent' })
  const codes: string[] = []
  const onError = (code: string) => void codes.push(code)
  const discord = createDiscord({ app, token: fake.token, apiRoot: fake.apiRoot, log, onError })
  await discord.start()
  const end = async () => {
    await discord.stop()
    await store.close()
    const { violations } = fake
    await fake.close()
    remove()
    expect(violations).toEqual([])
  }
  return { fake, codes, channel, lan: guild.addMember('lan'), discord, proveNow, end }
}

test('slow commands are deferred in time and answered afterwards, privately', async () => {
  const { channel, lan, proveNow, end } = await slowBooks()
  const asked = await lan.slash(channel, 'books')
  expect(asked.outcome).toBe('deferred')
  expect(asked.millis).toBeLessThan(2500)
  proveNow()
  const answer = await asked.final()
  expect(answer.ephemeral).toBe(true)
  expect(answer.text).toContain('balance')
  await end()
})

test('an answer slower than its token is counted as late, and the next one works', async () => {
  const { fake, codes, channel, lan, proveNow, end } = await slowBooks()
  await lan.slash(channel, 'books')
  fake.expireTokens()
  proveNow()
  await fake.waitFor(() => codes.length > 0, 'the refusal')
  expect(codes).toEqual(['50027'])
  expect((await lan.slash(channel, 'wallet')).outcome).toBe('replied')
  await end()
})

test('a stopping bot waits for its deferred answers', async () => {
  const { channel, lan, discord, proveNow, end } = await slowBooks()
  const asked = await lan.slash(channel, 'books')
  const stopped = discord.stop()
  proveNow()
  await stopped
  expect(asked.reply?.loading).toBe(false)
  expect(asked.text).toContain('balance')
  await end()
})

test('commands during shutdown are refused at once, and nothing is done', async () => {
  const { fake, channel, lan, discord, proveNow, end } = await slowBooks()
  await lan.slash(channel, 'books')
  const stopped = discord.stop()
  const told = await lan.slash(channel, 'wallet')
  expect(told.ephemeral).toBe(true)
  expect(shown(told.text)).toContain('nothing was done. Try again in a moment')
  expect((await lan.autocomplete(channel, 'envelope', 'number', 'a')).choices).toEqual([])
  expect((await lan.slash(channel, 'redpacket')).outcome).toBe('replied')
  expect(fake.sessions).toBe(1)
  proveNow()
  await stopped
  expect(fake.sessions).toBe(0)
  await end()
})

test('an answer whose deferral was accepted but never confirmed still arrives', async () => {
  const { fake, channel, lan, discord, proveNow, end } = await slowBooks()
  fake.failNext(CALLBACK, { applied: true })
  const asked = await lan.slash(channel, 'books')
  expect(asked.outcome).toBe('deferred')
  proveNow()
  await discord.stop()
  const { text } = asked
  await end()
  expect(text).toContain('balance')
})

test('a stopping bot answers every tap: with a share, or that nothing was done', async () => {
  const { channel, guild, lan, discord } = world
  await fund()
  await lan.slash(channel, 'redpacket', { amount: '9', count: 9, kind: 'equal' })
  const open = await card('0/9 grabbed')
  const crowd = Array.from({ length: 9 }, (_, index) => guild.addMember(`m${index}`))
  const first = crowd.slice(0, 3).map((user) => user.click(open, grabId(open)))
  await world.fake.waitFor(() => world.calls(CALLBACK).length > 3, 'a first tap')
  const others = crowd.slice(3).map((user) => user.click(open, grabId(open)))
  await discord.stop()
  expect(discord.ready()).toBe(false)
  const answers = await Promise.all([...first, ...others])
  for (const [index, answer] of answers.entries()) {
    const got = shown(answer.text).includes('You got')
    if (!got && answer.outcome === 'replied') expect(shown(answer.text)).toContain('I’m restarting')
    const balance = await balanceOf(crowd[index] as FakeUser)
    expect(balance).toBe(got ? 100 : 0)
  }
  expect(world.errors()).toEqual([])
})
