import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateAt, wallTimeAt, wallTimeToUtc } from '../../src/core/time-zone.js'

const iso = (at: number) => new Date(at).toISOString().slice(0, 16)
const at = (text: string, zone: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number)
  return iso(wallTimeToUtc({ year, month, day, hour, minute }, zone))
}

describe('a time on the wall', () => {
  test.each([
    ['2027-02-05 20:00', 'Asia/Shanghai', '2027-02-05T12:00'],
    ['2027-02-05 20:00', 'UTC', '2027-02-05T20:00'],
    ['2027-07-01 09:00', 'America/New_York', '2027-07-01T13:00'],
    ['2027-01-01 09:00', 'America/New_York', '2027-01-01T14:00'],
    ['2027-01-01 00:15', 'Asia/Kathmandu', '2026-12-31T18:30'],
    ['2027-01-01 00:00', 'Pacific/Kiritimati', '2026-12-31T10:00'],
    ['2027-01-01 23:30', 'Pacific/Pago_Pago', '2027-01-02T10:30'],
  ])('%s in %s is %s UTC', (text, zone, utc) => expect(at(text, zone)).toBe(utc))

  test('counts the first time it is shown when clocks are set back', () => {
    expect(at('2026-11-01 01:30', 'America/New_York')).toBe('2026-11-01T05:30')
    expect(at('2026-11-01 02:00', 'America/New_York')).toBe('2026-11-01T07:00')
    expect(at('2026-10-25 02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30')
    expect(at('2026-04-05 01:45', 'Australia/Lord_Howe')).toBe('2026-04-04T14:45')
  })

  test('counts as if clocks had not been set when they skip it', () => {
    expect(at('2026-03-08 02:30', 'America/New_York')).toBe('2026-03-08T07:30')
    expect(at('2026-03-29 02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30')
    expect(at('2026-10-04 02:10', 'Australia/Lord_Howe')).toBe('2026-10-03T15:40')
  })

  test('is what the clock shows at the moment that it names, unless clocks skip it', () => {
    const zones = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'UTC']
    const moments = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2099, 0) })
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        const wall = wallTimeAt(moment, zone)
        const back = wallTimeToUtc(wall, zone)
        expect(wallTimeAt(back, zone)).toEqual(wall)
        expect(back).toBeLessThanOrEqual(moment)
        expect(moment - back).toBeLessThanOrEqual(2 * 3_600_000)
      }),
    )
  })
})

test('the day is that of the zone', () => {
  const evening = Date.parse('2026-12-31T20:00:00Z')
  expect(dateAt(evening, 'Asia/Shanghai')).toEqual({ year: 2027, month: 1, day: 1 })
  expect(dateAt(evening, 'America/New_York')).toEqual({ year: 2026, month: 12, day: 31 })
})
