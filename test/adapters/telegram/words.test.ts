import { afterEach, beforeEach, expect, test } from 'vitest'
import { Api } from '../../../adapters/telegram/api.js'
import { registerMenus } from '../../../adapters/telegram/menu.js'
import { ENTRIES } from '../../../src/commands/registry.js'
import { words as startWords } from '../../../src/commands/start/words.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

test.each([
  ['zh-hans', 'zh-latin'],
  ['zh-hant', 'zh-latin'],
  ['zh', 'zh-latin'],
  ['en', 'en'],
  ['de', 'en'],
  [null, 'en'],
] as const)('answers users with a client in %s in %s', async (languageCode, language) => {
  const { fake } = world
  const user = fake.addUser('Jia', { languageCode })
  user.start()
  const hello = await fake.waitFor(() => user.directMessages[0], 'the welcome')
  expect(hello.text).toBe(startWords[language].say.welcome)
})

test("answers a tap in the tapper's language, on any card", async () => {
  const { fake, lan, group } = world
  await world.fund('30')
  const jia = group.addMember(fake.addUser('嘉', { languageCode: 'zh-hans' }))
  lan.command(group, '/redpacket 6 2 equal')
  expect((await world.grab(jia, await world.card())).text).toContain('恭喜')
})

test.each([
  '<b>bold</b> & <script>',
  '&lt;b&gt; &amp;amp;',
  '</b><a href="tg://user?id=1">x</a>',
  '*_`[](){}~#',
])('shows a greeting and names with %s as typed', async (hostile) => {
  const { fake, group } = world
  const user = group.addMember(fake.addUser(hostile, { lastName: '<&>' }))
  await world.fund('30', user)
  user.command(group, `/redpacket 3 1 equal ${hostile}`)
  const card = await world.card()
  expect(seen(card.text)).toContain(`${hostile} <&> sent a red packet`)
  expect(seen(card.text).split('\n')[1]).toBe(hostile)
  expect(card.marked('bold').map(seen)).toContain(hostile)
  await world.grab(world.wei, card)
  await fake.waitFor(() => card.text.includes('All grabbed'), 'the end')
})

test('the longest greeting and the longest names of many fit on a card and in an answer', async () => {
  const { fake, group, lan } = world
  fake.budgets.enabled = false
  await world.fund('1000')
  const name = '<&>'.repeat(21)
  const crowd = Array.from({ length: 60 }, (_, index) =>
    group.addMember(fake.addUser(name, { lastName: `${index} ${'&'.repeat(60)}` })),
  )
  lan.command(group, `/redpacket 60 60 equal ${'<'.repeat(100)}`)
  const card = await world.card()
  const taps = await Promise.all(crowd.map((user) => world.grab(user, card)))
  for (const { text } of taps) expect(text).toContain('You got')
  await fake.waitFor(() => card.text.includes('All grabbed'), 'the end')
  const details = await lan.press(card, 'Details')
  expect(details.text.length).toBeLessThanOrEqual(200)
  expect(details.text).toContain('60/60')
})

test('greets a group to which the bot is added, once', async () => {
  const { fake, lan } = world
  const group = lan.createGroup('New House', [fake.bot])
  await world.heard(startWords.en.say.joined, group)
  lan.promote(group, fake.bot)
  lan.demote(group, fake.bot)
  fake.redeliver(4)
  await world.ask(lan, '/books', 'balance', group)
  expect(group.botMessages).toHaveLength(2)
})

test('a group where the bot may not write yet causes no errors', async () => {
  const { fake, lan } = world
  const group = lan.createGroup('Quiet House', [fake.bot])
  await world.heard('Hi!', group)
  group.mute()
  lan.command(group, '/books')
  await fake.waitFor(() => fake.calls('sendMessage').some(({ status }) => status === 400), 'the refusal')
  group.unmute()
  await world.ask(lan, '/books', 'balance', group)
})

test('everyone’s menu lists what they may do there, in their language', async () => {
  const { fake, group, lan, creator } = world
  const names = (menu: Record<string, unknown>[]) => menu.map(({ command }) => command)
  await fake.waitFor(() => fake.commands.size === 6, 'all menus')
  expect(names(lan.menu(group))).toContain('redpacket')
  expect(names(lan.menu(group))).not.toContain('topup')
  expect(names(creator.menu(group))).toContain('topup')
  expect(names(lan.menu(lan.privateChat))).toContain('linkme')
  expect(names(lan.menu(lan.privateChat))).not.toContain('redpacket')
  lan.languageCode = 'zh-hans'
  expect(String(lan.menu(group)[0]?.description)).toMatch(/红包/)
})

test('registers menus only where they differ', async () => {
  const { fake, bot } = world
  await fake.waitFor(() => fake.commands.size === 6, 'all menus')
  const api = new Api({ token: fake.token, apiRoot: fake.apiRoot, onError: () => {} })
  const { signal } = new AbortController()
  expect(await registerMenus(api, ENTRIES, signal)).toBe(0)
  fake.commands.set('default|zh', [{ command: 'old', description: 'of another version' }])
  expect(await registerMenus(api, ENTRIES, signal)).toBe(1)
  expect(fake.calls('setMyCommands')).toHaveLength(7)
  expect(bot.ready()).toBe(true)
})

test('offers the times that this group allows for red packets', async () => {
  const { app, group, lan, creator } = world
  await world.fund('1')
  await world.ask(lan, '/redpacket 5', '[in 5m|24h|2d]')
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: String(creator.id), name: 'x' }
  const changes = { minLifetime: 1_000, maxLifetime: 86_400_000 }
  await app.changeSettings({ key: 'test:rules', place, by, platformAdmin: true, changes })
  await world.ask(lan, '/redpacket 5', '[in 20s|5m|24h]')
  await world.ask(lan, '/redpacket 5 1 in 5weeks', 'For example 20s, 5m, 24h.')
  await world.ask(lan, '/help all', '[in 20s|5m|24h]')
})
