import { expect, test } from 'vitest'
import { RecentCopy } from '../../src/integrity/recent-copy.js'

const HOUR = 3_600_000

/** Copies with the names 1, 2, 3; the first `failing` ones can't be made. */
function numbered({ maxAge = HOUR, failing = 0 } = {}) {
  let made = 0
  const removed: string[] = []
  const recent = new RecentCopy(async () => {
    const file = String(++made)
    if (made <= failing) throw new Error('the server is away')
    return { file, remove: () => void removed.push(file) }
  }, maxAge)
  return { recent, removed, nameOf: () => recent.read(async (file) => file) }
}

test('reads that come soon after each other share a copy', async () => {
  const { recent, removed, nameOf } = numbered()
  expect(await Promise.all([nameOf(), nameOf()])).toEqual(['1', '1'])
  expect(await nameOf()).toBe('1')
  expect(removed).toEqual([])
  recent.end()
  await expect.poll(() => removed).toEqual(['1'])
})

test('a copy that is too old is deleted once its last reader has left', async () => {
  const { recent, removed, nameOf } = numbered({ maxAge: 1 })
  const newer = await recent.read(async (file) => {
    await expect.poll(nameOf).not.toBe(file)
    expect(removed).not.toContain(file)
    return nameOf()
  })
  expect(newer).not.toBe('1')
  await expect.poll(() => removed).toContain('1')
})

test('after a copy that failed, the next read makes another', async () => {
  const { removed, nameOf } = numbered({ failing: 1 })
  await expect(nameOf()).rejects.toThrow('the server is away')
  expect(await nameOf()).toBe('2')
  expect(removed).toEqual([])
})
