import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeChat, FakeTelegram, FakeUser } from '../../support/telegram/fake-telegram.js'
import { grabButton, refusal, StockBot } from '../../support/telegram/stock-bot.js'

let bot: StockBot
let fake: FakeTelegram
let group: FakeChat
let ann: FakeUser
let bob: FakeUser

beforeEach(async () => {
  bot = await StockBot.start()
  ;({ fake, group, ann, bob } = bot)
})

afterEach(() => bot.stop())

/** Resolves once this many updates have reached the bot. */
const seen = (count: number) =>
  fake.waitFor(() => (bot.seen.length >= count ? bot.seen : undefined), `${count} updates`)

test('a press is answered by a toast or an alert, and the message can be edited', async () => {
  bot.onUpdate(async (context) => {
    await context.answerCbQuery('You got 3', { show_alert: true })
    await context.editMessageText('Taken by one', grabButton('grab', 'Grab (1)'))
  })
  const message = await bot.card()
  const result = await bob.press(message, 'Grab')
  expect(result).toMatchObject({ outcome: 'answered', text: 'You got 3', alert: true })
  await fake.waitFor(() => message.edits === 1, 'the edit')
  expect(message.text).toBe('Taken by one')
  expect(message.button('grab').text).toBe('Grab (1)')
  expect(message.raw).toMatchObject({ edit_date: expect.any(Number) })
  expect(fake.violations).toEqual([])
})

test('a callback is answered once; the second answer is too old', async () => {
  bot.onUpdate((context) => context.answerCbQuery('one'))
  const { callbackId, text, alert } = await ann.press(await bot.card(), 'grab')
  expect({ text, alert }).toEqual({ text: 'one', alert: false })
  expect(await refusal(bot.api.answerCbQuery(callbackId, 'two'))).toEqual({
    code: 400,
    description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
  })
})

test('a press without an answer within 15 s is never answered', async () => {
  fake.freezeClock()
  const message = await bot.card()
  const pressed = ann.press(message, 'grab')
  await seen(1)
  fake.advance(14_999)
  expect(fake.callbacks.open).toBe(1)
  fake.advance(1)
  const { outcome, callbackId } = await pressed
  expect(outcome).toBe('never answered')
  expect((await refusal(bot.api.answerCbQuery(callbackId))).description).toContain('query is too old')
})

test('two presses are two callbacks', async () => {
  bot.onUpdate((context) => context.answerCbQuery())
  const message = await bot.card()
  const [one, other] = await Promise.all([ann.press(message, 'grab'), ann.press(message, 'grab')])
  expect(one.callbackId).not.toBe(other.callbackId)
  expect([one.outcome, other.outcome]).toEqual(['answered', 'answered'])
})

test('a thousand presses at once are all answered', async () => {
  // The result must not depend on the speed of a busy machine.
  fake.callbackWindow = 60_000
  bot.onUpdate((context) => context.answerCbQuery('got 1'))
  const message = await bot.card()
  const crowd = Array.from({ length: 1000 }, (_, index) => group.addMember(`guest ${index}`))
  const results = await Promise.all(crowd.map((guest) => guest.press(message, 'grab')))
  expect(results.filter(({ text }) => text === 'got 1')).toHaveLength(1000)
  expect(fake.violations).toEqual([])
})
test('only an existing button can be pressed, by someone who sees it', async () => {
  const message = await bot.card()
  await expect(ann.press(message, 'grub')).rejects.toThrow('no button grub')
  await expect(fake.addUser('stranger').press(message, 'grab')).rejects.toThrow('does not see Village')
  const link = { reply_markup: { inline_keyboard: [[{ text: 'Read', url: 'https://example.org' }]] } }
  const { message_id } = await bot.api.sendMessage(group.id, 'x', link)
  await expect(ann.press(group.message(message_id) ?? message, 'Read')).rejects.toThrow(
    'tells the bot nothing',
  )
})

test('a modified client sends anything, even for a deleted message', async () => {
  bot.onUpdate((context) =>
    context.answerCbQuery(
      context.callbackQuery && 'data' in context.callbackQuery ? context.callbackQuery.data : '',
    ),
  )
  const message = await bot.card()
  expect((await ann.forge(message, 'grab:999')).text).toBe('grab:999')
  message.delete()
  await expect(ann.press(message, 'grab')).rejects.toThrow('gone')
  await ann.forge(message, 'grab')
  expect(bot.seen[1]).toMatchObject({ callback_query: { message: { message_id: message.id, date: 0 } } })
})

test('an answer may open a link, or show nothing at all', async () => {
  const message = await bot.card()
  bot.onUpdate((context) => context.answerCbQuery(undefined, { url: 'https://t.me/x?start=1' }))
  expect(await ann.press(message, 'grab')).toMatchObject({ text: '', url: 'https://t.me/x?start=1' })
  bot.onUpdate((context) => context.answerCbQuery('', { show_alert: true }))
  expect(await ann.press(message, 'grab')).toMatchObject({ outcome: 'answered', text: '', alert: false })
})
