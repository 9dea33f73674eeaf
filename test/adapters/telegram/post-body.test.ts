import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formBody, jsonBody, post } from '../../../adapters/telegram/post-body.js'

let server: Server
let root: string
let serve: (request: IncomingMessage, response: ServerResponse) => void
const never = new AbortController().signal

beforeEach(async () => {
  server = createServer((request, response) => serve(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

test('text arrives unchanged, in every script, with the status', async () => {
  serve = (request, response) => {
    response.statusCode = 400
    request.pipe(response)
  }
  const said = { text: '恭喜发财 🧧'.repeat(20_000) }
  const { status, text } = await post(root, jsonBody(said), never)
  expect(status).toBe(400)
  expect(JSON.parse(text)).toEqual(said)
})

test('a file arrives unchanged among the parameters', async () => {
  const arrived = new Promise<FormData>((resolve, reject) => {
    serve = (request, response) => {
      const headers = { 'content-type': request.headers['content-type'] ?? '' }
      request
        .toArray()
        .then((chunks) => new Response(Buffer.concat(chunks), { headers }).formData())
        .then(resolve, reject)
        .finally(() => response.end('{}'))
    }
  })
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)
  const file = { field: 'photo', name: 'red-packet.jpg', bytes, mediaType: 'image/jpeg' }
  await post(
    root,
    formBody({ chat_id: '-1', caption: '恭喜\n🧧', rows: [[1]], none: undefined }, file),
    never,
  )
  const form = await arrived
  expect([...form.keys()]).toEqual(['chat_id', 'caption', 'rows', 'photo'])
  expect([form.get('caption'), form.get('rows')]).toEqual(['恭喜\n🧧', '[[1]]'])
  const photo = form.get('photo') as File
  expect([photo.name, photo.type]).toEqual(['red-packet.jpg', 'image/jpeg'])
  expect(new Uint8Array(await photo.arrayBuffer())).toEqual(bytes)
})

test('rejects when the connection breaks in the middle of an answer', async () => {
  serve = (_, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('half', () => response.destroy())
  }
  await expect(post(root, jsonBody({}), never)).rejects.toThrow(/closed|ECONNRESET/)
})

test.each([
  ['without an answer', () => undefined],
  ['in the middle of an answer', (response: ServerResponse) => void response.write('half')],
])('rejects and hangs up when aborted: %s', async (_, begin) => {
  const end = new AbortController()
  const hungUp = new Promise((resolve) => {
    serve = (_request, response) => {
      response.on('close', resolve)
      begin(response)
      setTimeout(() => end.abort(), 50)
    }
  })
  await expect(post(root, jsonBody({}), end.signal)).rejects.toThrow()
  await hungUp
})

test('rejects an answer that is too large', async () => {
  serve = (_, response) => response.end(Buffer.alloc(17 * 1024 * 1024))
  await expect(post(root, jsonBody({}), never)).rejects.toThrow('the answer is too large')
})
