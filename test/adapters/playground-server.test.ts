import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Hub } from '../../adapters/playground/hub.js'
import { createPlayground } from '../../adapters/playground/playground.js'
import type { Message } from '../../adapters/playground/wire.js'
import { createApp } from '../../src/app/app.js'
import type { BookEntry } from '../../src/app/wallets/books.js'
import { AdjustableClock } from '../../src/clock.js'
import { cardActions } from '../../src/commands/red-packet/card.js'
import { openStore } from '../../src/integrity/open.js'
import { cryptoRandom } from '../../src/random.js'
import Database from '../../src/store/sqlite-library.js'
import { hurriedClock } from '../support/hurried-clock.js'
import { openPlayground, startPlayground } from '../support/playground.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const HOUR = 3_600_000

/** Sends raw bytes and resolves with everything that comes back until the server closes. */
async function rawRequest(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  let answer = ''
  socket.on('data', (chunk) => (answer += chunk))
  await new Promise((resolve) => socket.on('close', resolve))
  return answer
}

describe('the guards', () => {
  it('refuse every foreign host name, on any path', async () => {
    const { playground } = await openPlayground()
    for (const Host of [
      'evil.example',
      `evil.example:${playground.url.port}`,
      'localhost:1',
      `127.0.0.1.evil:${playground.url.port}`,
    ]) {
      for (const path of ['/', '/app.js', '/api/state']) {
        const reply = await playground.request(path, {
          headers: { Host, 'X-Playground-Token': playground.token },
        })
        expect(reply.status, `${Host}${path}`).toBe(403)
        expect(reply.text).not.toContain(playground.token)
      }
    }
    for (const Host of [`localhost:${playground.url.port}`, `[::1]:${playground.url.port}`]) {
      expect((await playground.request('/', { headers: { Host } })).status, Host).toBe(200)
    }
  })

  it('refuse a request line with a foreign host, whatever the Host header says', async () => {
    const { playground } = await openPlayground()
    const { host, port } = playground.url
    for (const [target, status] of [
      ['http://evil.example/', 403],
      [`http://evil.example:${port}/`, 403],
      [`http://${host}@evil.example/`, 403],
      [`https://${host}/`, 403],
      [`http://${host}/`, 200],
      [`http://LOCALHOST:${port}/`, 200],
    ] as const) {
      const reply = await rawRequest(
        Number(port),
        `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      )
      expect(reply, target).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
      expect(reply.includes(playground.token), target).toBe(status === 200)
    }
  })

  it('refuse requests from other origins, and changes of unknown origin', async () => {
    const { playground } = await openPlayground()
    const body = { id: 'x', as: 'lan', language: 'en', text: 'hello' }
    for (const Origin of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${playground.url.port}`,
      'http://127.0.0.1:1',
    ])
      expect((await playground.post('/api/say', body, { Origin })).status, Origin).toBe(403)
    const { Origin: _, ...silent } = playground.ownHeaders
    const unsigned = { method: 'POST', body: JSON.stringify(body) }
    expect((await playground.request('/api/say', { ...unsigned, headers: silent })).status).toBe(403)
    for (const [site, status] of [
      ['cross-site', 403],
      ['same-site', 403],
      ['none', 403],
      ['same-origin', 200],
    ] as const) {
      const headers = { ...silent, 'Sec-Fetch-Site': site }
      expect((await playground.request('/api/say', { ...unsigned, headers })).status, site).toBe(status)
    }
    expect((await playground.state()).messages).toHaveLength(1)
  })

  it('refuse a missing and a wrong token, and accept it in the query for the stream only', async () => {
    const { playground } = await openPlayground()
    for (const path of [
      '/api/state',
      '/api/events',
      '/api/events?token=wrong',
      `/api/state?token=${playground.token}`,
    ])
      expect((await playground.request(path)).status, path).toBe(403)
    const body = { id: 'x', as: 'lan', language: 'zh', text: 'hello' }
    const reply = await playground.post('/api/say', body, { 'X-Playground-Token': 'wrong' })
    expect(reply.status).toBe(403)
    expect(JSON.parse(reply.text).error).toMatch(/earlier run/)
  })

  it('send a policy that lets nothing foreign run, with every answer', async () => {
    const { playground } = await openPlayground()
    for (const path of ['/', '/app.js', '/nowhere', '/api/state']) {
      const { headers } = await playground.request(path)
      expect(headers['content-security-policy'], path).toMatch(/^default-src 'none'; script-src 'self';/)
      expect(headers['content-security-policy'], path).not.toMatch(/unsafe|\*/)
      expect(headers['x-content-type-options'], path).toBe('nosniff')
      expect(headers['cache-control'], path).toBe('no-store')
      expect(headers['access-control-allow-origin'], path).toBeUndefined()
    }
  })

  it('refuse a body that is too large, with or without a declared length', async () => {
    const { playground } = await openPlayground()
    const text = 'x'.repeat(20_000)
    const body = { id: 'big', as: 'lan', language: 'en', text }
    expect((await playground.post('/api/say', body)).status).toBe(413)
    expect((await playground.post('/api/say', body, { 'Transfer-Encoding': 'chunked' })).status).toBe(413)
    expect((await playground.state()).messages).toHaveLength(0)
  })

  it('refuse invalid JSON, wrong shapes and unknown people', async () => {
    const { playground } = await openPlayground()
    const body = { id: 'x', as: 'lan', language: 'en', text: 'hello' }
    const say = (changed: object) => playground.post('/api/say', { ...body, ...changed })
    expect((await playground.post('/api/say', '{"id":')).status).toBe(400)
    expect((await playground.post('/api/say', body, { 'Content-Type': 'text/plain' })).status).toBe(400)
    for (const changed of [
      { id: '' },
      { id: 'a b' },
      { id: 7 },
      { language: 'fr' },
      { text: null },
      { as: 'nobody' },
      { as: '__proto__' },
    ])
      expect((await say(changed)).status, JSON.stringify(changed)).toBe(400)
    expect(JSON.parse((await say({ as: '陌生人', language: 'zh' })).text).error).toContain('陌生人')
    for (const millis of [-1, 0.5, 1e12, '5', null])
      expect((await playground.post('/api/skip', { millis })).status, String(millis)).toBe(400)
    expect((await playground.request('/api/nowhere', { headers: playground.ownHeaders })).status).toBe(404)
  })

  it('limit everyone to about twenty actions a second, and say so', async () => {
    const { playground } = await openPlayground()
    // However slow the machine is, all of this happens within a moment.
    onTestFinished(hurriedClock(1 / 1000))
    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        playground.post('/api/say', { id: `r${index}`, as: 'lan', language: 'zh', text: 'hi' }),
      ),
    )
    const refused = replies.filter((reply) => reply.status === 429)
    expect(refused.length).toBeGreaterThan(10)
    expect(JSON.parse(refused[0]?.text ?? '{}').error).toContain('太快')
    expect(replies.filter((reply) => reply.status === 200).length).toBeGreaterThanOrEqual(20)
    expect((await playground.say('wei', 'hi')).message).toBeUndefined()
  })

  it('drop a body that never arrives', async () => {
    const { playground } = await openPlayground()
    const headers = Object.entries({
      ...playground.ownHeaders,
      Host: playground.url.host,
      'Content-Length': '100',
    })
    const answer = await rawRequest(
      Number(playground.url.port),
      `POST /api/say HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n{`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('the page', () => {
  it('includes the token of this run, its script and its style', async () => {
    const { playground } = await openPlayground()
    expect(playground.token).toMatch(/^[\w-]{32}$/)
    expect((await playground.request('/app.js')).text).toContain('it runs')
    expect((await playground.request('/app.css')).text).toContain('#c00000')
    expect((await playground.request('/icon.svg')).headers['content-type']).toBe('image/svg+xml')
  })
})

describe('the chat', () => {
  it('keeps text as text, whatever it looks like', async () => {
    const { playground } = await openPlayground()
    const lines = [
      '<img src=x onerror=alert(1)>',
      '@everyone',
      '{{7*7}} &lt;b&gt;',
      "'; DROP TABLE trade; --",
    ]
    for (const line of lines) await playground.say('lan', line)
    const { messages } = await playground.state()
    expect(messages.map((message) => message.kind === 'text' && message.text)).toEqual(lines)
  })

  it('refuses a line of 10,000 characters and keeps the earlier ones', async () => {
    const { playground } = await openPlayground()
    const body = { id: 'long', as: 'lan', language: 'en', text: 'x'.repeat(10_000) }
    const reply = await playground.post('/api/say', body)
    expect(reply.status).toBe(413)
    expect(JSON.parse(reply.text).error).toContain('2000')
    expect((await playground.post('/api/say', { ...body, text: ' \u200b ' })).status).toBe(400)
    await playground.say('lan', '福'.repeat(2_000))
    expect((await playground.state()).messages).toHaveLength(1)
  })

  it('posts a repeated line once', async () => {
    const { playground } = await openPlayground()
    await playground.say('lan', 'hello', 'same')
    await playground.say('lan', 'hello', 'same')
    await playground.say('wei', 'hello', 'same')
    const { messages } = await playground.state()
    expect(messages.map((message) => message.kind === 'text' && message.from)).toEqual(['lan', 'wei'])
  })

  it('shows a command that is too long to no one else', async () => {
    const { playground } = await openPlayground()
    const events = await playground.listen()
    for (const line of [`/topup @lan 5${' '.repeat(2_100)}a secret`, '/ topup @lan 5 a secret']) {
      const answer = await playground.say('mei', line)
      expect(answer.message, line).toMatchObject({ kind: 'private', to: 'mei', tone: 'bad' })
    }
    await playground.say('mei', 'the end')
    await events.message((message) => message.kind === 'text' && message.text === 'the end')
    expect(JSON.stringify(events.seen)).not.toContain('secret')
    expect((await playground.state()).messages).toHaveLength(1)
  })

  it('keeps the card of an open packet, however many messages follow', async () => {
    const { playground, folder } = await openPlayground()
    const envelopeNo = await playground.sendPacket('lan', '/redpacket 10 1')
    const card = (await playground.state()).messages[0] as Message & { kind: 'card' }
    await playground.stop()
    const file = join(folder, 'chat.json')
    const line = (index: number) => ({
      id: `old${index}`,
      at: 1,
      kind: 'text',
      from: 'wei',
      text: `${index}`,
    })
    const lines = Array.from({ length: 500 }, (_, index) => line(index))
    writeFileSync(file, JSON.stringify({ version: 1, messages: [card, ...lines] }))

    const again = await startPlayground(folder)
    await again.say('wei', 'one more')
    const { messages } = await again.state()
    expect(messages.map(({ id }) => id).slice(0, 2)).toEqual([card.id, 'old1'])
    expect(messages).toHaveLength(501)
    const events = await again.listen()
    expect((await again.grab('wei', envelopeNo)).outcome).toBe('grabbed')
    await events.message((message) => message.kind === 'card' && message.envelope.state === 'finished')
    await again.say('wei', 'the last')
    const after = (await again.state()).messages
    expect(after).toHaveLength(500)
    expect(after.map(({ kind }) => kind)).not.toContain('card')
  })

  it('keeps at most 200 open cards and 500 other messages', async () => {
    const { playground, folder } = await openPlayground()
    await playground.sendPacket('lan', '/redpacket 10 1')
    const card = (await playground.state()).messages[0] as Message & { kind: 'card' }
    await playground.stop()
    const cards = Array.from({ length: 900 }, (_, index) => ({ ...card, id: `card${index}` }))
    writeFileSync(join(folder, 'chat.json'), JSON.stringify({ version: 1, messages: cards }))

    const again = await startPlayground(folder)
    await again.say('wei', 'hello')
    const { messages } = await again.state()
    expect(messages).toHaveLength(700)
    expect(messages[0]?.id).toBe('card201')
  })

  it('survives a restart with its cards, which keep changing', async () => {
    const { playground, folder } = await openPlayground()
    await playground.say('lan', 'hello')
    const envelopeNo = await playground.sendPacket('lan', '/redpacket 10 5 good luck')
    const before = await playground.state()
    await playground.stop()

    const again = await startPlayground(folder)
    const after = await again.state()
    expect(after.messages).toEqual(before.messages)
    expect(after.balances.lan).toBe(49_000)
    expect(again.token).not.toBe(playground.token)
    const events = await again.listen()
    expect((await again.grab('wei', envelopeNo)).outcome).toBe('grabbed')
    const card = await events.message(
      (message) => message.kind === 'card' && message.envelope.grabbedCount === 1,
    )
    expect(card.id).toBe(before.messages[1]?.id)
  })

  it('starts empty with a warning when its file is unreadable, and touches no money', async () => {
    const { playground, folder } = await openPlayground()
    const envelopeNo = await playground.sendPacket('lan', '/redpacket 10 5')
    await playground.stop()
    expect(JSON.parse(readFileSync(join(folder, 'chat.json'), 'utf8')).messages).toHaveLength(1)
    writeFileSync(join(folder, 'chat.json'), '{"version":1,"messages":[{"kind":"card"')

    const again = await startPlayground(folder)
    expect((await again.state()).messages).toEqual([])
    expect(again.warnings.join()).toContain('the chat could not be read')
    expect((await again.grab('wei', envelopeNo)).outcome).toBe('grabbed')
  })
})

describe('money', () => {
  it('is given to everyone once, at the first start', async () => {
    const { playground, folder } = await openPlayground()
    const { balances, actors } = await playground.state()
    expect(actors.length).toBeGreaterThanOrEqual(7)
    expect(actors.some((actor) => actor.admin)).toBe(true)
    expect(new Set(Object.values(balances))).toEqual(new Set([50_000]))
    await playground.say('lan', '/transfer @wei 500 all of it')
    // Long enough for every answer to a key to be deleted.
    for (let week = 0; week < 4; week++) await playground.post('/api/skip', { millis: 168 * HOUR })
    await playground.app.forgetIdempotencyRecords(playground.clock.now() - 1)
    await playground.stop()

    const again = await startPlayground(folder)
    expect((await again.state()).balances).toMatchObject({ lan: 0, wei: 100_000 })
  })

  it('moves once for a repeated request', async () => {
    const { playground } = await openPlayground()
    const first = await playground.say('lan', '/redpacket 10 5', 'send')
    const second = await playground.say('lan', '/redpacket 10 5', 'send')
    expect(first.outcome).toBe('sent')
    expect(second.message).toMatchObject({
      id: first.message?.id,
      text: first.message?.kind === 'private' && first.message.text,
    })
    const [envelope, ...others] = await playground.app.recentEnvelopes(
      { place: { platform: 'playground', chat: 'lobby' } },
      9,
    )
    expect(others).toEqual([])
    const grabs = await Promise.all(
      [1, 2, 3].map(() => playground.grab('wei', envelope?.envelopeNo ?? '', 'tap')),
    )
    expect(new Set(grabs.map((grab) => `${grab.outcome} ${grab.amount}`)).size).toBe(1)
    expect(grabs[0]?.outcome).toBe('grabbed')
    const { balance } = (await playground.app.wallet({
      place: { platform: 'playground', chat: 'lobby' },
      by: { platform: 'playground', user: 'wei', name: '阿伟' },
    })) as { balance: number }
    expect(balance).toBe(50_000 + (grabs[0]?.amount ?? 0))
  })

  it('is not given to a request id that asks for something else the second time', async () => {
    const { playground } = await openPlayground()
    await playground.say('lan', '/transfer @wei 1', 'same')
    expect((await playground.say('lan', '/transfer @wei 2', 'same')).outcome).toBe('key_reused')
    const events = await playground.listen()
    await playground.say('lan', '/transfer @wei 3')
    await events.first((event) => event.type === 'balances' && event.balances.lan === 49_600)
  })

  it("moves by commands, in the asker's language, and only privately", async () => {
    const { playground } = await openPlayground()
    const envelopeNo = await playground.sendPacket('lan', '/红包 2 each 2 for @WEI, @Ben 恭喜发财')
    const events = await playground.listen()
    const outcomes: Record<string, string | undefined> = {}
    for (const [as, line] of [
      ['wei', '/钱包'],
      ['wei', '/history'],
      ['wei', '/leaderboard sent'],
      ['wei', '/envelope'],
      ['wei', `/envelope ${envelopeNo}`],
      ['wei', `/verify ${envelopeNo}`],
      ['wei', `/cancel ${envelopeNo}`],
      ['wei', '/topup @wei 5 please'],
      ['mei', '/topup @wei 5 prize'],
      ['mei', '/deduct @wei 5 mistake'],
      ['wei', '/transfer @nobody 5'],
      ['wei', '/transfer @lan 1.234'],
      ['wei', '/redpacket 100000 5'],
      ['wei', '/redpacket 10 3 equal'],
      ['wei', '/redpackets'],
      ['wei', '/transfer'],
      ['wei', '/help'],
      ['wei', '/books'],
    ] as const) {
      const answer = await playground.say(as, line)
      expect(answer.message, line).toMatchObject({ kind: 'private', to: as })
      outcomes[`${as} ${line.replace(envelopeNo, '#')}`] = answer.outcome
    }
    expect(outcomes).toEqual({
      'wei /钱包': 'wallet',
      'wei /history': 'statement',
      'wei /leaderboard sent': 'leaderboard',
      'wei /envelope': 'recent',
      'wei /envelope #': 'envelope',
      'wei /verify #': 'sealed',
      'wei /cancel #': 'not_sender',
      'wei /topup @wei 5 please': 'not_admin',
      'mei /topup @wei 5 prize': 'topped_up',
      'mei /deduct @wei 5 mistake': 'deducted',
      'wei /transfer @nobody 5': 'unknown_member',
      'wei /transfer @lan 1.234': 'bad_amount',
      'wei /redpacket 100000 5': 'insufficient',
      'wei /redpacket 10 3 equal': 'envelope_refused',
      'wei /redpackets': 'unknown_command',
      'wei /transfer': 'usage',
      'wei /help': 'help',
      'wei /books': 'books',
    })
    const chinese = await playground.post('/api/say', { id: 'zh', as: 'wei', language: 'zh', text: '/钱包' })
    expect(JSON.parse(chinese.text).message.text).toContain('余额')
    const usage = await playground.post('/api/say', {
      ...{ id: 'usage', as: 'wei', language: 'en', text: '/redpacket 5' },
    })
    expect(JSON.parse(usage.text).message.text).toContain('[in 20s|5m|24h|2d]')
    await playground.say('wei', 'the end')
    await events.message((message) => message.kind === 'text' && message.text === 'the end')
    expect(
      events.seen.some(({ event }) => event.type === 'message' && event.message.kind === 'private'),
    ).toBe(false)
    expect((await playground.grab('chloe', envelopeNo)).outcome).toBe('not_chosen')
  })

  it('that an admin takes back by a reversal is told to both members, even to those who come later', async () => {
    const { playground } = await openPlayground()
    const events = await playground.listen()
    await playground.say('lan', '/transfer @wei 5')
    const preview = await playground.say('mei', '/reverse 9 wrong person')
    const confirm = preview.message?.kind === 'private' ? preview.message.actions?.[0]?.[0]?.data : undefined
    await playground.tap('mei', confirm ?? '')
    const told = async (to: string) => {
      const message = await events.message((one) => one.kind === 'notice' && one.to === to)
      return message.kind === 'notice' ? message.text : undefined
    }
    expect((await told('lan'))?.en).toContain('you got')
    expect((await told('wei'))?.zh).toContain('已从你的钱包扣回')
    expect((await playground.state()).messages.filter(({ kind }) => kind === 'notice')).toHaveLength(2)
  })

  it('in an unclaimed packet goes back when skipped time has passed its deadline', async () => {
    const { playground } = await openPlayground()
    const envelopeNo = await playground.sendPacket('lan', '/redpacket 10 5 in 24h')
    const events = await playground.listen()
    const before = playground.clock.now()
    const skipped = await playground.post('/api/skip', { millis: 24 * HOUR })
    expect(JSON.parse(skipped.text).now).toBeGreaterThanOrEqual(before + 24 * HOUR)
    expect((await playground.grab('wei', envelopeNo)).outcome).toBe('expired')
    await events.first((event) => event.type === 'clock' && event.now >= before + 24 * HOUR)
    await events.message((message) => message.kind === 'card' && message.envelope.state === 'expired')
    await events.first((event) => event.type === 'balances' && event.balances.lan === 50_000)
    expect((await playground.state()).now).toBeGreaterThanOrEqual(before + 24 * HOUR)
  })

  it('has gone back, and the books balance, once a skip is answered', async () => {
    const { playground } = await openPlayground()
    for (let packet = 0; packet < 25; packet++)
      await playground.say(packet % 2 ? 'lan' : 'wei', '/redpacket 1 1 in 24h')
    const skipping = playground.post('/api/skip', { millis: 25 * HOUR })
    // Questions asked while the packets are ending are answered once they have ended.
    const meanwhile = playground.say('ben', '/books')
    expect((await skipping).status).toBe(200)
    const recent = await playground.app.recentEnvelopes(
      { place: { platform: 'playground', chat: 'lobby' } },
      50,
    )
    expect(recent.map(({ state }) => state)).toEqual(Array.from({ length: 25 }, () => 'expired'))
    for (const answer of [await meanwhile, await playground.say('wei', '/books')])
      expect(answer.message).toMatchObject({
        tone: 'good',
        text: expect.stringContaining('The books balance'),
      })
    expect((await playground.state()).books).toMatchObject({ ok: true, broken: [] })
    expect(playground.warnings.join()).not.toContain('DO NOT BALANCE')
  })

  it('does not move, and is not reported as moved, while another program holds the file', async () => {
    const { playground, folder } = await openPlayground()
    const other = new Database(join(folder, 'luckymoney.db'))
    onTestFinished(() => void other.close())
    other.exec('BEGIN IMMEDIATE')
    const body = { id: 'again', as: 'lan', language: 'zh', text: '/transfer @wei 5' }
    const reply = await playground.post('/api/say', body)
    expect(reply.status).toBe(503)
    expect(JSON.parse(reply.text).error).toContain('系统繁忙')
    other.exec('ROLLBACK')
    const repeated = await playground.post('/api/say', body)
    expect(JSON.parse(repeated.text).outcome).toBe('transferred')
  })

  it('answers details privately, and rejects a wrong number clearly', async () => {
    const { playground } = await openPlayground()
    const envelopeNo = await playground.sendPacket('lan', '/redpacket 10 1')
    const { amount, outcome } = await playground.grab('wei', envelopeNo)
    expect({ amount, outcome }).toEqual({ amount: 1_000, outcome: 'grabbed' })
    expect((await playground.grab('wei', envelopeNo)).outcome).toBe('already_grabbed')
    expect((await playground.grab('ben', envelopeNo)).outcome).toBe('finished')
    const details = (no: string) => playground.tap('ben', cardActions(no, 'en').details.data)
    expect((await details(envelopeNo)).message).toMatchObject({ text: expect.stringContaining('阿伟') })
    expect((await details('ffffffffff')).outcome).toBe('unknown_envelope')
  })
})

describe('the events', () => {
  it('include both entries of every trade, one after the other, and then the balances', async () => {
    const { playground } = await openPlayground()
    const events = await playground.listen()
    expect(events.type).toBe('text/event-stream; charset=utf-8')
    const envelopeNo = await playground.sendPacket('lan', '/redpacket 10 4')
    await Promise.all(['wei', 'ben', 'ming', 'chloe'].map((user) => playground.grab(user, envelopeNo)))
    await events.message((message) => message.kind === 'card' && message.envelope.state === 'finished')
    const isRefilled = (balances: Readonly<Record<string, number>>) =>
      Object.values(balances).reduce((sum, balance) => sum + balance, 0) === 8 * 50_000
    let told = 0
    await events.first((event) => {
      if (event.type === 'entry') told++
      // Balances are read after the entries, and may already include the next ones, which are followed by balances too.
      if (event.type !== 'balances' || told < 10) return false
      return event.balances.lan === 49_000 && isRefilled(event.balances)
    })
    const entries = events.seen.flatMap(({ event }): BookEntry[] =>
      event.type === 'entry' ? [event.entry] : [],
    )
    expect(entries).toHaveLength(10)
    for (let index = 0; index < entries.length; index += 2) {
      const [out, into] = entries.slice(index, index + 2)
      expect(into?.tradeNo).toBe(out?.tradeNo)
      expect((into?.flag ?? 0) + (out?.flag ?? 0)).toBe(0)
    }
    const ids = events.seen.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  })

  it('report that the books balance once they have settled', async () => {
    const { playground } = await openPlayground()
    const events = await playground.listen()
    await playground.say('lan', '/transfer @wei 5')
    const trades = 9
    const { event } = await events.first((one) => one.type === 'books' && one.books.trades === trades)
    expect(event).toMatchObject({ books: { ok: true, broken: [] } })
    expect((await playground.state()).books).toMatchObject({ ok: true, trades })
  })

  it('end when the program stops', async () => {
    const { playground } = await openPlayground()
    const events = await playground.listen()
    await playground.stop()
    await events.end()
  })

  it('are not sent for a HEAD, which would never end', async () => {
    const { playground } = await openPlayground()
    const path = `/api/events?token=${playground.token}`
    for (let asked = 0; asked < 101; asked++) {
      const reply = await playground.request(path, { method: 'HEAD', headers: playground.ownHeaders })
      expect(reply.status).toBe(405)
      expect(reply.headers.allow).toBe('GET')
    }
    const events = await playground.listen()
    await playground.say('lan', 'hello')
    await events.message(({ kind }) => kind === 'text')
  })

  it('stop for a page that leaves a mebibyte unread, and continue for one that reads', async () => {
    const hub = new Hub()
    onTestFinished(() => hub.close())
    const unread = Array.from({ length: 99 }, () => hub.open())
    const reader = hub.open().getReader()
    expect(hub.full).toBe(true)
    const text = 'x'.repeat(10_000)
    let read = 0
    for (let sent = 0; sent < 120; sent++) {
      if (sent === 100) expect(hub.full).toBe(true)
      hub.publish({ type: 'message', message: { id: `m${sent}`, at: 0, kind: 'text', from: 'lan', text } })
      while (read < sent * text.length) read += (await reader.read()).value?.byteLength ?? 0
    }
    expect(read).toBeGreaterThan(1024 * 1024)
    expect(hub.full).toBe(false)
    for (const stream of unread) await expect(stream.getReader().read()).rejects.toMatch(/too slowly/)
    hub.close()
    while (!(await reader.read()).done);
  })

  it('go to at most a hundred pages at once', async () => {
    const { playground } = await openPlayground()
    const open = await Promise.all(Array.from({ length: 100 }, () => playground.listen()))
    await expect(playground.listen()).rejects.toThrow('429')
    open[0]?.close()
    await expect
      .poll(() =>
        playground.listen().then(
          () => 'open',
          (error: Error) => error.message,
        ),
      )
      .toBe('open')
  })
})

it('finishes opening before closing when both are requested at once, so that the store can be closed next', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const store = await openStore({
    file: join(folder, 'luckymoney.db'),
    ledgerKeyFile: join(folder, 'ledger.key'),
    onFatal: (error) => expect.unreachable(String(error)),
  })
  const clock = new AdjustableClock(store.newestEntryAt)
  const playground = createPlayground({
    app: createApp({ store, clock, random: cryptoRandom }),
    clock,
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    chatFile: join(folder, 'chat.json'),
    pageFolder: 'dist/playground-page',
  })
  const opened = playground.listen()
  await playground.close()
  await store.close()
  await expect(fetch((await opened).url)).rejects.toThrow()
})

describe('an answer with a table', () => {
  it('has a row for each line, with the same figures', async () => {
    const { playground } = await openPlayground()
    await playground.say('lan', '/transfer @Ben 5 for the tea')
    const { message } = await playground.say('lan', '/history')
    if (message?.kind !== 'private') throw new Error('no answer')
    const table = message.parts?.find((part) => part.kind === 'table')
    expect(table?.columns).toEqual(['What', 'Amount', 'Balance'])
    const [, ...lines] = message.text.split('\n')
    expect(table?.rows).toHaveLength(lines.length)
    for (const [index, { cells, note }] of (table?.rows ?? []).entries())
      for (const piece of [...cells, ...(note?.split(' · ') ?? [])]) expect(lines[index]).toContain(piece)
  })

  it('tells ranks from other rows, and plain text has no parts', async () => {
    const { playground } = await openPlayground()
    const envelopeNo = await playground.sendPacket('lan', '/redpacket 1 1')
    await playground.grab('ben', envelopeNo)
    const { message } = await playground.say('lan', '/leaderboard')
    expect(message).toMatchObject({
      parts: [
        { kind: 'heading' },
        {
          kind: 'table',
          ranked: true,
          rows: [{ cells: ['Ben', expect.stringContaining('1.00'), '1 time'] }],
        },
      ],
    })
    expect((await playground.say('lan', '/wallet')).message).not.toHaveProperty('parts')
  })
})
