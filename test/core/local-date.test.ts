import { expect, test } from 'vitest'
import { localDay, mondayOf, readTimeZone } from '../../src/core/local-date.js'

const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000
const at = (moment: string) => Date.parse(moment)

test.each([
  ['2026-06-10T15:59:59.999Z', 'Asia/Shanghai', '2026-06-10'],
  ['2026-06-10T16:00:00Z', 'Asia/Shanghai', '2026-06-11'],
  ['2026-06-10T03:59:59Z', 'America/New_York', '2026-06-09'],
  ['2026-06-10T04:00:00Z', 'America/New_York', '2026-06-10'],
  ['2026-06-10T10:00:00Z', 'Pacific/Kiritimati', '2026-06-11'],
  ['2026-06-10T10:00:00Z', 'Pacific/Pago_Pago', '2026-06-09'],
  ['1969-12-31T23:59:59Z', 'UTC', '1969-12-31'],
])('at %s it is in %s the %s', (moment, zone, date) => {
  expect(localDay(at(moment), zone)).toBe(dayOf(date))
})

test.each([
  ['Europe/Berlin', '2026-03-28T23:00:00Z', 23],
  ['Europe/Berlin', '2026-10-24T22:00:00Z', 25],
  // Here the clocks change at midnight.
  ['Asia/Beirut', '2026-03-28T22:00:00Z', 23],
])('in %s a day that begins at %s has %i hours and one date', (zone, from, hours) => {
  const days = Array.from({ length: hours }, (_, hour) => localDay(at(from) + hour * 3_600_000, zone))
  expect(new Set(days).size).toBe(1)
  expect(localDay(at(from) - 1, zone)).toBe((days[0] as number) - 1)
  expect(localDay(at(from) + hours * 3_600_000, zone)).toBe((days[0] as number) + 1)
})

test('a week begins on Monday, even before 1970', () => {
  for (const monday of [dayOf('2026-06-08'), dayOf('1969-12-22')])
    for (let day = monday; day < monday + 7; day++) expect(mondayOf(day)).toBe(monday)
})

test.each([
  ['asia/shanghai', 'Asia/Shanghai'],
  [' Europe/Berlin ', 'Europe/Berlin'],
  ['utc', 'UTC'],
  ['asia/kolkata', 'Asia/Kolkata'],
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['Etc/GMT+8', 'Etc/GMT+8'],
])('%s is the time zone %s', (typed, name) => {
  expect(readTimeZone(typed)).toBe(name)
})

test.each(['', 'Asia/Atlantis', '+08:00', 'UTC+8', 'Asia', '../UTC', 'x'.repeat(65)])(
  '“%s” is no time zone',
  (typed) => {
    expect(readTimeZone(typed)).toBeUndefined()
  },
)
