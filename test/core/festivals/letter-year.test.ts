import { expect, test } from 'vitest'
import { letterYear } from '../../../src/core/festivals/letter-year.js'

const day = (date: string) => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return { year, month, day }
}

// The Spring Festival is on 2026-02-17 and 2027-02-06.
test.each([
  ['2026-11-27', '2026-02-17', '2026-11-27'],
  // New Year's Eve
  ['2027-02-05', '2026-02-17', '2027-02-05'],
  ['2027-02-06', '2026-02-17', '2027-02-05'],
  ['2027-02-19', '2026-02-17', '2027-02-05'],
  // The Lantern Festival
  ['2027-02-20', '2027-02-06', '2027-02-20'],
  ['2027-01-01', '2026-02-17', '2027-01-01'],
])('a letter written on %s covers the days from %s to %s', (today, first, last) => {
  expect(letterYear(day(today))).toEqual({ first: day(first), last: day(last) })
})
