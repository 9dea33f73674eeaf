import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exchange, statusesIn } from '../../support/raw-http.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

let world: TelegramWorld
let port: number
let secret: string
let updateId = 900_000_000

beforeAll(async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  server.close()
  await once(server, 'close')
  const webhook = { url: 'https://bot.example.org/telegram/updates', host: '127.0.0.1', port }
  world = await telegramWorld({ webhook, start: false })
  world.fake.webhook.origin = `http://127.0.0.1:${port}`
  await world.bot.start()
  secret = String(world.fake.calls('setWebhook')[0]?.params.secret_token)
  await world.fund('100')
})

afterAll(() => world.end())

async function post(body: string): Promise<number> {
  const headers = { 'x-telegram-bot-api-secret-token': secret }
  return (await fetch(`http://127.0.0.1:${port}/telegram/updates`, { method: 'POST', body, headers })).status
}

/** Returns all money; whatever an update says, only a real command may move it. */
async function money(): Promise<number[]> {
  return await Promise.all(
    [world.lan, world.wei, world.ming, world.creator].map((user) => world.balanceOf(user)),
  )
}

const chat = { id: -1001, type: 'supergroup', title: 'Elsewhere' }
const from = { id: 77, is_bot: false, first_name: 'Eve', language_code: 'en' }
const entities = [{ type: 'bot_command', offset: 0, length: 6 }]
const message = { message_id: 5, date: 1, chat, from, text: '/topup @lan 5', entities }
const UPDATES = [
  { message },
  { callback_query: { id: '1', from, message, chat_instance: 'x', data: '1grab--ex' } },
  {
    my_chat_member: {
      chat,
      from,
      date: 1,
      old_chat_member: { status: 'left', user: from },
      new_chat_member: { status: 'member', user: from },
    },
  },
  { message: { ...message, migrate_to_chat_id: -1002 } },
]

/** Yields every place in a value, as the keys that lead there. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) }
  Reflect.set(copy, key, replaced(Reflect.get(copy, key), rest, by))
  return copy
}

const PLACES = UPDATES.flatMap((update) =>
  placesIn(update)
    .filter((path) => path.length > 0)
    .map((path) => ({ update, path })),
)

test('an update with any broken field neither ends the bot nor moves money', async () => {
  const before = await money()
  const wrong = fc.oneof(
    fc.constantFrom<unknown[]>(null, '', -1, 1e308, [], {}, [[]], true, '\u0000', '__proto__', {
      toString: 1,
    }),
    fc.anything(),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PLACES), wrong, async ({ update, path }, value) => {
      const changed = { update_id: updateId++, ...(replaced(update, path, value) as object) }
      const text = JSON.stringify(changed, (_, each) => (typeof each === 'bigint' ? `${each}` : each))
      const status = await post(text)
      expect([200, 500]).toContain(status)
      // An update that fails comes again, and is given up in the end.
      if (status === 500) expect([await post(text), await post(text)].at(-1)).toBe(200)
    }),
    { numRuns: 300, seed: 20_261_124 },
  )
  expect(await money()).toEqual(before)
  await world.ask(world.lan, '/wallet', 'Open our private chat')
})

test.each([
  ['deep arrays', () => `{"update_id":${updateId++},"message":${'['.repeat(400_000)}${']'.repeat(400_000)}}`],
  [
    'deep objects',
    () =>
      `{"update_id":${updateId++},"message":{"message_id":9,"chat":{"id":-1001},"date":1,"reply_to_message":${'{"reply_to_message":'.repeat(40_000)}1${'}'.repeat(40_000)}}}`,
  ],
  [
    'keys that every object has',
    () =>
      `{"update_id":${updateId++},"__proto__":{"message":{"text":"/topup"}},"constructor":{"prototype":{}}}`,
  ],
])('an update of %s does not end the bot', async (_, make) => {
  const body = make()
  let status = 0
  for (let tries = 0; tries < 3 && status !== 200; tries++) status = await post(body)
  expect([200, 400]).toContain(status)
  expect(({} as Record<string, unknown>).message).toBeUndefined()
  await world.ask(world.lan, '/wallet', 'Open our private chat')
})

test('accepts an update in chunks, a byte at a time', async () => {
  const body = JSON.stringify({ update_id: updateId++ })
  const chunks = [...body].map((byte) => `1\r\n${byte}\r\n`).join('')
  const answer = await exchange(
    port,
    `POST /telegram/updates HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Telegram-Bot-Api-Secret-Token: ${secret}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`,
  )
  expect(statusesIn(answer)).toEqual([200])
})

test('refuses endless chunks once they exceed the size of an update', async () => {
  const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`.repeat(20)
  const answer = await exchange(
    port,
    `POST /telegram/updates HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: ${secret}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
  )
  expect(statusesIn(answer)).toEqual([413])
})
