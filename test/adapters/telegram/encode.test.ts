import { expect, test } from 'vitest'
import { fitsToast, messageOf, toastOf } from '../../../adapters/telegram/encode.js'
import type { Post } from '../../../src/commands/framework/replies/reply.js'
import { code, mention, moment, quote, type Text } from '../../../src/commands/framework/replies/rich-text.js'
import { withFound } from '../../support/telegram/text-entities.js'
import { seen } from '../../support/telegram-world.js'

const post = (...lines: Text[]): Post => ({ blocks: [{ kind: 'list', lines }] })
const AT = Date.UTC(2026, 1, 17, 4, 5)

/** Lists the parts of a message that have entities, by type. */
function marked(message: ReturnType<typeof messageOf>): [string, string][] {
  const entities = (message.entities ?? []) as { type: string; offset: number; length: number }[]
  return entities.map(({ type, offset, length }) => [type, message.text.slice(offset, offset + length)])
}

test('marks moments, verbatim parts and headings, whatever gaps come before them', () => {
  const message = messageOf({
    blocks: [
      { kind: 'heading', text: [{ strong: 'See example.com' }] },
      { kind: 'list', lines: [['@wei until ', moment(AT), ' #tag ', code('printf %s a.b/c')]] },
    ],
  })
  expect(marked(message).map(([type, part]) => [type, seen(part)])).toEqual([
    ['bold', 'See example.com'],
    ['date_time', '2026-02-17 04:05 UTC'],
    ['code', 'printf %s a.b/c'],
  ])
  // Text for copying stays as it is.
  expect(message.text).toContain('printf %s a.b/c')
  expect(message.entities).toContainEqual(
    expect.objectContaining({ unix_time: AT / 1000, date_time_format: 'Dt' }),
  )
})

test('nothing is tappable but commands of the bot, and those not even in other people’s words', () => {
  const person = { platform: 'telegram', user: '1', name: '/cancel @wei' }
  const { text } = messageOf(
    post(
      'Say /wallet. @wei evil.com',
      [quote('/wallet +49 170 1234567'), ' ', mention(person)],
      ['@', quote('wei')],
    ),
  )
  const found = withFound(text, []).map(({ offset, length }) => text.slice(offset, offset + length))
  expect(found).toEqual(['/wallet'])
})

test('buttons carry their data and style', () => {
  const actions = [
    [
      { label: 'Yes', data: '1a-', style: 'danger' as const },
      { label: 'No', data: '1b-' },
    ],
  ]
  expect(messageOf({ ...post('Sure?'), actions }).reply_markup).toEqual({
    inline_keyboard: [
      [
        { text: 'Yes', callback_data: '1a-', style: 'danger' },
        { text: 'No', callback_data: '1b-' },
      ],
    ],
  })
})

test('a long text ends with a whole line, and has no entities after its end', () => {
  const lines = Array.from({ length: 300 }, (_, index): Text => [`line ${index} `, code('x'.repeat(10))])
  const message = messageOf(post(...lines))
  expect(message.text.length).toBeLessThanOrEqual(4_096)
  expect(message.text.endsWith('\n…')).toBe(true)
  for (const [, part] of marked(message)) expect(part).toBe('x'.repeat(10))
})

test('a toast has at most 200 characters, with no half character, and prefers the brief text', () => {
  expect(toastOf(post('a'.repeat(300)))).toHaveLength(200)
  expect(toastOf(post(`${'a'.repeat(198)}😀😀`))).toBe(`${'a'.repeat(198)}…`)
  expect(toastOf({ ...post('a'.repeat(300)), brief: 'short' })).toBe('short')
  expect([fitsToast(post('a'.repeat(201))), fitsToast({ ...post('a'.repeat(201)), brief: 'b' })]).toEqual([
    false,
    true,
  ])
})
