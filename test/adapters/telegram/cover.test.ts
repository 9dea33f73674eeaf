import { afterAll, beforeAll, expect, test } from 'vitest'
import { sentPicture } from '../../support/sent-pictures.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld

beforeAll(async () => {
  world = await telegramWorld({ pictures: true })
  world.creator.start()
})

afterAll(() => world.end())

/** Resolves with the next private message to the group's creator that says this. */
async function told(says: string, act: () => unknown) {
  const known = new Set(world.creator.directMessages)
  await act()
  return await world.fake.waitFor(
    () => world.creator.directMessages.find((message) => !known.has(message) && message.text.includes(says)),
    `“${says}” in private`,
  )
}

test('a photo with the command as its caption becomes the cover', async () => {
  const { group, creator } = world
  const preview = await told('now have this cover', () =>
    creator.photo(group, '/cover', {}, sentPicture('jpeg')),
  )
  expect(preview.isPhoto).toBe(true)
})

test('so does one to which the command replies, but not a card of the bot', async () => {
  const { group, creator, lan } = world
  const photo = lan.photo(group, 'How about this?', {}, sentPicture('png'))
  await told('now have this cover', () => creator.reply(photo, '/cover'))
  await world.fund('10')
  lan.command(group, '/redpacket 1 1 For the cover')
  const card = await world.card('For the cover')
  await told('This is the cover', () => creator.reply(card, '/cover'))
})

test('the button in the private chat asks for a picture, which is sent there', async () => {
  const { group, creator } = world
  const shown = await told('cover', () => creator.command(group, '/cover'))
  await creator.press(shown, 'Choose a picture')
  await told('now have this cover', () => creator.photo(creator.privateChat, '', {}, sentPicture('webp')))
})

test('a photo in a private chat is no answer when nothing was asked', async () => {
  const before = world.ming.directMessages.length
  world.ming.start()
  await world.fake.waitFor(() => world.ming.directMessages.length > before, 'the greeting')
  const greeted = world.ming.directMessages.length
  world.ming.photo(world.ming.privateChat, 'hello', {}, sentPicture())
  world.ming.photo(world.ming.privateChat, '/topup @Ming 5', {}, sentPicture())
  world.ming.say(world.ming.privateChat, '/help')
  await world.fake.waitFor(() => world.ming.directMessages.length > greeted, 'the help')
  expect(world.ming.directMessages.length).toBe(greeted + 1)
})

test('a photo that Telegram no longer has is no cover', async () => {
  const { group, creator, fake } = world
  fake.failNext('getFile', { status: 400, description: 'Bad Request: file is too big' })
  await told('more than 8 MB', () => creator.photo(group, '/cover', {}, sentPicture()))
  fake.failNext('getFile', { status: 500 })
  creator.photo(group, '/cover', {}, sentPicture())
  await world.heard('Telegram')
})
