import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FakeChat, FakeMessage } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld

beforeAll(async () => {
  world = await telegramWorld({ pictures: true })
})

afterAll(() => world.end())

async function room() {
  const group = world.fake.addGroup('Room')
  const people = [world.lan, world.wei, world.ming]
  for (const user of people) group.addMember(user)
  await world.fund('100', world.lan, group)
  const send = async (greeting: string, shares = 2) => {
    world.lan.command(group, `/redpacket 8.88 ${shares} ${greeting}`)
    return await posted(group, greeting)
  }
  return { group, send }
}

const known = new Set<FakeMessage>()

/** Resolves with a card that no test has seen yet. */
async function posted(group: FakeChat, greeting: string): Promise<FakeMessage> {
  const isNew = (message: FakeMessage) => !known.has(message) && message.text.includes(greeting)
  const card = await world.fake.waitFor(() => group.botMessages.find(isNew), `a card that says ${greeting}`)
  known.add(card)
  return card
}

const calls = (group: FakeChat, ...methods: string[]) =>
  world.fake.journal
    .filter(({ method, params }) => methods.includes(method) && String(params.chat_id) === String(group.id))
    .filter(({ params }) => /sent a red packet/.test(String(params.text ?? params.caption)))

const until = (card: FakeMessage, says: string) =>
  world.fake.waitFor(() => card.text.includes(says), `${says} on the card`)

test('a card is the caption of its cover, which is uploaded once', async () => {
  const { group, send } = await room()
  const [first, second] = [await send('Good luck'), await send('Good luck')]
  expect([first.isPhoto, second.isPhoto, first === second]).toEqual([true, true, false])
  const sent = calls(group, 'sendPhoto').map(({ params }) => params.photo)
  expect(sent).toEqual([{ file: 'red-packet.jpg', type: 'image/jpeg' }, expect.stringMatching(/^photo-\d+$/)])
  for (const user of [world.wei, world.ming]) await world.grab(user, first)
  await until(first, 'All grabbed')
  expect(first.isPhoto).toBe(true)
})

test('a cover that Telegram no longer has is uploaded again', async () => {
  const { group, send } = await room()
  await send('Here again')
  world.fake.photos.clear()
  expect((await send('Here again')).isPhoto).toBe(true)
  expect(calls(group, 'sendPhoto').map(({ status }) => status)).toEqual([200, 400, 200])
})

test('a group that takes no photos gets text, and only the first photo is tried', async () => {
  const { group, send } = await room()
  group.everybodyMaySendPhotos = false
  expect([await send('One of two'), await send('Two of two')].map(({ isPhoto }) => isPhoto)).toEqual([
    false,
    false,
  ])
  expect(calls(group, 'sendPhoto', 'sendMessage').map(({ method, status }) => [method, status])).toEqual([
    ['sendPhoto', 400],
    ['sendMessage', 200],
    ['sendMessage', 200],
  ])
  const told = world.complaints.filter(
    (line) => line.includes('pictures are refused') && line.includes(String(group.id)),
  )
  expect(told).toHaveLength(1)
})

test('a card with more than a caption holds stays a text', async () => {
  const { group, send } = await room()
  const chosen = Array.from({ length: 25 }, (_, index) =>
    group.addMember(world.fake.addUser(`${index} ${'n'.repeat(45)}`)),
  )
  world.lan.command(group, [
    '/redpacket 8.88 2 for ',
    ...chosen.flatMap((user) => [user, ' ']),
    ' Many names',
  ])
  const card = await posted(group, 'Many names')
  expect(card.text.length).toBeGreaterThan(700)
  expect(card.isPhoto).toBe(false)
  expect((await send('Few names')).isPhoto).toBe(true)
})

test('a caption keeps to 1,024 characters however many grab', async () => {
  const { group, send } = await room()
  const crowd = Array.from({ length: 30 }, (_, index) =>
    group.addMember(`Grabber ${index} ${'x'.repeat(30)}`),
  )
  const card = await send('For the crowd', 30)
  for (const user of crowd) await world.grab(user, card)
  await until(card, 'All grabbed')
  expect(card.text.length).toBeLessThanOrEqual(1_024)
  expect(card.text).toMatch(/and \d+ more/)
})

test('a card that an unanswered try posted is edited as what it is', async () => {
  const { send } = await room()
  world.fake.failNext('sendPhoto', { applied: true })
  const card = await send('Lost answer')
  await world.grab(world.wei, card)
  await until(card, '1/2')
  expect(card.isPhoto).toBe(true)
})

test('a result shows who got what, as a photo below the card', async () => {
  const { group, send } = await room()
  const card = await send('For three', 3)
  const people = [world.wei, world.ming, group.addMember('Third')]
  for (const user of people) await world.grab(user, card)
  const result = await world.fake.waitFor(
    () => group.botMessages.find(({ replyTo }) => replyTo === card),
    'the result',
  )
  expect(result.isPhoto).toBe(true)
  expect(result.text).toContain('all grabbed in')
})
