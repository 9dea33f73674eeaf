import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import pino from 'pino'
import type { Update } from 'telegraf/types'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { listenForUpdates } from '../../../adapters/telegram/webhook.js'
import { LoginRefused } from '../../../src/chat/platform.js'
import { freePort } from '../../support/free-port.js'
import { holdTheFile } from '../../support/held-file.js'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

describe('the listener', () => {
  const SECRET = 'a-secret-of-the-test'
  let url: string
  let taken: Update[]
  let take: (update: Update) => Promise<void>
  let close: () => Promise<void>

  beforeEach(async () => {
    taken = []
    take = async (update) => void taken.push(update)
    const log = pino({ level: 'silent' })
    const webhook = await listenForUpdates({
      ...{ host: '127.0.0.1', port: 0, path: '/updates', secret: SECRET, log, slowestRequest: 300 },
      take: (update) => take(update),
    })
    close = webhook.close
    onTestFinished(() => close())
    url = `http://127.0.0.1:${webhook.port}/updates`
  })

  const post = (
    body: string,
    headers: Record<string, string> = { 'x-telegram-bot-api-secret-token': SECRET },
  ) => fetch(url, { method: 'POST', body, headers })

  test('answers 200 when an update was accepted', async () => {
    expect((await post('{"update_id":7}')).status).toBe(200)
    expect(taken).toEqual([{ update_id: 7 }])
  })

  test('answers 500 when an update was rejected', async () => {
    take = () => Promise.reject(new Error('not now'))
    expect((await post('{"update_id":7}')).status).toBe(500)
  })

  test.each([
    ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'a-secret-of-the-tesT' }],
    ['a longer secret', { 'x-telegram-bot-api-secret-token': `${SECRET}x` }],
    ['no secret', {}],
  ])('answers 404 to %s, and accepts nothing', async (_, headers) => {
    expect((await post('{"update_id":7}', headers)).status).toBe(404)
    expect(taken).toEqual([])
  })

  test('answers 404 at another path and to another method', async () => {
    const headers = { 'x-telegram-bot-api-secret-token': SECRET }
    expect((await fetch(`${url}/more`, { method: 'POST', body: '{"update_id":7}', headers })).status).toBe(
      404,
    )
    expect((await fetch(url, { headers })).status).toBe(404)
  })

  test.each(['', '{"update_id":', 'null', '[]', '7', '{"update_id":"7"}', '{"update_id":1.5}'])(
    'answers 400 to %j, and accepts nothing',
    async (body) => {
      expect((await post(body)).status).toBe(400)
      expect(taken).toEqual([])
    },
  )

  test('answers 413 to a body larger than any update', async () => {
    const body = JSON.stringify({ update_id: 7, text: 'x'.repeat(1024 * 1024) })
    const sent = request(url, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': SECRET, 'content-length': body.length },
    })
    sent.on('error', () => undefined)
    sent.end(body)
    const [response] = await once(sent, 'response')
    expect(response.statusCode).toBe(413)
    expect(taken).toEqual([])
    sent.destroy()
  })

  test('gives up on a body that does not arrive, without delaying a stop', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    await once(socket, 'connect')
    const head = ['POST /updates HTTP/1.1', 'host: x', 'content-length: 100', 'expect: 100-continue']
    socket.write(`${head.join('\r\n')}\r\nx-telegram-bot-api-secret-token: ${SECRET}\r\n\r\n{"up`)
    // A server that stops before it has read the headers turns the connection away.
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 100 /)
    await Promise.all([once(socket.resume(), 'close'), close()])
    expect(taken).toEqual([])
    close = async () => undefined
  })
})

