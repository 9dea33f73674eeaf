import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld

beforeAll(async () => {
  world = await telegramWorld({ pictures: true })
})

afterAll(() => world.end())

/** A group with a red packet of two that was grabbed. */
async function room(greeting: string) {
  const group = world.fake.addGroup('Room')
  for (const user of [world.lan, world.wei, world.ming]) group.addMember(user)
  await world.fund('100', world.lan, group)
  world.lan.command(group, `/redpacket 8.88 2 ${greeting}`)
  const card = await world.card(greeting, group)
  for (const user of [world.wei, world.ming]) await world.grab(user, card)
  await world.fake.waitFor(() => card.text.includes('All grabbed'), 'the end on the card')
  return { group, card }
}

test('a leaderboard is a photo with all of its words, in reply to the line', async () => {
  const { group } = await room('For the podium')
  const answer = await world.ask(world.ming, '/leaderboard sent', 'Most sent, this week:', group)
  expect([answer.isPhoto, answer.replyTo?.text]).toEqual([true, '/leaderboard sent'])
  expect(answer.text).toMatch(/1\. Lan {2}🧧/)
})

test('the same picture is uploaded once', async () => {
  const { group } = await room('Asked twice')
  for (const user of [world.wei, world.ming]) await world.ask(user, '/leaderboard sent', 'Most sent', group)
  const sent = world.fake.journal.filter(
    ({ method, params }) => method === 'sendPhoto' && String(params.caption).startsWith('Most sent'),
  )
  const here = sent.filter(({ params }) => String(params.chat_id) === String(group.id))
  expect(here.at(-1)?.params.photo).toEqual(expect.stringMatching(/^photo-\d+$/))
})

test('a private wallet is a photo in the private chat only', async () => {
  const { group } = await room('For the wallet')
  world.wei.start()
  const known = new Set(world.wei.directMessages)
  const hint = await world.ask(world.wei, '/wallet', 'I’ve replied in our private chat', group)
  const answer = world.wei.directMessages.find((message) => !known.has(message) && message.isPhoto)
  expect([hint.isPhoto, answer?.text]).toEqual([false, expect.stringContaining('You have')])
})

test('a group that takes no photos gets the text', async () => {
  const { group } = await room('No photos')
  group.everybodyMaySendPhotos = false
  const answer = await world.ask(world.ming, '/leaderboard sent', 'Most sent, this week:', group)
  expect(answer.isPhoto).toBe(false)
})

test('the result of a card that has ended is sent to anyone who asks for it, in private', async () => {
  const { card } = await room('For the result')
  const reader = card.chat.addMember(world.fake.addUser('Reader'))
  const { url = '' } = await reader.press(card, 'Result')
  const [, data = ''] = /\?start=(.+)$/.exec(url) ?? []
  reader.start(data)
  const answer = await world.fake.waitFor(
    () => reader.directMessages.find(({ isPhoto }) => isPhoto),
    'the result in private',
  )
  expect(answer.text).toMatch(/all grabbed in .*\n1\. (Wei|Ming)/s)
})
