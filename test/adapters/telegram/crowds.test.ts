import { afterEach, beforeEach, expect, test } from 'vitest'
import { fairNow } from '../../support/fair-time.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld({ paced: true })
})
afterEach(() => world.end())

/** Sends to and edits in the group. */
const calls = () =>
  world.fake.journal.filter(
    ({ method, params }) =>
      ['sendMessage', 'editMessageText'].includes(method) && Number(params.chat_id) === world.group.id,
  )

test('two hundred taps are answered at once, while a few edits show them and leave room for answers', async () => {
  const { fake, group, lan } = world
  await world.fund('1000')
  lan.command(group, '/redpacket 200 200 equal')
  const card = await world.card('0/200 grabbed')
  const crowd = Array.from({ length: 200 }, (_, index) => group.addMember(`m${index}`))
  for (let wave = 1; wave <= 5; wave++) {
    const users = crowd.slice((wave - 1) * 40, wave * 40)
    const taps = await Promise.all(users.map((user) => world.grab(user, card)))
    for (const { text, millis } of taps) {
      expect(text).toContain('You got')
      expect(millis).toBeLessThan(2000)
    }
    const shown = wave === 5 ? 'All grabbed' : `${wave * 40}/200 grabbed`
    await fake.waitFor(() => card.text.includes(shown), `${shown} on the card`)
  }
  await world.ask(lan, '/books', 'balance')
  expect(card.edits).toBeLessThanOrEqual(8)
  expect(group.botMessages).toHaveLength(3)
  expect(calls().length).toBeLessThanOrEqual(20)
  expect(fake.journal.filter(({ status }) => status === 429)).toEqual([])
  expect(fake.budgets.impatient).toBe(0)
})

test('obeys Telegram when it allows less than expected, and shows everything in the end', async () => {
  const { fake, group, lan, wei, ming, creator } = world
  await world.fund('100')
  fake.budgets.chat = { count: 1, windowMs: 2500 }
  // A card and an answer may be on their way at once.
  fake.budgets.underWayMs = 100
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  for (const user of [wei, ming, creator]) {
    await world.grab(user, card)
    user.command(group, '/books')
  }
  await expect.poll(() => card.text).toContain('All grabbed')
  await fake.waitFor(
    () => group.botMessages.filter(({ text }) => text.includes('balance')).length === 3,
    'three answers',
  )
  expect(fake.journal.some(({ status }) => status === 429)).toBe(true)
  expect(fake.budgets.impatient).toBe(0)
})

test.each([
  ['editMessageText', '/books', 'balance'],
  ['sendMessage', '/books', 'balance'],
])('after a 429 to %s nothing goes to that chat until the time is over', async (method, words, says) => {
  const { fake, group, lan, wei } = world
  await world.fund('100')
  lan.command(group, '/redpacket 9 3 equal')
  const card = await world.card('0/3 grabbed')
  fake.failNext(method, { status: 429, retryAfter: 3 })
  await world.grab(wei, card)
  if (method === 'editMessageText')
    await fake.waitFor(() => calls().some(({ status }) => status === 429), 'the refusal')
  await world.ask(lan, words, says)
  await fake.waitFor(() => card.text.includes('1/3 grabbed'), 'the edit')
  const refused = calls().findIndex(({ status }) => status === 429)
  const [at, next] = [calls()[refused]?.at, calls()[refused + 1]?.at]
  expect(Number(next) - Number(at)).toBeGreaterThanOrEqual(2990)
})

test('a group that floods the bot is answered within the budget, without delaying others', async () => {
  const { fake, group, lan } = world
  for (let index = 0; index < 40; index++) lan.command(group, '/books')
  const other = fake.addGroup('Coffee House')
  const before = fairNow()
  await world.ask(other.someAdmin, '/books', 'balance', other)
  expect(fairNow() - before).toBeLessThan(2000)
  await fake.waitFor(() => group.botMessages.length >= 5, 'some answers')
  expect(fake.budgets.impatient).toBe(0)
  expect(fake.journal.filter(({ status }) => status === 429)).toEqual([])
})
