import { LunarDay, LunarMonth, SolarDay, SolarTerm } from 'tyme4ts'
import type { CalendarDate } from '../calendar-date.js'

// The dates come from a library that follows the almanac. The Chinese calendar in ICU is a day off in six months between
// 1990 and 2099, and the New Years of 2027 and 2030 are among them.

/** A day of the Chinese calendar. `year` is that of the solar calendar in which it begins. */
export interface LunarDate {
  readonly year: number
  readonly month: number
  readonly day: number
  /** True if it lies in the month that is put in between. */
  readonly leap: boolean
  /** How many days its month has, 29 or 30. */
  readonly monthLength: number
}

const known = new Map<string, LunarDate>()
/** Days that are kept: a conversion takes a fifth of a millisecond, and nearly always the day is today. */
const MOST_KNOWN = 1_000

/** Returns a day of the solar calendar in the Chinese one. */
export function lunarDateOf({ year, month, day }: CalendarDate): LunarDate {
  const key = `${year}-${month}-${day}`
  let found = known.get(key)
  if (!found) {
    const lunar = SolarDay.fromYmd(year, month, day).getLunarDay()
    const lunarMonth = lunar.getLunarMonth()
    found = {
      ...{ year: lunar.getYear(), month: lunarMonth.getMonth(), day: lunar.getDay() },
      ...{ leap: lunarMonth.isLeap(), monthLength: lunarMonth.getDayCount() },
    }
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(key, found)
  }
  return found
}

/**
 * Returns a day of the Chinese calendar, outside of leap months, in the solar one. The 30th of a month that has 29 days is
 * its last: so people keep birthdays.
 */
export function solarDateOf(year: number, month: number, day: number): CalendarDate {
  const last = LunarMonth.fromYm(year, month).getDayCount()
  const solar = LunarDay.fromYmd(year, month, Math.min(day, last)).getSolarDay()
  return { year: solar.getYear(), month: solar.getMonth(), day: solar.getDay() }
}

/** Their places among the 24 solar terms of a year, which begin with the winter solstice of the year before. */
const TERMS = { qingming: 7, winter_solstice: 24 } as const

/** Returns the day of a solar term (节气) in a year. */
export function solarTermIn(year: number, term: keyof typeof TERMS): CalendarDate {
  const solar = SolarTerm.fromIndex(year, TERMS[term]).getSolarDay()
  return { year: solar.getYear(), month: solar.getMonth(), day: solar.getDay() }
}
