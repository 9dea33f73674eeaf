import { setImmediate as breathe } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { Api, failureOf } from '../../adapters/telegram/api.js'
import { BUDGET } from '../../adapters/telegram/platform.js'
import { SendBudget } from '../../src/chat/send-budget.js'
import { type Errand, SendQueue } from '../../src/chat/send-queue.js'
import { type FakeChat, type FakeTelegram, startFakeTelegram } from '../support/telegram/fake-telegram.js'

let fake: FakeTelegram
let group: FakeChat
/** How far the budget's clock is ahead. Milliseconds. */
let ahead: number
let budget: SendBudget
let queue: SendQueue
let warnings: { msg: string; answers?: number }[]

beforeEach(async () => {
  fake = await startFakeTelegram()
  group = fake.addGroup('Tea House')
  ahead = 0
  budget = new SendBudget(BUDGET, () => performance.now() + ahead)
  warnings = []
  const api = new Api({ token: fake.token, apiRoot: fake.apiRoot, onError: () => {} })
  queue = new SendQueue({
    async call(chat, message, _, signal) {
      const body = { chat_id: chat, ...message }
      const { message_id: id } = await api.call<{ message_id: number }>('sendMessage', body, { signal })
      return String(id)
    },
    isPrivate: (chat) => !chat.startsWith('-'),
    longest: 4_096,
    failureOf,
    budget,
    log: pino({ level: 'warn' }, { write: (line) => void warnings.push(JSON.parse(line)) }),
    onMoved: async () => {},
    more: (count, language) => ({ text: `${count} more in ${language}` }),
  })
})
afterEach(async () => {
  await queue.stop(Promise.resolve())
  expect(fake.violations).toEqual([])
  await fake.close()
})

const ABOUT_MONEY: Errand = { about: 'money', by: '1', language: 'zh' }
const said = () => group.botMessages.flatMap(({ text }) => text.split('\n'))

test('reports or counts every payment when too many wait', async () => {
  fake.failNext('sendMessage', { status: 429, retryAfter: 1 })
  const payments = Array.from({ length: 250 }, (_, index) => `payment ${index}`)
  for (const text of payments) queue.send(String(group.id), { text }, ABOUT_MONEY)
  await fake.waitFor(() => said().some((line) => line.endsWith('more in zh')), 'the number of the others')
  expect(said().filter((line) => line.startsWith('payment'))).toEqual(payments.slice(0, 201))
  expect(said().at(-1)).toBe('49 more in zh')
})

test('a flood of payments does not keep a group from every other answer', async () => {
  const chat = String(group.id)
  // Nine calls in the last minute: with the payments, more than look-ups may use.
  for (let call = 0; call < 9; call++, ahead += 1_500) budget.take(chat)
  ahead += 3_000
  // Payments with buttons are reported one by one.
  const keyboard = { reply_markup: { inline_keyboard: [[{ text: 'More', callback_data: '1' }]] } }
  const pay = (text: string) => queue.send(chat, { text, ...keyboard }, ABOUT_MONEY)
  const payments = [pay('payment 1')]
  const read = queue.send(chat, { text: 'an answer' }, { about: 'read', by: '2' })
  payments.push(...[2, 3, 4, 5].map((number) => pay(`payment ${number}`)))
  expect(await read).toMatchObject({ kind: 'sent' })
  expect(said().slice(0, 5)).toEqual(['payment 1', 'payment 2', 'payment 3', 'payment 4', 'an answer'])
  await queue.stop(Promise.all(payments))
})

test('a stopping queue sends the waiting payments', async () => {
  for (; budget.take(String(group.id), 6) === 0; ahead += 1_500);
  const sent = ['one', 'two', 'three'].map((text) => queue.send(String(group.id), { text }, ABOUT_MONEY))
  await queue.stop(Promise.all(sent))
  expect(said()).toEqual(['one', 'two', 'three'])
})

test('a stopping queue logs how many payments it could not send', async () => {
  fake.failNext({ method: 'sendMessage', times: 10 }, { status: 429, retryAfter: 60 })
  const sent = ['one', 'two'].map((text) => queue.send(String(group.id), { text }, ABOUT_MONEY))
  await fake.waitFor(() => fake.calls('sendMessage').length > 0, 'a first try')
  await queue.stop(Promise.all(sent))
  expect(warnings).toMatchObject([{ answers: 2 }])
})

test('answers in many chats at once cause no leak warning', async () => {
  const CHATS = 20
  const leaks: Error[] = []
  const warn = (warning: Error) => void leaks.push(warning)
  process.on('warning', warn)
  onTestFinished(() => void process.off('warning', warn))
  fake.failNext({ method: 'sendMessage', times: CHATS }, { hang: true })
  const sent = Array.from({ length: CHATS }, (_, chat) =>
    queue.send(`${chat + 1}`, { text: 'hello' }, { about: 'read', by: '1' }),
  )
  await fake.waitFor(() => fake.calls('sendMessage').length === CHATS, 'all calls')
  await queue.stop(Promise.resolve())
  for (const { kind } of await Promise.all(sent)) expect(kind).toBe('unsent')
  await breathe()
  expect(leaks).toEqual([])
})
