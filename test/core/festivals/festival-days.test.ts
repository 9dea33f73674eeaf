import { describe, expect, test } from 'vitest'
import { addDays, type CalendarDate, dayNumber, weekdayOf } from '../../../src/core/calendar-date.js'
import {
  FESTIVALS,
  type Festival,
  festivalIn,
  festivalsOn,
  nextFestival,
  nextOwnDay,
  type OwnDay,
} from '../../../src/core/festivals/festival-days.js'
import { lunarDateOf, solarDateOf } from '../../../src/core/festivals/lunar-calendar.js'

const date = (text: string): CalendarDate => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return { year, month, day }
}
const text = ({ year, month, day }: CalendarDate) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

describe('the day of a festival', () => {
  const known: [Festival, string[]][] = [
    ['new_years_eve', ['2024-02-09', '2025-01-28', '2026-02-16', '2027-02-05', '2028-01-25']],
    // ICU's calendar has these two a day off.
    ['spring_festival', ['2024-02-10', '2027-02-06', '2030-02-03']],
    ['lantern', ['2026-03-03', '2027-02-20']],
    ['qingming', ['2024-04-04', '2025-04-04', '2026-04-05', '2027-04-05']],
    ['dragon_boat', ['2025-05-31', '2026-06-19', '2027-06-09']],
    ['qixi', ['2025-08-29', '2026-08-19']],
    ['mid_autumn', ['2025-10-06', '2026-09-25', '2027-09-15']],
    ['double_ninth', ['2024-10-11', '2025-10-29', '2026-10-18']],
    ['winter_solstice', ['2024-12-21', '2025-12-21', '2026-12-22', '2027-12-22']],
    ['easter', ['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2049-04-18']],
    ['thanksgiving', ['2024-11-28', '2025-11-27', '2026-11-26', '2027-11-25']],
    ['valentines_day', ['2026-02-14']],
    ['five_twenty', ['2026-05-20']],
    ['singles_day', ['2026-11-11']],
  ]
  test.each(known)('%s', (festival, days) => {
    expect(days.map((day) => text(festivalIn(festival, date(day).year)))).toEqual(days)
  })

  test('is found on that day, and only in the days that belong to it', () => {
    for (let year = 1990; year <= 2099; year++)
      for (const festival of FESTIVALS) {
        const day = festivalIn(festival, year)
        expect(festivalsOn(day), `${festival} ${text(day)}`).toContain(festival)
        expect(day.year).toBe(year)
      }
    const inYear = (festival: Festival, year: number) =>
      Array.from({ length: 365 }, (_, index) => addDays({ year, month: 1, day: 1 }, index)).filter((day) =>
        festivalsOn(day).includes(festival),
      ).length
    for (const festival of FESTIVALS) {
      const days = festival === 'spring_festival' ? 14 : festival === 'christmas' ? 2 : 1
      expect(inYear(festival, 2025), festival).toBe(days)
    }
  })

  test('is today, or the next time', () => {
    expect(text(nextFestival('christmas', date('2026-12-25')))).toBe('2026-12-25')
    expect(text(nextFestival('christmas', date('2026-12-26')))).toBe('2027-12-25')
    expect(text(nextFestival('new_years_eve', date('2027-02-06')))).toBe('2028-01-25')
  })

  test('Easter is a Sunday of March or April, Thanksgiving a Thursday', () => {
    for (let year = 1990; year <= 2099; year++) {
      expect(weekdayOf(festivalIn('easter', year))).toBe(0)
      expect(weekdayOf(festivalIn('thanksgiving', year))).toBe(4)
    }
  })
})

describe('the Chinese calendar', () => {
  test('goes from each day to the next, from 2023 to 2035', () => {
    let before = lunarDateOf(date('2022-12-31'))
    const end = dayNumber(date('2035-12-31'))
    for (let day = date('2023-01-01'); dayNumber(day) <= end; day = addDays(day, 1)) {
      const lunar = lunarDateOf(day)
      if (before.day < before.monthLength) expect(lunar.day, text(day)).toBe(before.day + 1)
      else {
        expect(lunar.day, text(day)).toBe(1)
        const follows = lunar.leap ? before.month : (before.month % 12) + 1
        expect(lunar.month, text(day)).toBe(follows)
      }
      before = lunar
    }
  })

  test('leads back to the same day, and to the last one when the month has no 30th', () => {
    expect(text(solarDateOf(2026, 12, 29))).toBe('2027-02-05')
    expect(text(solarDateOf(2026, 12, 30))).toBe('2027-02-05')
    expect(lunarDateOf(date('2027-02-06'))).toEqual({
      year: 2027,
      month: 1,
      day: 1,
      leap: false,
      monthLength: 30,
    })
    expect(lunarDateOf(date('2025-07-31'))).toMatchObject({ month: 6, day: 7, leap: true })
  })
})

describe('a day that a community added', () => {
  const lunar = (month: number, day: number): OwnDay => ({ name: '小兰', calendar: 'lunar', month, day })
  const solar = (month: number, day: number): OwnDay => ({ name: 'Lan', calendar: 'solar', month, day })

  test('comes each year by its own calendar', () => {
    expect(text(nextOwnDay(lunar(8, 3), date('2026-01-01')))).toBe('2026-09-13')
    expect(text(nextOwnDay(lunar(12, 8), date('2027-01-10')))).toBe('2027-01-15')
    expect(text(nextOwnDay(solar(3, 15), date('2026-03-15')))).toBe('2026-03-15')
    expect(text(nextOwnDay(solar(3, 15), date('2026-03-16')))).toBe('2027-03-15')
  })

  test('is the last of its month where it does not exist', () => {
    expect(text(nextOwnDay(solar(2, 29), date('2027-01-01')))).toBe('2027-02-28')
    expect(text(nextOwnDay(solar(2, 29), date('2028-01-01')))).toBe('2028-02-29')
    expect(text(nextOwnDay(lunar(12, 30), date('2027-01-20')))).toBe('2027-02-05')
  })
})
