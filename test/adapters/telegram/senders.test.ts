import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const { nobody: refusal, bot: noBots } = commonWords.en

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
})
afterEach(() => world.end())

/** Expects everything said before to be received but neither obeyed nor answered. */
async function nothingSaid(before: number): Promise<void> {
  const { fake, group, lan } = world
  await world.ask(lan, '/books', 'balance')
  await fake.waitFor(() => fake.updates.pending === 0, 'all to be taken')
  expect(group.botMessages.length).toBe(before + 1)
  expect(await world.balanceOf(lan)).toBe(10_000)
}

test('an anonymous admin is refused with a reason, and no money moves', async () => {
  const { fake, group, creator, lan } = world
  const said = group.botMessages.length
  creator.command(group, ['/topup ', lan, ' 5 secretly'], { as: 'anonymous' })
  creator.command(group, '/redpacket 5 5', { as: 'anonymous' })
  await fake.waitFor(() => group.botMessages.length === said + 2, 'two answers')
  expect(group.botMessages.slice(said).map(({ text }) => text)).toEqual([
    refusal.anonymous,
    refusal.anonymous,
  ])
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('a member writing as a channel is refused with a reason', async () => {
  const { fake, group, lan } = world
  const channel = fake.addChannel('Tea News')
  channel.addAdmin(lan)
  const said = group.botMessages.length
  lan.command(group, '/redpacket 5 5', { as: channel })
  await fake.waitFor(() => group.botMessages.length > said, 'an answer')
  expect(group.botMessages.at(-1)?.text).toBe(refusal.channel)
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test("a linked channel's post is refused in its group, and nothing is posted in the channel", async () => {
  const { fake, lan } = world
  const room = fake.addSupergroup('Discussion')
  const channel = fake.addChannel('Tea News')
  channel.linkTo(room)
  channel.addAdmin(lan)
  fake.privacyMode = false
  lan.say(channel, '/redpacket 5 5')
  await fake.waitFor(() => room.botMessages.length > 0, 'an answer')
  expect(room.botMessages.map(({ text }) => text)).toEqual([refusal.channel])
  expect(channel.botMessages).toEqual([])
})

test('ignores other bots', async () => {
  const { fake, group } = world
  fake.botsHearBots = true
  fake.privacyMode = false
  const other = group.addMember(fake.addBot('Rival'))
  const said = group.botMessages.length
  other.say(group, '/redpacket 5 5')
  other.say(group, '/help@LuckymoneyTestBot')
  await nothingSaid(said)
})

test('ignores service messages', async () => {
  const { fake, group, wei, creator } = world
  const said = group.botMessages.length
  const stranger = fake.addUser('Bo')
  stranger.join(group)
  creator.pin(wei.say(group, 'hello'))
  stranger.leave(group)
  await nothingSaid(said)
})

test('ignores edited messages and captions', async () => {
  const { fake, group, lan, wei } = world
  fake.privacyMode = false
  const said = group.botMessages.length
  const message = lan.say(group, 'good morning')
  lan.edit(message, '/redpacket 5 5')
  lan.photo(group, ['/transfer ', wei, ' 5'])
  await nothingSaid(said)
})

test('does not run a command again when it is edited', async () => {
  const { group, lan, fake } = world
  const command = lan.command(group, '/redpacket 5 5 equal')
  await world.card()
  lan.edit(command, '/redpacket 50 5 equal')
  await world.ask(lan, '/books', 'balance')
  await fake.waitFor(() => fake.updates.pending === 0, 'all to be taken')
  expect(await world.balanceOf(lan)).toBe(9500)
})

test.each([
  '/redpacket@RivalBot 5 5',
  '/红包@RivalBot 5 5',
  '/weather tomorrow',
  '/weather@RivalBot',
  'just 5 words / and a slash',
])('%j is for others, and is ignored', async (line) => {
  const { fake, group, lan } = world
  fake.privacyMode = false
  const said = group.botMessages.length
  lan.say(group, line)
  await nothingSaid(said)
})

test.each([
  '/redpacket@LuckymoneyTestBot 5 5',
  '/REDPACKET@luckymoneytestbot 5 5',
  '/红包@LuckymoneyTestBot 5 5',
])('runs %j', async (line) => {
  const { fake, group, lan } = world
  fake.privacyMode = false
  lan.say(group, line)
  await world.card()
  expect(await world.balanceOf(lan)).toBe(9500)
})

test('answers a typo with the probable command', async () => {
  const said = await world.ask(world.lan, '/redpackt 5 5', /redpacket/)
  expect(said.replyTo?.text).toBe('/redpackt 5 5')
})

test('pays no bot, however it is named', async () => {
  const { fake, group, lan, creator } = world
  const bot = group.addMember(fake.addBot('Rival'))
  await world.ask(lan, ['/transfer ', { textMention: bot }, ' 5'], noBots)
  await world.ask(creator, ['/topup ', { textMention: fake.bot }, ' 5 here'], noBots)
  await world.ask(lan, `/transfer @${bot.username} 5`, 'I don’t know @')
  const said = group.botMessages.length
  lan.reply(group.botMessages[0] as never, '/transfer 5')
  await fake.waitFor(() => group.botMessages.length > said, 'an answer')
  expect(await world.balanceOf(lan)).toBe(10_000)
})

test('with privacy mode on, commands and replies to the bot are enough to play', async () => {
  const { fake, group, lan, wei } = world
  expect(fake.privacyMode).toBe(true)
  lan.say(group, 'nobody hears this')
  lan.command(group, '/redpacket 5 1')
  await world.grab(wei, await world.card())
  expect(await world.balanceOf(wei)).toBe(500)
})
