import { afterEach, beforeEach, expect, test } from 'vitest'
import { isOffered } from '../../../src/commands/framework/define.js'
import { ENTRIES } from '../../../src/commands/registry.js'
import type { FakeChat, FakeUser } from '../../support/telegram/fake-telegram.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

/** A Chinese command, which Telegram doesn't deliver to bots in groups. */
const UNHEARD = /\/\p{Script=Han}/u

let world: TelegramWorld
let [jia, yi]: FakeUser[] = []
beforeEach(async () => {
  world = await telegramWorld()
  world.fake.budgets.enabled = false
  ;[jia, yi] = ['嘉', '怡'].map((name) => world.fake.addUser(name, { languageCode: 'zh-hans' })) as FakeUser[]
})
afterEach(() => world.end())

/** A group that jia creates, with the bot in it. */
async function teaHouse(): Promise<FakeChat> {
  const group = (jia as FakeUser).createGroup('茶馆', [world.fake.bot])
  group.addMember(yi as FakeUser)
  await world.heard('大家好', group)
  return group
}

const languageOf = async (group: FakeChat) => {
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: '1', name: 'x' }
  const settings = await world.app.settings({ place, by })
  return settings.kind === 'settings' ? settings.language : settings.kind
}

/** Sends a line in a new group, and resolves with everything that the bot says there and in private. */
async function answersTo(line: string, as: 'admin' | 'member'): Promise<string[]> {
  const { fake } = world
  const [admin, member] = ['嘉', '怡'].map((name) => fake.addUser(name, { languageCode: 'zh-hans' })) as [
    FakeUser,
    FakeUser,
  ]
  const group = admin.createGroup('茶馆', [fake.bot])
  group.addMember(member)
  admin.start()
  await fake.waitFor(() => group.botMessages.length > 0 && admin.directMessages.length > 0, 'both welcomes')
  const said = () => [...group.botMessages, ...admin.directMessages].map(({ text }) => seen(text))
  const welcomes = said().length
  const user = as === 'admin' ? admin : member
  user.say(group, line)
  await fake.waitFor(() => said().length > welcomes, `an answer to ${line}`)
  return said()
}

test('a Chinese group is never told of a command that the bot cannot hear there', async () => {
  const lines = [
    ...ENTRIES.filter(isOffered).map(({ name }) => `/${name}`),
    '/redpackt 5',
    '/redpacket 88 8',
    '/redpacket 88 8 限时 5周',
    '/transfer 5',
    '/envelope ffffffffff',
    '/verify ffffffffff',
    '/link NOCODE',
    '/linkme NOCODE',
    '/unlink yes',
    '/settings x',
    '/settings open 99d',
    '/topup x',
  ]
  // A member who is no admin and hasn't opened the private chat gets other answers.
  const forMembers = ['/help', '/wallet', '/topup 5', '/settings open 24h', '/redpacket 88 8', '/link']
  const said = await Promise.all([
    ...lines.map((line) => answersTo(line, 'admin')),
    ...forMembers.map((line) => answersTo(line, 'member')),
  ])
  expect(said.flat().filter((text) => UNHEARD.test(text))).toEqual([])
  expect(said.flat().some((text) => text.includes('/redpacket 88 8 恭喜发财'))).toBe(true)
})

test("a card and its buttons' answers name only commands that the bot can hear", async () => {
  const { fake } = world
  const [admin, member] = [jia, yi] as [FakeUser, FakeUser]
  const group = await teaHouse()
  await world.ask(admin, ['/topup ', member, ' 100 开张'], '开张', group)
  member.say(group, ['/redpacket 2 1 普通 给 ', admin])
  const card = await world.card('发了一个红包', group)
  const said: string[] = []
  said.push((await world.grab(member, card)).text, (await member.press(card, '详情')).text)
  said.push(card.text, (await world.grab(admin, card)).text, (await world.grab(admin, card)).text)
  await fake.waitFor(() => card.text.includes('被抢光'), 'the end')
  said.push(card.text, (await admin.press(card, '详情')).text)
  await world.ask(member, `/cancel ${/[0-9a-f]{10}/.exec(card.text)?.[0]}`, '已抢光', group)
  said.push(...group.botMessages.map(({ text }) => text))
  expect(said.map(seen).filter((text) => UNHEARD.test(text))).toEqual([])
  expect(said.some((text) => text.includes('/verify'))).toBe(true)
})

test('a group has the language of the person who adds the bot, even if others write first', async () => {
  const group = await teaHouse()
  group.addMember(world.lan)
  await world.ask(world.lan, '/settings', 'Card language: Chinese', group)
  await world.ask(jia as FakeUser, ['/topup ', yi as FakeUser, ' 100 开张'], '开张', group)
  ;(yi as FakeUser).command(group, '/redpacket 6 2')
  expect(seen((await world.card('发了一个红包', group)).text)).toContain('恭喜发财')
})

test('a group that the bot was in before has the language of its first writer', async () => {
  const { fake, lan } = world
  const [chinese, english] = ['老地方', 'Old Place'].map((title) => fake.addGroup(title)) as [
    FakeChat,
    FakeChat,
  ]
  for (const group of [chinese, english]) for (const user of [lan, jia as FakeUser]) group.addMember(user)
  await world.ask(jia as FakeUser, '/settings', '卡片语言：中文', chinese)
  await world.ask(lan, '/settings', 'Card language: Chinese', chinese)
  await world.ask(lan, '/settings', 'Card language: English', english)
  expect([await languageOf(chinese), await languageOf(english)]).toEqual(['zh', 'en'])
})

test('an admin changes the language, and no newcomer changes it back', async () => {
  const group = await teaHouse()
  await world.ask(jia as FakeUser, '/settings language en', '已修改', group)
  ;(jia as FakeUser).kick(group, world.fake.bot)
  ;(jia as FakeUser).invite(group, world.fake.bot)
  await world.ask(jia as FakeUser, '/books', '账目平衡', group)
  expect(await languageOf(group)).toBe('en')
})

test("the default currency has a name in the reader's language, until another is chosen", async () => {
  const group = await teaHouse()
  group.addMember(world.lan)
  await world.ask(jia as FakeUser, '/settings', '货币：幸运币', group)
  await world.ask(world.lan, '/settings', 'Currency: Lucky coin', group)
  await world.ask(jia as FakeUser, '/settings 货币 金币', '货币：金币', group)
  await world.ask(world.lan, '/settings', 'Currency: 金币', group)
})
