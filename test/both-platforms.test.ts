import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '../src/app/app.js'
import { systemClock } from '../src/clock.js'
import { openStore } from '../src/integrity/open.js'
import { cryptoRandom } from '../src/random.js'
import { type FakeMessage, type FakeUser, startFakeDiscord } from './support/discord/fake-discord.js'
import { shown } from './support/discord-world.js'
import { startFakeTelegram } from './support/telegram/fake-telegram.js'
import { temporaryFolder } from './support/temporary-folder.js'

/** The real program in its own process, with a bot on both platforms and one file. */
async function startBoth() {
  const [discord, telegram] = [await startFakeDiscord(), await startFakeTelegram()]
  const { folder, remove } = temporaryFolder()
  const files = {
    DATABASE_FILE: join(folder, 'luckymoney.db'),
    LEDGER_KEY_FILE: join(folder, 'luckymoney.key'),
  }
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: {
      PATH: process.env.PATH,
      ...files,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_ROOT: discord.apiRoot,
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  const gone = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await gone
    await Promise.all([discord.close(), telegram.close()])
    remove()
  })
  await discord.waitFor(
    () => output.includes('Discord is connected') && output.includes('Telegram is connected'),
    'both logins',
  )
  /** Stops the program and checks its books; resolves with its output. */
  async function end(): Promise<string> {
    child.kill('SIGTERM')
    await gone
    expect(child.exitCode).toBe(0)
    const store = await openStore({
      file: files.DATABASE_FILE,
      ledgerKeyFile: files.LEDGER_KEY_FILE,
      onFatal: (error) => {
        throw error
      },
    })
    const report = await createApp({ store, clock: systemClock, random: cryptoRandom }).reconcile()
    await store.close()
    expect(report.invariants.filter(({ ok }) => !ok)).toEqual([])
    expect([...discord.violations, ...telegram.violations]).toEqual([])
    return output
  }
  return { discord, telegram, end }
}

test('a linked server and group share one purse, a card in both, and one share for each person', async () => {
  const { discord, telegram, end } = await startBoth()
  const confirm = async (user: FakeUser, shownFirst: FakeMessage) =>
    await (await user.click(shownFirst, shownFirst.button('Confirm').customId)).final()
  const channel = discord.addGuild('Tea House').addChannel('lobby')
  const guild = channel.guild
  if (!guild) throw new Error('a channel without a server')
  const ada = guild.addMember('ada', { manageGuild: true })
  const wei = guild.addMember('wei')
  const group = telegram.addGroup('Tea Group')
  const creator = group.someAdmin
  const lan = group.addMember('Lan')
  const weiThere = group.addMember('Wei on Telegram')
  for (const person of [creator, lan, weiThere]) person.start()
  const aloud = (says: RegExp) =>
    telegram.waitFor(() => group.botMessages.find(({ text }) => says.test(text)), `${says} in the group`)
  const heard = (person: typeof lan, says: RegExp) =>
    telegram.waitFor(() => person.directMessages.find(({ text }) => says.test(text)), `${says} in private`)

  // Both have their own money, which doesn't mix.
  await ada.slash(channel, 'topup', { member: wei, amount: '50', reason: 'to begin' })
  creator.command(group, ['/topup ', lan, ' 20 to begin'])
  await aloud(/topped up Lan by .*20\.00/)
  creator.command(group, ['/topup ', weiThere, ' 7 to begin'])
  await aloud(/topped up Wei on Telegram by .*7\.00/)

  // One admin makes a code, which the group doesn't see; the other previews and confirms.
  creator.command(group, '/link')
  const code =
    /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec((await heard(creator, /[0-9A-Z]{5}-[0-9A-Z]{5}/)).text)?.[0] ?? ''
  expect(group.botMessages.some(({ text }) => text.includes(code))).toBe(false)
  const refused = await wei.slash(channel, 'link', { code })
  expect(shown((await refused.final()).text)).toContain('admin')
  const preview = await ada.slash(channel, 'link', { code })
  expect(shown((await preview.final()).text)).toContain('Tea Group')
  expect(shown((await confirm(ada, await preview.final())).text)).toContain('is now linked with Tea Group')

  // Wei links both accounts, after a preview that names the other one.
  weiThere.command(weiThere.privateChat, '/linkme')
  const own =
    /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec((await heard(weiThere, /[0-9A-Z]{5}-[0-9A-Z]{5}/)).text)?.[0] ?? ''
  const look = await wei.slash(channel, 'linkme', { code: own })
  expect(shown((await look.final()).text)).toContain('Wei on Telegram')
  await confirm(wei, await look.final())
  const wallet = await wei.slash(channel, 'wallet')
  expect(shown((await wallet.final()).text)).toContain('57.00')

  // A red packet from Telegram is shown and live in both chats.
  lan.command(group, '/redpacket 9 3 equal everywhere One for all')
  const there = await aloud(/0\/3 grabbed/)
  const here = await discord.waitFor(
    () => channel.publicMessages.find(({ text }) => shown(text).includes('One for all')),
    'the card on Discord',
  )
  const grabbed = await wei.click(here, here.button('Grab').customId)
  expect(shown((await grabbed.final()).text)).toContain('You got')
  const second = await weiThere.press(there, /Grab/)
  expect(second.text).toContain('You already got')
  expect((await creator.press(there, /Grab/)).text).toContain('You got')
  await (await ada.click(here, here.button('Grab').customId)).final()
  await discord.waitFor(() => shown(here.text).includes('All grabbed in'), 'the end on Discord')
  await telegram.waitFor(() => there.text.includes('All grabbed in'), 'the end on Telegram')

  // After unlinking, the books balance, and everyone's money is where they can reach it.
  const parting = await ada.slash(channel, 'unlink')
  await confirm(ada, await parting.final())
  lan.command(group, '/wallet')
  expect((await heard(lan, /11\.00/)).text).toContain('11.00')
  const output = await end()
  for (const { token } of [discord, telegram]) expect(output).not.toContain(token)
})
