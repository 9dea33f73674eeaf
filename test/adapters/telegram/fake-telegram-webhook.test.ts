import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Update } from 'telegraf/types'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { FakeChat, FakeTelegram, FakeUser } from '../../support/telegram/fake-telegram.js'
import { grabButton, refusal, StockBot } from '../../support/telegram/stock-bot.js'

let bot: StockBot
let fake: FakeTelegram
let group: FakeChat
let ann: FakeUser

beforeEach(async () => {
  bot = await StockBot.silent()
  ;({ fake, group, ann } = bot)
})

afterEach(() => bot.stop())

const updates = (params: object = {}) =>
  bot.api.callApi('getUpdates', params as { offset?: number }) as Promise<Update[]>
const ids = (all: readonly { update_id: number }[]) => all.map(({ update_id: id }) => id)
const texts = (all: readonly Update[]) =>
  all.map((update) => ('message' in update && 'text' in update.message ? update.message.text : ''))

let received: { path: string; secret: unknown; update: Update }[]
let answers: number[]
let server: Server

beforeEach(async () => {
  received = []
  answers = []
  fake.webhook.retryMs = 5
  server = createServer((request, response) => {
    void readBody(request).then((body) => {
      received.push({
        path: request.url ?? '',
        secret: request.headers['x-telegram-bot-api-secret-token'],
        update: JSON.parse(body) as Update,
      })
      response.statusCode = answers.shift() ?? 200
      response.end()
      fake.changed()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
})

const address = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
const set = (more: object = {}) => bot.api.setWebhook(address(), { secret_token: 'S-1_x', ...more })
const arrived = (count: number) => fake.waitFor(() => received.length >= count, `${count} deliveries`)
const taken = () => fake.waitFor(() => fake.updates.pending === 0, 'the webhook to take everything')

test('a webhook gets updates by POST with the secret, and polling is refused meanwhile', async () => {
  await set()
  ann.command(group, '/a')
  await taken()
  expect(received).toMatchObject([{ path: '/hook', secret: 'S-1_x', update: { message: { text: '/a' } } }])
  expect((await refusal(updates())).description).toBe(
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  )
  expect(await bot.api.getWebhookInfo()).toMatchObject({ url: address(), pending_update_count: 0 })
  await bot.api.deleteWebhook()
  expect(await updates()).toEqual([])
  expect(fake.violations).toEqual([])
})

test('a webhook gets an update again until it answers 2xx, while others of the same chat wait', async () => {
  answers = [500, 302, 200]
  await set()
  ann.command(group, '/a')
  ann.command(group, '/b')
  await taken()
  expect(texts(received.map(({ update }) => update))).toEqual(['/a', '/a', '/a', '/b'])
  expect(new Set(ids(received.slice(0, 3).map(({ update }) => update))).size).toBe(1)
  expect(await bot.api.getWebhookInfo()).toMatchObject({
    last_error_message: 'Wrong response from the webhook: 302',
  })
})

test('a webhook gets an update again when it never answered', async () => {
  server.removeAllListeners('request')
  let calls = 0
  server.on('request', (_request, response) => {
    calls += 1
    if (calls > 1) response.end()
    fake.changed()
  })
  await set()
  ann.command(group, '/a')
  await fake.waitFor(() => calls === 1, 'the first delivery')
  fake.advance(fake.webhook.timeoutMs)
  await taken()
  expect(calls).toBe(2)
})

test('a webhook ends a waiting poll', async () => {
  const poll = refusal(updates({ timeout: 50 }))
  await bot.polls()
  await set()
  expect(await poll).toEqual({ code: 409, description: 'Conflict: terminated by setWebhook request' })
})

test('a webhook gets fetched but unconfirmed updates, unless they are to be dropped', async () => {
  ann.command(group, '/a')
  await updates()
  await set()
  await taken()
  expect(texts(received.map(({ update }) => update))).toEqual(['/a'])
  await bot.api.deleteWebhook()
  ann.command(group, '/b')
  await set({ drop_pending_updates: true })
  expect(fake.updates.pending).toBe(0)
  ann.command(group, '/c')
  await taken()
  expect(texts(received.map(({ update }) => update))).toEqual(['/a', '/c'])
})

test('a webhook may answer with a call, without learning its outcome', async () => {
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response) => {
    void readBody(request).then((body) => {
      const { callback_query: query } = JSON.parse(body) as { callback_query: { id: string } }
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: query.id, text: 'by webhook' }),
      )
    })
  })
  const message = await bot.card()
  await set()
  expect((await ann.press(message, 'grab')).text).toBe('by webhook')
  expect(fake.calls('answerCallbackQuery')).toMatchObject([{ viaWebhook: true, status: 200 }])
})

test('a webhook needs an https address, a clean secret and a known port', async () => {
  const faults = [
    bot.api.setWebhook('http://example.org/'),
    bot.api.setWebhook('https://example.org:8080/'),
    set({ secret_token: 'not this' }),
  ]
  const told = (await Promise.all(faults.map(refusal))).map(({ description }) => description)
  expect(told).toEqual([
    'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
    'Bad Request: secret token contains unallowed characters',
  ])
  expect(fake.violations).toEqual(told)
})

test('a webhook with a public address is called on this machine', async () => {
  fake.webhook.origin = address().replace('https', 'http')
  await bot.api.setWebhook('https://bot.example.org/path')
  ann.command(group, '/a')
  await arrived(1)
  expect(received[0]?.path).toBe('/path')
})

test('a webhook of the stock library accepts updates, and a handler that throws loses one', async () => {
  const callback = bot.telegraf.webhookCallback('/hook', { secretToken: 'S-1_x' })
  server.removeAllListeners('request')
  server.on('request', (request, response) => void callback(request, response))
  await set()
  bot.onUpdate((context) => context.reply('hello', grabButton()))
  ann.command(group, '/a')
  await taken()
  expect(group.botMessages.map(({ text }) => text)).toEqual(['hello'])
  bot.onUpdate(() => Promise.reject(new Error('a bad day')))
  ann.command(group, '/b')
  await taken()
  expect(bot.errors).toMatchObject([{ message: 'a bad day' }])
  expect(bot.seen).toHaveLength(2)
})
async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}
