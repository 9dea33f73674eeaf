import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { listenForUpdates } from '../../adapters/telegram/webhook.js'
import { limitConnections } from '../../src/operations/limit-connections.js'
import { createMetrics } from '../../src/operations/metrics.js'
import { startMonitor } from '../../src/operations/monitor.js'
import { openPlayground } from '../support/playground.js'
import { hold, timeOf } from '../support/raw-http.js'
import { openWorld } from '../support/world.js'

const CROWD = 600
const SECRET = 'a-secret-of-the-test'
const log = pino({ level: 'silent' })

/** One of the program's servers, and a legitimate client. */
interface Served {
  readonly port: number
  /** An unfinished request, from the path on. */
  readonly beginning: string
  readonly ask: () => Promise<number>
}

const SERVERS: Record<string, () => Promise<Served>> = {
  playground: async () => {
    const { playground } = await openPlayground()
    const { token, url } = playground
    return {
      port: Number(url.port),
      beginning: `POST /api/say HTTP/1.1\r\nHost: ${url.host}\r\nOrigin: ${url.origin}\r\nContent-Type: application/json\r\nX-Playground-Token: ${token}\r\nContent-Length: 900\r\n\r\n{`,
      ask: async () => (await playground.request('/')).status,
    }
  },
  webhook: async () => {
    const taken = async () => undefined
    const webhook = await listenForUpdates({
      ...{ host: '127.0.0.1', port: 0, path: '/updates', secret: SECRET, log, take: taken },
    })
    onTestFinished(() => webhook.close())
    const { port } = webhook
    const headers = { 'x-telegram-bot-api-secret-token': SECRET }
    const ask = { method: 'POST', body: '{"update_id":7}', headers }
    return {
      port,
      beginning: `POST /updates HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: ${SECRET}\r\nContent-Length: 900\r\n\r\n{`,
      ask: async () => (await fetch(`http://127.0.0.1:${port}/updates`, ask)).status,
    }
  },
  monitor: async () => {
    const { app, engine } = await openWorld()
    const metrics = createMetrics({ app, engine })
    const monitor = await startMonitor({ port: 0, app, metrics, platforms: [], log })
    onTestFinished(() => monitor.close())
    return {
      port: Number(new URL(monitor.url).port),
      beginning: 'POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{',
      ask: async () => (await fetch(`${monitor.url}/healthz`)).status,
    }
  },
}

/** Well before a slow request times out, even on a busy machine; `bench:connections` measures the real delay. Milliseconds. */
const SOON = 4_000

const KINDS: [string, (served: Served) => string][] = [
  ['says nothing', () => ''],
  ['never ends its headers', () => 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
  ['never ends its body', ({ beginning }) => beginning],
]

test.each(
  Object.entries(SERVERS).flatMap(([name, serve]) =>
    // All have the same limits, so the others meet the worst kind only.
    KINDS.slice(name === 'playground' ? 0 : -1).map(([what, said]) => [name, what, serve, said] as const),
  ),
)('the %s answers soon while each of many connections %s', async (_, _what, serve, said) => {
  const served = await serve()
  const crowd = await hold(served.port, CROWD, () => said(served))
  for (let asked = 0; asked < 5; asked++) {
    let status = 0
    expect(await timeOf(async () => (status = await served.ask()))).toBeLessThan(SOON)
    expect(status).toBe(200)
  }
  expect(crowd.open()).toBeLessThanOrEqual(500)
  await crowd.letGo()
  expect(await served.ask()).toBe(200)
})

test('a page keeps its stream while many clients are connected', async () => {
  const { playground } = await openPlayground()
  const events = await playground.listen()
  const crowd = await hold(Number(playground.url.port), CROWD, () => '')
  await playground.say('wei', 'still here')
  const message = await events.message((each) => each.kind === 'text')
  expect(message).toMatchObject({ text: 'still here' })
  await crowd.letGo()
})

test('refuses more than a hundred streams with a message, and keeps the existing ones', async () => {
  const { playground } = await openPlayground()
  const events = await playground.listen()
  const path = `/api/events?token=${playground.token}`
  const crowd = await hold(
    Number(playground.url.port),
    300,
    () => `GET ${path} HTTP/1.1\r\nHost: ${playground.url.host}\r\n\r\n`,
  )
  const { status, text } = await playground.request(path)
  expect(status).toBe(429)
  expect(JSON.parse(text).error).toMatch(/\w/)
  await playground.say('wei', 'hello')
  expect(await events.message((each) => each.kind === 'text')).toMatchObject({ text: 'hello' })
  await crowd.letGo()
})

test('a newcomer does not close a connection with a request in progress while others are idle', async () => {
  const server: Server = createServer((_, response) => void response.write('the beginning'))
  limitConnections(server, 3)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  const answered = connect(port, '127.0.0.1')
  answered.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(answered, 'data')
  const first = connect(port, '127.0.0.1')
  await once(first, 'connect')
  const gone = once(first.resume(), 'close')
  const later = await hold(port, 3, () => '')
  await gone
  expect(answered.closed).toBe(false)
  await later.letGo()
  answered.destroy()
})
