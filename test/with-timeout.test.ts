import { expect, test } from 'vitest'
import { withTimeout } from '../src/with-timeout.js'

test('resolves with a timely result', async () => {
  expect(await withTimeout(60_000, Promise.resolve(7))).toBe(7)
})

test('resolves with undefined on failure or timeout', async () => {
  expect(await withTimeout(60_000, Promise.reject(new Error('no')))).toBeUndefined()
  expect(await withTimeout(1, new Promise(() => undefined))).toBeUndefined()
})

test('ignores a late failure', async () => {
  let fail: (error: Error) => void = () => undefined
  expect(await withTimeout(1, new Promise((_, reject) => (fail = reject)))).toBeUndefined()
  const heard: unknown[] = []
  const listen = (error: unknown) => heard.push(error)
  process.on('unhandledRejection', listen)
  fail(new Error('too late'))
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', listen)
  expect(heard).toEqual([])
})
