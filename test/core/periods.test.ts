import fc from 'fast-check'
import { expect, test } from 'vitest'
import { periodStart } from '../../src/core/periods.js'

const moments = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.getTime())
const DAY = 24 * 3_600_000

test('a week begins on Monday at midnight UTC, not later than now and less than seven days before', () => {
  fc.assert(
    fc.property(moments, (now) => {
      const start = periodStart('week', now)
      expect(new Date(start).getUTCDay()).toBe(1)
      expect(start % DAY).toBe(0)
      expect(start).toBeLessThanOrEqual(now)
      expect(now - start).toBeLessThan(7 * DAY)
    }),
  )
})

test('a month begins on its first day at midnight UTC', () => {
  fc.assert(
    fc.property(moments, (now) => {
      expect(new Date(periodStart('month', now)).toISOString()).toBe(
        `${new Date(now).toISOString().slice(0, 8)}01T00:00:00.000Z`,
      )
    }),
  )
})

test('all moments of a period have the same start, and the next period follows without a gap', () => {
  const monday = Date.UTC(2026, 1, 16)
  expect(periodStart('week', monday)).toBe(monday)
  expect(periodStart('week', monday + 7 * DAY - 1)).toBe(monday)
  expect(periodStart('week', monday + 7 * DAY)).toBe(monday + 7 * DAY)
  expect(periodStart('week', Date.UTC(2027, 0, 1))).toBe(Date.UTC(2026, 11, 28))
  expect(periodStart('month', Date.UTC(2028, 1, 29, 23, 59))).toBe(Date.UTC(2028, 1, 1))
  expect(periodStart('ever', monday)).toBe(0)
})
