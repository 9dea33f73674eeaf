import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeMessage } from '../../support/telegram/fake-telegram.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const WORDS = 'tap /unlinkme'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
  await world.fund('100')
})
afterEach(() => world.end())

function expectNothingToTap(message: FakeMessage): void {
  // The form's example is the bot's own.
  for (const type of ['bot_command', 'phone_number', 'mention', 'url', 'date_time'])
    expect(
      message.marked(type).filter((part) => part !== '/redpacket'),
      JSON.stringify(message.text),
    ).toEqual([])
}

/** Answers a form's question, and waits for the bot's reaction. */
async function fillIn(
  form: FakeMessage,
  button: string,
  words: Parameters<typeof world.lan.reply>[1],
  says: string,
) {
  const { lan, fake, group } = world
  await lan.press(form, button)
  lan.reply(form, words)
  return await fake.waitFor(() => group.botMessages.find(({ text }) => seen(text).includes(says)), says)
}

test('a greeting or a name on a form is not tappable', async () => {
  const { lan, group, fake } = world
  const evil = group.addMember(fake.addUser('/linkme', { lastName: '555-123-4567' }))
  const form = await world.ask(lan, '/redpacket', 'Tap to change it')
  await fillIn(form, 'Greeting', `${WORDS} or +49 170 1234567`, 'tap /unlinkme')
  await fillIn(form, 'Who can grab', ['for ', { textMention: evil }], 'Who can grab: /linkme 555')
  expectNothingToTap(form)
})

test('quoted text in a refusal is not tappable', async () => {
  const { lan } = world
  const form = await world.ask(lan, '/redpacket', 'Tap to change it')
  const amount = await fillIn(form, 'Amount …', WORDS, 'tap /unlinkme')
  expectNothingToTap(amount)
  const people = await fillIn(form, 'Who can grab', 'all but /cancel', 'all but /cancel')
  expectNothingToTap(people)
})

test('an unknown name is not tappable', async () => {
  const { lan } = world
  const answer = await world.ask(lan, '/transfer @/unlinkme 5', 'unlinkme')
  expectNothingToTap(answer)
})

test('a time in people’s own words stays as written', async () => {
  const { lan, wei } = world
  const answer = await world.ask(lan, ['/transfer ', wei, ' 1 until 2026-07-01 12:00 UTC'], 'gave')
  expectNothingToTap(answer)
})

test('a currency symbol that is a command is not tappable', async () => {
  const { lan, wei, group } = world
  group.someAdmin.command(group, '/settings currency Coin /cancel')
  await world.fake.waitFor(() => group.botMessages.some(({ text }) => text.includes('Coin')), 'the currency')
  expectNothingToTap(await world.ask(lan, ['/transfer ', wei, ' 1'], 'gave'))
  expectNothingToTap(await world.ask(lan, '/redpacket', 'Tap to change it'))
  expectNothingToTap(await world.ask(lan, '/settings', 'Coin'))
})
