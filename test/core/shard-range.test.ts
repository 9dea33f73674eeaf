import { expect, test } from 'vitest'
import { areAtOdds, isInSlice, readShardRange, shardRangeName } from '../../src/core/shard-range.js'

test.each([
  ['0-3/8', { first: 0, last: 3, count: 8 }],
  ['7/8', { first: 7, last: 7, count: 8 }],
  ['0/1', { first: 0, last: 0, count: 1 }],
])('reads %s, which is also its name', (text, range) => {
  expect(readShardRange(text)).toEqual(range)
  expect(shardRangeName(range)).toBe(text)
})

test.each(['', '0-3', '8/8', '4-8/8', '3-0/8', '0/0', '-1/8', '0-3/8,5/8', '0x1/8', '1.5/8', '0/10000'])(
  'reads no range in %j',
  (text) => {
    expect(readShardRange(text)).toBeUndefined()
  },
)

test.each([
  ['0-3/8', '4-7/8', false],
  ['0-3/8', '3/8', true],
  ['4-7/8', '0-7/8', true],
  ['0/2', '1/4', true],
])('%s and %s are at odds: %s', (one, other, expected) => {
  const [range, rival] = [one, other].map((text) => readShardRange(text))
  if (!range || !rival) throw new Error('not read')
  expect(areAtOdds(range, rival)).toBe(expected)
  expect(areAtOdds(rival, range)).toBe(expected)
})

test('each shard is in one of the ranges, and a chat without a key is on the first', () => {
  const ranges = ['0-2/8', '3/8', '4-7/8'].flatMap((text) => readShardRange(text) ?? [])
  for (const key of [0, 3, 7, 8, 2 ** 42 - 1])
    expect(ranges.filter((range) => isInSlice(key, range))).toHaveLength(1)
  expect(ranges.map((range) => isInSlice(null, range))).toEqual([true, false, false])
})
