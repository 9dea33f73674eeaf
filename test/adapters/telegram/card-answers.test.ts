import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeUser } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
})
afterEach(() => world.end())

const said = (user: FakeUser, text: string) =>
  world.fake.waitFor(() => user.directMessages.find((message) => message.text.includes(text)), text)
const saidInGroup = (text: string) =>
  world.fake.waitFor(() => world.group.botMessages.find((message) => message.text.includes(text)), text)

test('a reply to the card grabs, and the chat is told when the private chat is closed', async () => {
  const { lan, wei, ming, group } = world
  lan.command(group, '/redpacket 9 3 equal password sesame')
  const card = await world.card()
  wei.reply(card, 'Sesame')
  await saidInGroup('You’re in! See the card.')
  expect(await world.balanceOf(wei)).toBe(300)
  ming.start()
  ming.reply(card, 'SESAME')
  await said(ming, 'You got')
  expect(group.botMessages.filter(({ text }) => text.includes('You’re in!'))).toHaveLength(1)
})

test('people who have a share may talk below the card', async () => {
  const { lan, wei, ming, group } = world
  lan.command(group, '/redpacket 9 3 equal wish-wall')
  const card = await world.card()
  wei.start()
  wei.reply(card, 'peace')
  await said(wei, 'You got')
  const before = wei.directMessages.length
  wei.reply(card, 'Thank you!')
  await world.ask(ming, '/books', 'balance')
  expect(wei.directMessages).toHaveLength(before)
})

test('a reply to the card of a red packet without a question is no grab', async () => {
  const { lan, wei, ming, group } = world
  lan.command(group, '/redpacket 9 3 equal')
  wei.reply(await world.card(), 'sesame')
  await world.ask(ming, '/books', 'balance')
  expect(await world.balanceOf(wei)).toBe(0)
})

test('a secret password is asked for in private, once the person who tapped opens that chat', async () => {
  const { app, lan, wei, ming, group } = world
  const place = { platform: 'telegram', chat: String(group.id) }
  const by = { platform: 'telegram', user: String(lan.id), name: 'Lan' }
  await app.sendEnvelope({
    ...{ key: 'test:secret', place, by, kind: 'equal', total: 900, count: 3, greeting: '' },
    conditions: [{ kind: 'password', word: 'sesame', secret: true }],
  })
  const card = await world.card()
  wei.start()
  const { url = '', text } = await wei.press(card, /Grab/)
  expect(text).toBe('')
  const [, link] = /^https:\/\/t\.me\/\w+\?start=(1-\w+-open)$/.exec(url) ?? []
  // Another person’s link opens nothing.
  ming.start()
  ming.say(ming.privateChat, `/start ${link}`)
  await said(ming, 'someone else')
  wei.say(wei.privateChat, `/start ${link}`)
  await said(wei, 'What’s the password?')
  wei.say(wei.privateChat, 'sesame')
  await said(wei, 'You got')
  expect(await world.balanceOf(wei)).toBe(300)
  expect(group.botMessages.map((message) => message.text).join()).not.toMatch(/sesame/i)
  // The question is gone.
  await world.fake.waitFor(
    () => !wei.directMessages.some((message) => message.text.includes('What’s the password?')),
    'the question to go',
  )
})
