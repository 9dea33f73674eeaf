import { describe, expect, it, test } from 'vitest'
import { optional, text, whole } from '../../src/commands/framework/arguments/arguments.js'
import { defineCommand } from '../../src/commands/framework/define.js'
import { good } from '../../src/commands/framework/replies/reply.js'
import type { Raws } from '../../src/commands/framework/request.js'
import { CommandChat, textOf } from '../support/command-chat.js'
import { person } from '../support/world.js'

const wei = { kind: 'person', person: person('Wei') } as const
const admin = { kind: 'person', person: person('Admin') } as const
const cooks = { kind: 'role', role: { platform: 'test', role: '7', name: 'cooks' } } as const

async function sent(raws: Raws) {
  const chat = await CommandChat.open()
  return { chat, reply: await chat.command('Lan', 'redpacket', raws) }
}

describe('an option that also holds its neighbours in the form', () => {
  it.each([
    [{ amount: '2 each 5' }, '10.00 in 5 shares'],
    [{ amount: '２每个５份' }, '10.00 in 5 shares'],
    [{ amount: '2 each', count: '5' }, '10.00 in 5 shares'],
    [{ amount: '2 each 5', count: '5', kind: 'equal' }, '10.00 in 5 shares'],
    [{ amount: '9 3' }, '9.00 in 3 shares'],
    [{ amount: '9/3' }, '9.00 in 3 shares'],
  ])('is read as if typed: %j', async (raws, says) => {
    const { reply } = await sent(raws)
    expect(textOf(reply).replaceAll('\u00a0', ' ')).toContain(says)
  })

  it.each([
    [{ amount: '2 each 5', count: '3' }, '“2 each 5” and “3”'],
    [{ amount: '1 000', count: '2' }, '“1 000” and “2”'],
    [{ amount: '2 each 5', kind: 'lucky' }, '“2 each 5” and “Lucky shares”'],
  ])('is refused when another option contradicts it, and keeps what was entered: %j', async (raws, says) => {
    const { chat, reply } = await sent(raws)
    expect(textOf(reply)).toContain(says)
    expect(await chat.balance('Lan')).toBe(12_345)
    const { form } = await chat.tap('Lan', chat.button('Back to the form'))
    expect(form?.joined?.value).toBe(raws.amount)
  })
})

describe('the number of shares is optional', () => {
  it('when people are chosen by name: each gets one', async () => {
    const { reply } = await sent({ amount: '9', for: [wei, admin] })
    expect(textOf(reply)).toContain('in 2 shares')
  })

  it('but not when a role or no one is chosen', async () => {
    const { chat, reply } = await sent({ amount: '9', for: [wei, cooks] })
    expect(textOf(reply)).toContain('How many shares')
    expect((await chat.command('Lan', 'redpacket', { amount: '9', for: [] })).form).toBeDefined()
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  it('even in a form whose combined field holds only the amount', async () => {
    const { chat, reply } = await sent({ for: [wei, admin] })
    const id = reply.form?.id ?? ''
    const fields = { 'amount+count': '9', kind: 'lucky' }
    expect(textOf(await chat.submit('Lan', id, { ...fields, for: [] }))).toContain('How many shares')
    expect(textOf(await chat.submit('Lan', id, { ...fields, for: [wei, admin] }))).toContain('in 2 shares')
  })
})

test('a wrong value is refused before a form asks for missing ones', async () => {
  const { reply } = await sent({ for: [{ kind: 'bot' }] })
  expect(reply).toMatchObject({ tone: 'bad', outcome: 'unknown_member' })
})

test('a form opened for one member has one share', async () => {
  const { reply } = await sent({ for: [wei] })
  expect(reply.form?.fields.find(({ name }) => name === 'count')?.value).toBe('1')
  // In the combined text, the number would be read as the amount.
  expect(reply.form?.joined?.value).toBeUndefined()
})

test('a form sent from elsewhere is judged by the place where it was opened', async () => {
  const chat = await CommandChat.open()
  const { form } = await chat.command('Lan', 'redpacket', {})
  const place = { platform: 'test', chat: 'elsewhere' }
  const asked: (string | undefined)[] = []
  const refused = await chat.submit(
    'Lan',
    form?.id ?? '',
    { amount: '9', count: '3' },
    {
      place,
      hindrance: ({ chat: where }) => {
        asked.push(where)
        return where === place.chat ? undefined : { kind: 'read_only' }
      },
    },
  )
  expect(refused.outcome).toBe('cannot_post')
  expect(asked).toEqual([chat.world.place.chat])
  expect(await chat.balance('Lan')).toBe(12_345)
})

test('predicts whether the answer is a form, even when an option holds others', async () => {
  const { pipeline } = await CommandChat.open()
  const mayOpenForm = (raws: Raws) =>
    pipeline.foresee({ wish: { kind: 'command', command: 'redpacket', raws }, by: person('Lan') }).mayOpenForm
  expect(mayOpenForm({ amount: '9' })).toBe(true)
  expect(mayOpenForm({ amount: '', count: '3' })).toBe(true)
  expect(mayOpenForm({ amount: '9', for: [] })).toBe(true)
  expect(mayOpenForm({ amount: '9 3' })).toBe(false)
  expect(mayOpenForm({ amount: '9', for: [wei] })).toBe(false)
})

test('leaves alone texts that are in no form', async () => {
  const say = { said: ({ note, no }: { note: string; no: number }) => `${note} ${no}` }
  const words = { name: 'note', also: [], about: 'Notes', example: '/note a' }
  const inAll = {
    ...{ ...words, say },
    arguments: { note: { name: 'note', about: 'What' }, no: { name: 'no', about: 'Number' } },
  }
  const note = defineCommand({
    ...{ name: 'note', words: { en: inAll, zh: inAll, 'zh-latin': inAll } },
    arguments: { note: text({ max: 9 }), no: optional(whole({ max: 9 })) },
    run: async ({ args, say }) => good(say.said({ note: args.note, no: args.no ?? 0 })),
  })
  const chat = await CommandChat.open({ entries: [note] })
  expect(textOf(await chat.command('Lan', 'note', { note: '2 each 5' }))).toBe('2 each 5 0')
})
