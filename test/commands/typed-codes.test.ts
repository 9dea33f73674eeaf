import { expect, test } from 'vitest'
import { CommandChat } from '../support/command-chat.js'
import { person } from '../support/world.js'

const ELSEWHERE = { platform: 'other', user: '7', name: 'Wei' }
const FAST = { tryAcquire: () => false, shouldNotify: () => false }
const OPEN = { tryAcquire: () => true, shouldNotify: () => true }

test.each([
  ['without its command', 'CODE', OPEN],
  ['without its command, with a full stop', 'CODE.', OPEN],
  ['with its command', '/linkme CODE', OPEN],
  ['too fast', '/linkme CODE', FAST],
  ['too fast, without its command', 'CODE', FAST],
])('a code that a member types in a chat %s is useless to its readers', async (_, line, limiter) => {
  const chat = await CommandChat.open({ limiter })
  const { app } = chat.world
  const { code } = await app.makePersonCode({ key: 'test:1', by: ELSEWHERE })
  const text = line.replace('CODE', `${code.slice(0, 5)}-${code.slice(5)}`)
  await chat.pipeline.handle(chat.request('Wei', { kind: 'line', text }))
  expect((await app.previewPersonLink({ by: person('Lan'), code })).kind).toBe('bad_code')
  expect((await app.previewPersonLink({ by: person('Wei'), code })).kind).toBe('people_preview')
})

test('an ordinary line that holds a code among other words claims nothing', async () => {
  const chat = await CommandChat.open()
  const { app } = chat.world
  const { code } = await app.makePersonCode({ key: 'test:1', by: ELSEWHERE })
  await chat.pipeline.handle(chat.request('Wei', { kind: 'line', text: `mine is ${code}` }))
  expect((await app.previewPersonLink({ by: person('Lan'), code })).kind).toBe('people_preview')
})
