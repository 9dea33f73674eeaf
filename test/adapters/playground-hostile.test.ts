import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunningPlayground } from '../support/playground.js'
import { exchange, statusesIn } from '../support/raw-http.js'
import { temporaryFolder } from '../support/temporary-folder.js'

let playground: RunningPlayground
let port: number

const { folder, remove } = temporaryFolder()

beforeAll(async () => {
  playground = await RunningPlayground.start(folder)
  port = Number(playground.url.port)
})

afterAll(async () => {
  await playground.stop()
  remove()
})

/** The state that must not change: the chat, all money, and the time. */
async function world() {
  const { messages, balances, entries } = await playground.state()
  return { messages, balances, entries }
}

/** A request as sent over the wire, with the page's headers unless others are given. */
function wire(head: string, headers: Record<string, string> = {}, body = ''): string {
  const all = { Host: playground.url.host, Connection: 'close', ...playground.ownHeaders, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${head} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

const SAY = { id: 'x', as: 'lan', language: 'en', text: '/send 5 1' }

describe('nothing is changed', () => {
  test.each(['say', 'tap', 'fill', 'skip'])('by a GET or a HEAD of /api/%s', async (path) => {
    const before = await world()
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
      const query = new URLSearchParams({ ...SAY, millis: '5000', data: '1grab--e3fa94c01be' })
      const answer = await exchange(port, wire(`${method} /api/${path}?${query}`))
      expect(statusesIn(answer), method).toEqual([404])
    }
    expect(await world()).toEqual(before)
  })

  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    'application/jsonp',
  ])('from another page’s form, which can only send %s', async (type) => {
    const before = await world()
    const body = JSON.stringify(SAY)
    const pages: Record<string, string>[] = [{}, { Origin: 'http://evil.example' }, { Origin: 'null' }]
    for (const headers of pages) {
      const sent = { ...headers, 'Content-Type': type, 'Content-Length': String(body.length) }
      const status = statusesIn(await exchange(port, wire('POST /api/say', sent, body)))[0]
      expect([400, 403]).toContain(status)
    }
    expect(await world()).toEqual(before)
  })

  test('by a page with DNS rebinding, even with everything else right', async () => {
    const before = await world()
    const body = JSON.stringify(SAY)
    const length = { 'Content-Length': String(body.length) }
    for (const host of [
      `rebound.example:${port}`,
      `127.0.0.1.nip.io:${port}`,
      `0.0.0.0:${port}`,
      '[::]',
      '',
    ]) {
      const headers = { Host: host, Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin', ...length }
      const [status] = statusesIn(await exchange(port, wire('POST /api/say', headers, body)))
      expect([400, 403], host).toContain(status)
    }
    expect(await world()).toEqual(before)
  })
})

