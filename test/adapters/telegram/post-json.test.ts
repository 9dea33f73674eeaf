import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { posterTo } from '../../../adapters/telegram/post-json.js'

let server: Server
let root: string
let serve: (request: IncomingMessage, response: ServerResponse) => void
const patience = 5_000

beforeEach(async () => {
  server = createServer((request, response) => serve(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

test.each(['', '/', '/behind/a/proxy', '/behind/a/proxy/'])(
  'posts below the address, whatever its path is: "%s"',
  async (path) => {
    serve = (request, response) => response.end(request.url)
    const answer = await posterTo(root + path)('/bot1:a/getMe', {}, { patience })
    expect(answer).toEqual({ status: 200, text: `${path.replace(/\/$/, '')}/bot1:a/getMe` })
  },
)

test('what is said arrives as it was said, in every script, with the status', async () => {
  serve = (request, response) => {
    response.statusCode = 400
    request.pipe(response)
  }
  const said = { text: '恭喜发财 🧧'.repeat(20_000) }
  const { status, text } = await posterTo(root)('/', said, { patience })
  expect(status).toBe(400)
  expect(JSON.parse(text)).toEqual(said)
})

test('rejects when the connection breaks in the middle of an answer', async () => {
  serve = (_, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('half', () => response.destroy())
  }
  await expect(posterTo(root)('/', {}, { patience })).rejects.toMatchObject({ code: 'ECONNRESET' })
})

test.each([
  ['without an answer', () => undefined],
  ['in the middle of an answer', (response: ServerResponse) => void response.write('half')],
])('gives up when the time is up, and hangs up: %s', async (_, begin) => {
  const hungUp = new Promise((resolve) => {
    serve = (_request, response) => {
      response.on('close', resolve)
      begin(response)
    }
  })
  await expect(posterTo(root)('/', {}, { patience: 50 })).rejects.toThrow('no answer in time')
  await hungUp
})

test('is called off by its signal, before and after it was sent', async () => {
  const end = new AbortController()
  serve = () => end.abort()
  const post = posterTo(root)
  await expect(post('/', {}, { patience, signal: end.signal })).rejects.toThrow('called off')
  await expect(post('/', {}, { patience, signal: end.signal })).rejects.toThrow('called off')
})
