import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { THEMES, type Theme, themeOf } from '../../src/core/festivals.js'

/** Noon in China. */
const noon = (date: string) => Date.parse(`${date}T12:00:00+08:00`)

describe('the theme of a day', () => {
  const known: [string, Theme][] = [
    ['2024-02-10', 'spring_festival'],
    ['2025-01-29', 'spring_festival'],
    ['2026-02-17', 'spring_festival'],
    ['2027-02-06', 'spring_festival'],
    ['2028-01-26', 'spring_festival'],
    ['2024-02-24', 'lantern'],
    ['2025-02-12', 'lantern'],
    ['2026-03-03', 'lantern'],
    ['2024-06-10', 'dragon_boat'],
    ['2025-05-31', 'dragon_boat'],
    ['2026-06-19', 'dragon_boat'],
    ['2024-08-10', 'qixi'],
    ['2025-08-29', 'qixi'],
    ['2026-08-19', 'qixi'],
    ['2024-09-17', 'mid_autumn'],
    ['2025-10-06', 'mid_autumn'],
    ['2026-09-25', 'mid_autumn'],
    ['2027-09-15', 'mid_autumn'],
    ['2026-01-01', 'new_year'],
    ['2026-12-24', 'christmas'],
    ['2026-12-25', 'christmas'],
    ['2026-06-10', 'classic'],
    ['2026-12-26', 'classic'],
    ['2026-01-02', 'classic'],
  ]
  test.each(known)('%s is %s', (date, theme) => {
    expect(themeOf(noon(date))).toBe(theme)
  })

  test("New Year's Eve belongs to the Spring Festival, whether its month has 29 days or 30", () => {
    for (const eve of ['2024-02-09', '2025-01-28', '2026-02-16', '2027-02-05'])
      expect(themeOf(noon(eve))).toBe('spring_festival')
  })

  test('the Spring Festival lasts from its first day to the one before the lanterns, and no longer', () => {
    const day = 24 * 3_600_000
    const themes = Array.from({ length: 16 }, (_, index) => themeOf(noon('2026-02-17') + index * day))
    expect(themes).toEqual([...new Array(14).fill('spring_festival'), 'lantern', 'classic'])
  })

  test('a leap month repeats no festival: 2025 has two sixth months, 2023 two second ones', () => {
    expect(themeOf(noon('2025-07-31'))).toBe('classic')
    expect(themeOf(noon('2023-03-26'))).toBe('classic')
  })

  test("begins at midnight in China, whatever the machine's time zone", () => {
    const midnight = Date.parse('2026-09-25T00:00:00+08:00')
    expect(themeOf(midnight - 1)).toBe('classic')
    expect(themeOf(midnight)).toBe('mid_autumn')
    expect(themeOf(midnight + 24 * 3_600_000 - 1)).toBe('mid_autumn')
    expect(themeOf(midnight + 24 * 3_600_000)).toBe('classic')
  })

  test('is always one of the themes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        (date) => {
          expect(THEMES).toContain(themeOf(date.getTime()))
        },
      ),
    )
  })
})