test.each([
  ['/../../../../etc/passwd', 404],
  ['/%2e%2e/%2e%2e/package.json', 404],
  ['/..%2f..%2fpackage.json', 404],
  ['/app.js/../../server.ts', 404],
  ['/page/index.html', 404],
  ['//etc/passwd', 404],
  ['/app.js%00.css', 404],
  ['/api/../api/../../.env', 404],
  ['/%', 404],
  ['/%ff%fe', 404],
])('%s leads to no file', async (path, status) => {
  const answer = await exchange(port, wire(`GET ${path}`))
  expect(statusesIn(answer)).toEqual([status])
  expect(answer).not.toMatch(/root:|luckymoney"|createServer/)
})

describe('a body is refused with a message', () => {
  test.each([
    ['deep arrays', '['.repeat(8000) + ']'.repeat(8000)],
    ['deep objects', `${'{"a":'.repeat(2600)}1${'}'.repeat(2600)}`],
    ['a deep text', JSON.stringify({ ...SAY, text: ['['.repeat(9000)] })],
    [
      'keys that every object has',
      '{"__proto__":{"as":"lan","text":"/send 5 1"},"constructor":{"prototype":{"id":"x"}}}',
    ],
    ['an invalid number', '{"id":1e999}'],
    ['half a character', '{"id":"\\ud800"}'],
    ['the beginning of a file', '\ufeff{}'],
    ['nothing', ''],
    ['null', 'null'],
  ])('that is %s', async (_, body) => {
    const before = await world()
    const { status, text } = await playground.post('/api/say', body)
    expect(status).toBe(400)
    expect(JSON.parse(text).error).toMatch(/\w/)
    expect(({} as Record<string, unknown>).as).toBeUndefined()
    expect(await world()).toEqual(before)
  })

  test('in any field, with anything wrong, and the program keeps running', async () => {
    const anything = fc.oneof(fc.anything({ withNullPrototype: true }), fc.string(), fc.integer())
    const paths = fc.constantFrom('say', 'tap', 'fill', 'skip')
    const fields = fc.dictionary(
      fc.constantFrom(
        'id',
        'as',
        'language',
        'text',
        'data',
        'message',
        'form',
        'values',
        'millis',
        '__proto__',
        'constructor',
        'toString',
      ),
      anything,
    )
    await fc.assert(
      fc.asyncProperty(paths, fields, async (path, body) => {
        const text = JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
        const { status } = await playground.post(`/api/${path}`, text)
        expect([200, 400, 413, 429]).toContain(status)
      }),
      { numRuns: 150, seed: 20_261_124 },
    )
    expect(playground.warnings).toEqual([])
  })
})

describe('a malformed request', () => {
  const body = JSON.stringify({ ...SAY, text: 'smuggled' })
  const own = () =>
    Object.entries(playground.ownHeaders)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')

  test.each([
    ['has two lengths', `Content-Length: 5\r\nContent-Length: ${body.length}\r\n`],
    ['has a length and chunks', `Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n`],
    ['hides its chunks', 'Transfer-Encoding: xchunked\r\n'],
    ['hides its chunks behind a space', `Transfer-Encoding : chunked\r\nContent-Length: ${body.length}\r\n`],
    ['folds a header', `X-Long: a\r\n b\r\nContent-Length: -1\r\n`],
    ['has a negative length', 'Content-Length: -5\r\n'],
    ['has an invalid length', 'Content-Length: 0x10\r\n'],
  ])('is refused when it %s, and the rest is not read', async (_, headers) => {
    const before = await world()
    const smuggled = wire('POST /api/say', { 'Content-Length': String(body.length) }, body)
    const host = `Host: ${playground.url.host}\r\n`
    const answer = await exchange(port, `POST /api/say HTTP/1.1\r\n${host}${own()}${headers}\r\n${smuggled}`)
    expect(statusesIn(answer)).toEqual([400])
    expect(await world()).toEqual(before)
  })

  test.each([
    ['too many headers', 'aaaa: bbbb\r\n'.repeat(10_000)],
    ['a header that is too long', `a: ${'b'.repeat(40_000)}\r\n`],
  ])('is refused with %s', async (_, headers) => {
    const answer = await exchange(port, `GET / HTTP/1.1\r\nHost: ${playground.url.host}\r\n${headers}\r\n`)
    expect(statusesIn(answer)).toEqual([431])
  })

  test('is refused when it is noise or another protocol', async () => {
    for (const bytes of [
      '\x16\x03\x01\x02\x00\x01\x00\x01',
      'SSH-2.0-x\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      '\0\0\0\0',
    ]) {
      const [status] = statusesIn(await exchange(port, bytes))
      expect([400, 505]).toContain(status)
    }
    expect((await playground.request('/')).status).toBe(200)
  })

  test('is answered in turn when many are sent at once', async () => {
    const one = `GET /icon.svg HTTP/1.1\r\nHost: ${playground.url.host}\r\n\r\n`
    const last = one.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')
    expect(statusesIn(await exchange(port, one.repeat(199) + last))).toEqual(Array(200).fill(200))
  })
})
