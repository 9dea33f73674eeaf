import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/commands/framework/define.js'
import { Forms } from '../../src/commands/framework/forms/forms.js'
import { createPipeline } from '../../src/commands/framework/pipeline.js'
import type { Limiter } from '../../src/commands/framework/rate-limit.js'
import type { Request } from '../../src/commands/framework/request.js'
import { cardActions } from '../../src/commands/red-packet/card.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { StoreBusy } from '../../src/store/engine.js'
import { CommandChat, textOf, written } from '../support/command-chat.js'
import { codeOfAnotherChat, SECOND_CHAT } from '../support/second-chat.js'
import { person } from '../support/world.js'
import { greet } from './throwaway-command.js'

/** Records the order of the checks on a request, and answers as configured. */
function traced(chat: CommandChat, answers: { readonly full?: true; readonly late?: true } = {}) {
  const steps: string[] = []
  const limiter: Limiter = {
    tryAcquire: () => {
      steps.push('rate limit')
      return !answers.full
    },
    shouldNotify: () => true,
  }
  const app = {
    ...chat.world.app,
    now: () => {
      steps.push('stale?')
      return chat.world.clock.now()
    },
    topUp: async (command: Parameters<typeof chat.world.app.topUp>[0]) => {
      steps.push('run')
      return await chat.world.app.topUp(command)
    },
  }
  const pipeline = createPipeline({
    app,
    entries: ENTRIES,
    forms: new Forms(),
    limiter,
    log: { error: () => {} },
  })
  const request = (line: string) =>
    chat.request(
      'Admin',
      { kind: 'line', text: line },
      {
        ...(answers.late && { askedAt: chat.world.clock.now() - 3_001 }),
        administers: async () => {
          steps.push('rights')
          return true
        },
        resolve: async (name) => {
          steps.push('arguments')
          return { kind: 'person', person: { platform: 'test', user: name, name } }
        },
      },
    )
  return { steps, give: (line: string) => pipeline.handle(request(line)) }
}

describe('a request', () => {
  it('passes rate limit, stale?, rights and arguments before it runs', async () => {
    const { steps, give } = traced(await CommandChat.open())
    expect((await give('/topup @Wei 5 prize'))?.outcome).toBe('topped_up')
    expect(steps).toEqual(['rate limit', 'stale?', 'rights', 'arguments', 'run'])
  })

  it('that comes too fast runs no other check', async () => {
    const { steps, give } = traced(await CommandChat.open(), { full: true })
    expect(await give('/topup @Wei 5 prize')).toMatchObject({ outcome: 'too_fast', tone: 'bad' })
    expect(steps).toEqual(['rate limit'])
  })

  it('that moves money and comes too late moves none, and says so', async () => {
    const { steps, give } = traced(await CommandChat.open(), { late: true })
    expect(await give('/topup @Wei 5 prize')).toMatchObject({ outcome: 'stale', tone: 'bad' })
    expect(steps).toEqual(['rate limit', 'stale?'])
    expect((await give('/wallet'))?.outcome).toBe('wallet')
  })

  it('checks rights with the platform only where a command needs them', async () => {
    const { steps, give } = traced(await CommandChat.open())
    await give('/wallet')
    await give('/transfer @Wei 5')
    expect(steps).not.toContain('rights')
  })

  it('that is too fast is refused silently where messages are limited, except for an occasional reply', async () => {
    let words = 1
    const limiter = { tryAcquire: () => false, shouldNotify: () => words-- > 0 }
    const chat = await CommandChat.open({ limiter })
    const costly = { traits: { name: 'test', freePrivateReplies: false } }
    const tap = () => chat.pipeline.handle(chat.request('Lan', { kind: 'line', text: '/wallet' }, costly))
    expect((await tap())?.outcome).toBe('too_fast')
    expect(await tap()).toBeUndefined()
  })

  it('that is an ordinary line gets no answer', async () => {
    const chat = await CommandChat.open()
    for (const text of ['hello', '', ' \u200b', 'a /wallet', '5 / 2'])
      expect(await chat.pipeline.handle(chat.request('Lan', { kind: 'line', text }))).toBeUndefined()
  })

  it('from a private chat gets what needs no chat, and is told where the rest belongs', async () => {
    const chat = await CommandChat.open()
    const { place: _, ...alone } = chat.request('Lan', { kind: 'line', text: '' })
    const give = (text: string) => chat.handle({ ...alone, wish: { kind: 'line', text } })
    expect(written(await give('/wallet'))).toContain('The lobby: L 123.45')
    expect(written(await give('/history'))).toContain('pocket money')
    expect((await give('/help')).outcome).toBe('help')
    expect((await give('/linkme')).outcome).toBe('person_code')
    for (const line of ['/transfer @Wei 5', '/transfer', '/redpacket', '/redpacket 10', '/settings colour'])
      expect(await give(line), line).toMatchObject({ outcome: 'chat_only', tone: 'bad' })
  })

  it('of a private chat chooses between the wallets of several chats', async () => {
    const chat = await CommandChat.open()
    const { app } = chat.world
    await codeOfAnotherChat(chat)
    chat.world.clock.pass(1_000)
    const boss = { place: SECOND_CHAT, by: person('Boss'), platformAdmin: true }
    for (let line = 0; line < 12; line++)
      await app.topUp({ ...boss, key: `t${line}`, to: person('Lan'), amount: 100, reason: `number ${line}` })
    const { place: _, ...alone } = chat.request('Lan', { kind: 'line', text: '/history' })
    expect((await chat.handle(alone)).actions?.flat().map(({ label }) => label)).toEqual([
      expect.stringMatching(/^The second chat: L.12\.00$/),
      expect.stringMatching(/^The lobby: L.123\.45$/),
    ])
    const second = chat.last?.actions?.[0]?.[0]?.data ?? ''
    const newest = await chat.handle({ ...alone, wish: { kind: 'action', data: second } })
    expect(written(newest)).toContain('number 11')
    const older = await chat.handle({ ...alone, wish: { kind: 'action', data: chat.button('Older') } })
    expect(written(older)).toContain('number 0')
  })
})

