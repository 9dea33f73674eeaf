import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Amount, amountOf, MAX_AMOUNT } from '../../src/core/money.js'
import type { Random } from '../../src/core/random.js'
import { splitEqual, splitLucky } from '../../src/core/split.js'
import { seededRandom } from '../support/seeded-random.js'

const envelopes = fc.integer({ min: 1, max: 200 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    total: fc.integer({ min: count, max: MAX_AMOUNT }),
    seed: fc.integer(),
  }),
)

const sum = (numbers: readonly number[]) => numbers.reduce((left, right) => left + right, 0)

describe('a lucky split', () => {
  test('has the requested number of shares, each at least one minor unit, that sum to the total', () => {
    fc.assert(
      fc.property(envelopes, ({ total, count, seed }) => {
        const shares = splitLucky(amountOf(total), count, seededRandom(seed))
        expect(shares).toHaveLength(count)
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(1)
        expect(shares.every(Number.isSafeInteger)).toBe(true)
        expect(sum(shares)).toBe(total)
      }),
      { numRuns: 300 },
    )
  })

  test('gives one minor unit each when the total is the minimum', () => {
    expect(splitLucky(amountOf(5), 5, seededRandom(1))).toEqual([1, 1, 1, 1, 1])
  })

  test('into one share is the whole', () => {
    expect(splitLucky(amountOf(88), 1, seededRandom(1))).toEqual([88])
  })

  test('varies from share to share, and with the random source', () => {
    const one = splitLucky(amountOf(10_000), 10, seededRandom(1))
    const other = splitLucky(amountOf(10_000), 10, seededRandom(2))
    expect(new Set(one).size).toBeGreaterThan(1)
    expect(one).not.toEqual(other)
    expect(splitLucky(amountOf(10_000), 10, seededRandom(1))).toEqual(one)
  })

  test('throws when a share would be less than one minor unit', () => {
    expect(() => splitLucky(amountOf(4), 5, seededRandom(1))).toThrow(RangeError)
  })
})

describe('being early or late', () => {
  /** Draws in the given order, but never swaps two shares: gives the split without its shuffle. */
  function withoutShuffle(random: Random, count: number): Random {
    let draws = 0
    return { ...random, below: (limit) => (draws++ < count - 1 ? random.below(limit) : limit - 1) }
  }

  /** Splits many times; returns how many standard errors each position's mean and variance are off. */
  function unfairness(total: number, count: number, shuffled: boolean): number {
    const rounds = 20_000
    const random = seededRandom(20_260_217)
    const columns: number[][] = Array.from({ length: count }, () => [])
    for (let round = 0; round < rounds; round++) {
      const chance = shuffled ? random : withoutShuffle(random, count)
      const shares = splitLucky(total as Amount, count, chance)
      for (const [position, share] of shares.entries()) columns[position]?.push(share)
    }
    const expected = total / count
    const all = columns.flat()
    const variance = sum(all.map((share) => (share - expected) ** 2)) / all.length
    const fourth = sum(all.map((share) => (share - expected) ** 4)) / all.length
    const errorOfMean = Math.sqrt(variance / rounds)
    const errorOfVariance = Math.sqrt((fourth - variance ** 2) / rounds)
    const off = columns.map((column) => {
      const mean = sum(column) / rounds
      const spread = sum(column.map((share) => (share - expected) ** 2)) / rounds
      return Math.max(Math.abs(mean - expected) / errorOfMean, Math.abs(spread - variance) / errorOfVariance)
    })
    return Math.max(...off)
  }

  // Five standard errors: a fair split of so few positions goes beyond them about once in 100,000 seeds.
  const BOUND = 5

  test.each([
    [15, 10],
    [1000, 5],
    [10_000, 20],
    [4, 2],
  ])('makes no difference to the mean or the spread of %i in %i shares', (total, count) => {
    expect(unfairness(total, count, true)).toBeLessThan(BOUND)
  })

  test.each([
    [15, 10],
    [1000, 5],
    [10_000, 20],
  ])('would matter without the shuffle: %i in %i shares', (total, count) => {
    expect(unfairness(total, count, false)).toBeGreaterThan(BOUND)
  })
})

describe('an equal split', () => {
  test('gives everyone the same and sums to the total', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 1_000_000 }), (count, each) => {
        expect(splitEqual(amountOf(count * each), count)).toEqual(new Array(count).fill(each))
      }),
    )
  })

  test('throws when there is a remainder', () => {
    expect(() => splitEqual(amountOf(10), 3)).toThrow(RangeError)
  })
})
