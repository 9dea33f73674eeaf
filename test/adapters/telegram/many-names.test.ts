import { afterEach, beforeEach, expect, test } from 'vitest'
import { commonWords } from '../../../src/commands/common-words.js'
import type { FakeUser } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const REFUSED = commonWords.en.tooMany({ max: 25 })

let world: TelegramWorld
let bear: FakeUser
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
  bear = world.group.addMember(world.fake.addUser('Bear', { username: 'bear' }))
  // The bot knows only the names of people who have written.
  await world.ask(bear, '/settings', 'Lucky')
})
afterEach(() => world.end())

const questions = () => world.fake.calls('getChatMember').length

test('a line with hundreds of names queries Telegram about none of them', async () => {
  const { lan } = world
  const before = questions()
  await world.ask(lan, `/redpacket 5 5 for ${'@bear '.repeat(200)}`, REFUSED)
  expect(questions()).toBe(before)
})

test('queries Telegram once for a name that occurs several times in a line', async () => {
  const { lan } = world
  const before = questions()
  await world.ask(lan, '/redpacket 5 2 for @bear @Bear @bear', 'you chose 1 person')
  expect(questions()).toBe(before + 1)
})

test('a reply to a form behaves the same', async () => {
  const { lan, fake, group } = world
  const form = await world.ask(lan, '/redpacket', 'Tap to change it')
  const before = questions()
  await lan.press(form, 'Who can grab')
  const many = Array.from({ length: 26 }, (_, index) => `@bear_number_${index}`)
  lan.reply(form, many.join(' '))
  await fake.waitFor(() => group.botMessages.some(({ text }) => text.includes(REFUSED)), 'the refusal')
  lan.reply(form, '@bear '.repeat(200))
  await fake.waitFor(() => form.text.includes('Who can grab: Bear'), 'the people')
  expect(questions()).toBe(before + 1)
})
