import { afterEach, beforeEach, expect, test } from 'vitest'
import { grabWords } from '../../../src/commands/red-packet/grab-words.js'
import { buttonData } from '../../support/button-data.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

test('a red packet is sent, grabbed to the end and booked, and its card says so', async () => {
  const { lan, wei, ming, group, fake } = world
  await world.fund('100')
  lan.command(group, '/redpacket 9 3 equal Happy New Year')
  const card = await world.card('0/3 grabbed')
  expect(card.text).toContain('Lan sent a red packet')
  expect(card.text).toContain('Happy New Year')
  expect(card.text).not.toMatch(/[0-9a-f]{64}/)
  const first = await world.grab(wei, card)
  expect(first).toMatchObject({ outcome: 'answered', alert: true })
  expect(first.text).toMatch(/^You got 🧧.3\.00!/)
  const again = await world.grab(wei, card)
  expect(again.text).toContain('You already got')
  expect((await world.grab(lan, card)).text).not.toContain('You got')
  await world.grab(ming, card)
  await world.grab(world.creator, card)
  await fake.waitFor(() => card.text.includes('All grabbed in'), 'the end on the card')
  expect(card.buttons.map(({ text }) => text)).toEqual(['Result', 'Details', 'Verify'])
  expect(await world.balanceOf(wei)).toBe(300)
  expect(await world.balanceOf(lan)).toBe(9100)
})

test('the remainder is refunded at the deadline, and the card says so', async () => {
  const { lan, wei, group, fake, clock, jobs } = world
  await world.fund('100')
  lan.command(group, '/redpacket 10 5 in 5m')
  const card = await world.card('0/5 grabbed')
  await world.grab(wei, card)
  clock.pass(5 * 60_000)
  await jobs.sweep()
  await fake.waitFor(() => card.text.includes('Expired with 1/5 grabbed'), 'the expiry on the card')
  // A member whose card still shows the button.
  const late = await world.ming.forge(
    card,
    buttonData('grab', { envelope: /\b[0-9a-f]{10}\b/.exec(card.text)?.[0] }),
  )
  expect(late).toMatchObject({ text: grabWords.en.say.expired, alert: true })
})