describe('a bot whose webhook cannot be', () => {
  const settings = { url: 'https://bot.example.org:8080/updates', host: '127.0.0.1', port: 0 }

  test.each([
    ['Webhook can be set up only on ports 80, 88, 443 or 8443', 'ports 80, 88, 443 or 8443'],
    ['IP address 10.0.0.1 is reserved', 'is reserved'],
  ])('does not start when Telegram will never call the address: %s', async (why, says) => {
    const world = await telegramWorld({ webhook: settings, start: false })
    onTestFinished(() => world.end())
    world.fake.failNext('setWebhook', { status: 400, description: `Bad Request: bad webhook: ${why}` })
    const refused = await world.bot.start().catch((error: Error) => error)
    expect(refused).toBeInstanceOf(LoginRefused)
    expect((refused as Error).message).toMatch(/^TELEGRAM_WEBHOOK_URL: /)
    expect((refused as Error).message).toContain(says)
  })

  test('starts once its host name resolves, and logs what is missing until then', async () => {
    const world = await telegramWorld({ webhook: settings, start: false })
    onTestFinished(() => world.end())
    const why = 'Failed to resolve host: Name or service not known'
    world.fake.failNext('setWebhook', { status: 400, description: `Bad Request: bad webhook: ${why}` })
    const started = world.bot.start()
    await world.fake.waitFor(() => world.fake.calls('setWebhook').length === 1, 'the first try')
    await expect
      .poll(() => world.complaints.map((line) => JSON.parse(line)))
      .toMatchObject([
        {
          why: expect.stringContaining('TELEGRAM_WEBHOOK_URL: Telegram finds no address'),
          againInSeconds: 60,
        },
      ])
    await world.bot.stop()
    await started
  })

  test('does not start when this machine lacks the listening address', async () => {
    const webhook = { ...settings, host: 'no-such-host.invalid' }
    const world = await telegramWorld({ webhook, start: false })
    onTestFinished(() => world.end())
    const refused = await world.bot.start().catch((error: Error) => error)
    expect(refused).toBeInstanceOf(LoginRefused)
    expect((refused as Error).message).toContain('TELEGRAM_WEBHOOK_HOST: no address is known by the name')
  })
})

describe('a bot with a webhook', () => {
  let world: TelegramWorld
  beforeEach(async () => {
    const port = await freePort()
    const webhook = { url: 'https://bot.example.org/telegram/updates', host: '127.0.0.1', port }
    world = await telegramWorld({ webhook, start: false })
    world.fake.webhook.origin = `http://127.0.0.1:${port}`
    await world.bot.start()
  })
  afterEach(() => world.end())

  async function packet() {
    await world.fund('100')
    world.lan.command(world.group, '/redpacket 9 3 equal')
    return await world.card('0/3 grabbed')
  }

  test('plays, with a secret of its own and only the kinds of updates that it needs', async () => {
    const { fake, wei } = world
    expect((await world.grab(wei, await packet())).text).toContain('You got')
    const [set] = fake.calls('setWebhook')
    expect(String(set?.params.secret_token)).toMatch(/^[\w-]{43}$/)
    expect(fake.calls('getUpdates')).toEqual([])
    await fake.waitFor(() => fake.updates.pending === 0, 'all to be taken')
    expect(fake.webhook.info).toMatchObject({
      allowed_updates: ['message', 'callback_query', 'my_chat_member'],
    })
  })

  test.each(['same id', 'new id'] as const)('pays once when every update comes twice (%s)', async (which) => {
    world.fake.updates.duplicateEvery = which
    const card = await packet()
    await world.grab(world.wei, card)
    await world.fake.waitFor(() => world.fake.updates.pending === 0, 'all to be taken')
    expect(await world.balanceOf(world.wei)).toBe(300)
    expect(await world.balanceOf(world.lan)).toBe(9100)
  })

  test('gets a rejected update again, and handles it', async () => {
    const { fake, group, app } = world
    await world.fund('100')
    const { letGoAfter, ended } = await holdTheFile(world.store.file)
    const old = String(group.id)
    const upgraded = group.upgradeToSupergroup()
    letGoAfter(11_500)
    await ended
    await fake.waitFor(() => fake.updates.pending === 0, 'the upgrade to be taken')
    expect(fake.webhook.info.last_error_message).toBe('Wrong response from the webhook: 500')
    expect(await world.balanceOf(world.lan, upgraded)).toBe(10_000)
    expect(await app.migrateChat({ platform: 'telegram', from: old, to: String(upgraded.id) })).toEqual({
      kind: 'migrated',
    })
  })

  test('gets updates even if setting the webhook succeeds only at the second attempt', async () => {
    const { fake } = world
    await world.bot.stop()
    fake.failNext('setWebhook', { status: 500 })
    await world.startAnother()
    expect(fake.calls('setWebhook').map(({ status }) => status)).toEqual([200, 500, 200])
    await world.fund('100')
    expect(await world.balanceOf(world.lan)).toBe(10_000)
  })

  test('answers updates from before a stop, and accepts the rest after the next start', async () => {
    const { fake, bot, wei, ming } = world
    const card = await packet()
    const first = world.grab(wei, card)
    await bot.stop()
    const second = world.grab(ming, card)
    await world.startAnother()
    fake.advance(2000)
    expect((await first).text).toContain('You got')
    expect((await second).text).toContain('You got')
  })
})
