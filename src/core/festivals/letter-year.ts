import { addDays, type CalendarDate, dayNumber } from '../calendar-date.js'
import { festivalIn } from './festival-days.js'

/** Days that a year letter covers. */
export interface LetterYear {
  readonly first: CalendarDate
  readonly last: CalendarDate
}

/** Days of a new year on which the letter is about the one before: until the Lantern Festival. */
const GRACE_DAYS = 14

/** Returns the year of a letter that is written on a day: from the Spring Festival on, which begins the Chinese year. */
export function letterYear(today: CalendarDate): LetterYear {
  const next = festivalIn('spring_festival', today.year)
  const first = dayNumber(next) <= dayNumber(today) ? next : festivalIn('spring_festival', today.year - 1)
  if (dayNumber(today) - dayNumber(first) >= GRACE_DAYS) return { first, last: today }
  return { first: festivalIn('spring_festival', first.year - 1), last: addDays(first, -1) }
}
