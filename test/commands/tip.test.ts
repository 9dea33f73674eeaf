import { expect, test } from 'vitest'
import { CommandChat, plain, textOf } from '../support/command-chat.js'
import { person } from '../support/world.js'

const line = (text: string, more: object = {}) => ({ kind: 'line', text, ...more }) as const
const inReply = { repliedTo: person('Wei') }

test('a tip in reply to a message goes to its author', async () => {
  const chat = await CommandChat.open()
  const reply = await chat.handle(chat.request('Lan', line('/tip 5 well said', inReply)))
  expect(textOf(reply)).toContain('You tipped Wei L\u00a05.00')
  expect(plain(reply.aloud ?? '')).toBe('Lan tipped Wei L\u00a05.00: well said')
  expect([await chat.balance('Lan'), await chat.balance('Wei')]).toEqual([12_345 - 500, 500])
})

test('without an amount it opens the form for the author', async () => {
  const chat = await CommandChat.open()
  const { form } = await chat.handle(chat.request('Lan', line('/打赏', inReply), { language: 'zh' }))
  expect(form?.fields.map(({ name, value }) => [name, value])).toEqual([
    ...[
      ['member', ['user:wei']],
      ['amount', undefined],
      ['note', undefined],
    ],
  ])
  const sent = await chat.submit('Lan', form?.id as string, { amount: '1.5' }, { language: 'zh' })
  expect(plain(sent.aloud ?? '')).toBe('Lan 打赏 Wei L\u00a01.50')
  expect(await chat.balance('Wei')).toBe(150)
})

test('the same form sent twice tips once', async () => {
  const chat = await CommandChat.open()
  const { form } = await chat.command('Lan', 'tip', { member: [{ kind: 'person', person: person('Wei') }] })
  for (const _ of [1, 2]) await chat.submit('Lan', form?.id as string, { amount: '2' })
  expect(await chat.balance('Wei')).toBe(200)
})

test('tips no bot, and not oneself', async () => {
  const chat = await CommandChat.open()
  const toBot = await chat.command('Lan', 'tip', { member: [{ kind: 'bot' }], amount: '1' })
  const toSelf = await chat.line('Lan', '/tip @Lan 1')
  expect([toBot.tone, toSelf.tone, textOf(toSelf)]).toEqual([
    ...['bad', 'bad', 'You can’t tip yourself. Choose someone else.'],
  ])
  expect(await chat.balance('Lan')).toBe(12_345)
})
