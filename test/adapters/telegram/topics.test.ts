import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeChat, FakeTopic } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
let forum: FakeChat
let topic: FakeTopic
beforeEach(async () => {
  world = await telegramWorld()
  forum = world.fake.addSupergroup('Forum')
  forum.addMember(world.lan)
  forum.addMember(world.wei)
  await world.fund('30', world.lan, forum)
  topic = forum.addTopic('Games')
  forum.addTopic('Other things')
})
afterEach(() => world.end())

test('a command in a topic is answered there, and its card is shown and updated there', async () => {
  const { lan, wei, fake } = world
  lan.command(forum, '/books', { topic })
  const answer = await world.heard('The books balance', forum)
  expect(answer.thread).toEqual(topic.thread)
  lan.command(forum, '/redpacket 6 2 equal', { topic })
  const card = await world.card('0/2 grabbed', forum)
  expect(card.thread).toEqual(topic.thread)
  await world.grab(wei, card)
  await fake.waitFor(() => card.text.includes('1/2 grabbed'), 'the edit')
})

test('an answer to a message deleted meanwhile stays in its topic', async () => {
  const { lan, fake } = world
  fake.holdUpdates()
  const command = lan.command(forum, '/books', { topic })
  command.delete()
  fake.releaseUpdates()
  expect((await world.heard('The books balance', forum)).thread).toEqual(topic.thread)
})

test('a form in a topic sends into that topic', async () => {
  const { lan } = world
  lan.command(forum, '/redpacket', { topic })
  const form = await world.heard('Tap to change it', forum)
  expect(form.thread).toEqual(topic.thread)
  for (const button of ['20', '×5']) await lan.press(form, button)
  await lan.press(form, /Send/)
  expect((await world.card(undefined, forum)).thread).toEqual(topic.thread)
})

test('a reply outside topics does not look for one', async () => {
  const { lan, wei, fake } = world
  const group = fake.addSupergroup('No forum')
  group.addMember(lan)
  group.addMember(wei)
  await world.fund('30', lan, group)
  lan.reply(wei.say(group, 'hello'), '/redpacket 5')
  await world.grab(wei, await world.card(undefined, group))
  expect(await world.balanceOf(wei, group)).toBe(500)
})

test('a red packet for a topic closed meanwhile is refunded at once, and its sender told in private', async () => {
  const { lan, fake } = world
  lan.start()
  fake.holdUpdates()
  lan.command(forum, '/redpacket 6 2 equal', { topic })
  topic.close()
  fake.releaseUpdates()
  await fake.waitFor(
    () => lan.directMessages.some(({ text }) => text.includes('couldn’t be posted')),
    'word to the sender',
  )
  expect(await world.balanceOf(lan, forum)).toBe(3000)
})

test('a red packet for a topic deleted meanwhile is refunded at once', async () => {
  const { lan, fake } = world
  fake.holdUpdates()
  lan.command(forum, '/redpacket 6 2 equal', { topic })
  topic.delete()
  fake.releaseUpdates()
  await fake.waitFor(() => fake.calls('sendMessage').some(({ status }) => status === 400), 'the refusal')
  await expect.poll(() => world.balanceOf(lan, forum)).toBe(3000)
})
