import { afterEach, beforeEach, expect, test } from 'vitest'
import { fairNow } from '../../support/fair-time.js'
import type { FakeUser } from '../../support/telegram/fake-telegram.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld()
})
afterEach(() => world.end())

test('a stopping bot has answered each tap that it paid, and leaves the others to the next', async () => {
  const { fake, bot, lan, group } = world
  await world.fund('100')
  lan.command(group, '/redpacket 9 9 equal')
  const card = await world.card('0/9 grabbed')
  const crowd = Array.from({ length: 9 }, (_, index) => group.addMember(`m${index}`))
  const first = crowd.slice(0, 4).map((user) => world.grab(user, card))
  await fake.waitFor(() => fake.calls('answerCallbackQuery').length > 0, 'a first answer')
  const others = crowd.slice(4).map((user) => world.grab(user, card))
  await bot.stop()
  const answered = fake.calls('answerCallbackQuery').length
  const paid = async () => {
    const balances = await Promise.all(crowd.map((user: FakeUser) => world.balanceOf(user)))
    return balances.filter((balance) => balance === 100).length
  }
  expect(answered).toBe(await paid())
  expect(fake.updates.pending).toBe(9 - answered)
  await world.startAnother()
  for (const { text } of await Promise.all([...first, ...others])) expect(text).toContain('You got')
  expect(await paid()).toBe(9)
})

test('a stopping bot sends its waiting answers', async () => {
  const { bot, lan, group, fake } = world
  fake.failNext('sendMessage', { status: 500 })
  lan.command(group, '/redpackets')
  await fake.waitFor(() => fake.calls('sendMessage').length > 0, 'a first try')
  await bot.stop()
  expect(group.botMessages).toHaveLength(1)
})

test('an answer with a long wait does not delay a stop', async () => {
  const { bot, lan, group, fake } = world
  fake.failNext('sendMessage', { status: 429, retryAfter: 60 })
  lan.command(group, '/redpackets')
  await fake.waitFor(() => fake.calls('sendMessage').length > 0, 'a first try')
  const before = fairNow()
  await bot.stop()
  expect(fairNow() - before).toBeLessThan(6000)
})

test('a stopped bot no longer polls', async () => {
  const { bot, fake, lan, group } = world
  await bot.stop()
  const calls = fake.journal.length
  lan.command(group, '/redpackets')
  await bot.stop()
  expect(fake.journal.length).toBe(calls)
  expect(fake.polling.waits).toBe(false)
  expect(fake.updates.pending).toBe(1)
})