describe('the error boundary', () => {
  async function failing(error: Error) {
    const chat = await CommandChat.open()
    const logged: object[] = []
    const app = { ...chat.world.app, wallet: () => Promise.reject(error) }
    const log = { error: (details: object) => void logged.push(details) }
    const limiter = { tryAcquire: () => true, shouldNotify: () => true }
    const pipeline = createPipeline({ app, entries: ENTRIES, forms: new Forms(), limiter, log })
    const reply = await pipeline.handle(chat.request('Lan', { kind: 'line', text: '/wallet' }))
    return { reply, logged }
  }

  it('answers an error with a number that is also in the log, and without details of the error', async () => {
    const { reply, logged } = await failing(new Error('a secret'))
    const [, id] = /\(([0-9a-f]{8})\)/.exec(reply ? textOf(reply) : '') ?? []
    expect(logged).toMatchObject([{ id, err: new Error('a secret') }])
    expect(JSON.stringify(reply)).not.toContain('secret')
    expect(reply).toMatchObject({ tone: 'bad', outcome: 'failed' })
  })

  it('reports a busy store as busy, and logs nothing', async () => {
    const { reply, logged } = await failing(new StoreBusy('too much waits'))
    expect(reply).toMatchObject({ tone: 'bad', outcome: 'busy' })
    expect(logged).toEqual([])
  })
})

describe('the key of a request', () => {
  it('makes repeats one request, and refuses a different one under it', async () => {
    const chat = await CommandChat.open()
    const same = { id: 'same' }
    await chat.line('Lan', '/transfer @Wei 5', same)
    expect((await chat.line('Lan', '/transfer @Wei 5', same)).outcome).toBe('transferred')
    expect((await chat.line('Lan', '/transfer @Wei 6', same)).outcome).toBe('key_reused')
    expect(await chat.balance('Wei')).toBe(500)
  })

  it("is the message's key when two taps on it are one request", async () => {
    const seen: string[] = []
    const chat = await CommandChat.open()
    const spied: Command = {
      ...chat.find('unlinkme'),
      run: async (context: never) => {
        seen.push((context as { key: string }).key)
        return { tone: 'info', blocks: [] }
      },
    }
    const pipeline = createPipeline({
      ...{ app: chat.world.app, entries: [spied], forms: new Forms(), log: { error: () => {} } },
      limiter: { tryAcquire: () => true, shouldNotify: () => true },
    })
    const tap = (more: Partial<Request>) =>
      pipeline.handle(chat.request('Lan', { kind: 'action', data: '1unlinkme-lan-syes' }, more))
    await tap({ message: 'm1' })
    await tap({ message: 'm1' })
    await tap({ message: 'm2' })
    expect(seen).toEqual([
      ...['test:unlinkme:message:m1:lan', 'test:unlinkme:message:m1:lan', 'test:unlinkme:message:m2:lan'],
    ])
  })

  it('comes with an announcement, for platforms that repeat commands', async () => {
    const chat = await CommandChat.open()
    expect(await chat.line('Lan', '/transfer @Wei 5', { id: '7' })).toMatchObject({ key: 'test:transfer:7' })
    expect(await chat.line('Lan', '/wallet')).not.toHaveProperty('key')
  })
})

describe('a button', () => {
  it('is only for its owner, but a card’s for everyone', async () => {
    const chat = await CommandChat.open({ entries: [...ENTRIES, greet] })
    await chat.line('Lan', '/greet @Wei 5')
    const data = chat.button('Bow instead')
    expect(await chat.tap('Wei', data)).toMatchObject({ outcome: 'not_yours', tone: 'bad' })
    await chat.line('Lan', '/redpacket 2 2')
    const [newest] = await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)
    const { grab } = cardActions(newest?.envelopeNo ?? '', 'en')
    expect((await chat.tap('Wei', grab.data)).outcome).toBe('grabbed')
    expect((await chat.tap('Admin', grab.data)).outcome).toBe('grabbed')
  })

  it('for a page of lines replaces the previous page', async () => {
    const chat = await CommandChat.open()
    for (let line = 0; line < 12; line++) await chat.line('Lan', '/transfer @Wei 1')
    await chat.line('Lan', '/history')
    expect(await chat.tap('Lan', chat.button('Older'))).toMatchObject({
      replaces: true,
      outcome: 'statement',
    })
  })
})
