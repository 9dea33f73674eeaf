import { addDays, type CalendarDate, dayNumber, weekdayOf } from '../calendar-date.js'
import { solarDateOf, solarTermIn } from './lunar-calendar.js'

/** The festivals of the year, in the order in which their themes win when two fall on one day. */
export const FESTIVALS = [
  'new_years_eve',
  'spring_festival',
  'lantern',
  'dragon_boat',
  'qixi',
  'mid_autumn',
  'double_ninth',
  'winter_solstice',
  'qingming',
  'new_year',
  'valentines_day',
  'labour_day',
  'five_twenty',
  'childrens_day',
  'national_day',
  'singles_day',
  'easter',
  'halloween',
  'thanksgiving',
  'christmas',
] as const
export type Festival = (typeof FESTIVALS)[number]

const solar = (month: number, day: number) => (year: number) => ({ year, month, day })
const lunar = (month: number, day: number) => (year: number) => solarDateOf(year, month, day)

/** The day of each festival in a year of the solar calendar. */
const DAYS: Readonly<Record<Festival, (year: number) => CalendarDate>> = {
  new_years_eve: (year) => addDays(solarDateOf(year, 1, 1), -1),
  spring_festival: lunar(1, 1),
  lantern: lunar(1, 15),
  dragon_boat: lunar(5, 5),
  qixi: lunar(7, 7),
  mid_autumn: lunar(8, 15),
  double_ninth: lunar(9, 9),
  winter_solstice: (year) => solarTermIn(year, 'winter_solstice'),
  qingming: (year) => solarTermIn(year, 'qingming'),
  new_year: solar(1, 1),
  valentines_day: solar(2, 14),
  labour_day: solar(5, 1),
  five_twenty: solar(5, 20),
  childrens_day: solar(6, 1),
  national_day: solar(10, 1),
  singles_day: solar(11, 11),
  easter: easterIn,
  halloween: solar(10, 31),
  thanksgiving: (year) => nthWeekday(year, 11, 4, 4),
  christmas: solar(12, 25),
}

/** Returns the day of a festival in a year of the solar calendar. */
export function festivalIn(festival: Festival, year: number): CalendarDate {
  return DAYS[festival](year)
}

/** Returns the first day of a festival that is not before a day. */
export function nextFestival(festival: Festival, from: CalendarDate): CalendarDate {
  const this_ = festivalIn(festival, from.year)
  return dayNumber(this_) >= dayNumber(from) ? this_ : festivalIn(festival, from.year + 1)
}

/** The festivals of a year by the numbers of their days: finding a day in the Chinese calendar takes long. */
const years = new Map<number, ReadonlyMap<number, readonly Festival[]>>()
const MOST_YEARS = 200

/** Returns the festivals to which a day belongs. The Spring Festival lasts for two weeks, and Christmas begins on its eve. */
export function festivalsOn(date: CalendarDate): readonly Festival[] {
  let year = years.get(date.year)
  if (!year) {
    year = daysOfYear(date.year)
    if (years.size >= MOST_YEARS) years.clear()
    years.set(date.year, year)
  }
  return year.get(dayNumber(date)) ?? []
}

function daysOfYear(year: number): Map<number, Festival[]> {
  const days = new Map<number, Festival[]>()
  for (const festival of FESTIVALS) {
    const day = dayNumber(festivalIn(festival, year))
    const first = festival === 'christmas' ? day - 1 : day
    const last = festival === 'spring_festival' ? day + 13 : day
    for (let each = first; each <= last; each++) days.set(each, [...(days.get(each) ?? []), festival])
  }
  return days
}

/** A day that a community added: a birthday by the solar or the Chinese calendar. */
export interface OwnDay {
  readonly name: string
  readonly calendar: 'solar' | 'lunar'
  readonly month: number
  readonly day: number
}

/** Returns the first time that a community's own day comes, not before a day. 29 February is the 28th where there is none. */
export function nextOwnDay(own: OwnDay, from: CalendarDate): CalendarDate {
  // A lunar year begins in the one or the other solar year, so the one before may still have its last days to come.
  for (let year = from.year - 1; ; year++) {
    const date = ownDayIn(own, year)
    if (dayNumber(date) >= dayNumber(from)) return date
  }
}

function ownDayIn({ calendar, month, day }: OwnDay, year: number): CalendarDate {
  if (calendar === 'lunar') return solarDateOf(year, month, day)
  const date = addDays({ year, month, day }, 0)
  return date.month === month ? date : { year, month, day: day - 1 }
}

/** Returns those of a community's own days that fall on a day. */
export function ownDaysOn<Own extends OwnDay>(days: readonly Own[], date: CalendarDate): Own[] {
  return days.filter((own) => dayNumber(nextOwnDay(own, date)) === dayNumber(date))
}

/** Easter Sunday by the Gregorian computus. */
function easterIn(year: number): CalendarDate {
  const century = Math.floor(year / 100)
  const golden = year % 19
  const skipped = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 15
  const epact = (skipped + 19 * golden) % 30
  const moon = epact - (epact > 28 || (epact === 28 && golden > 10) ? 1 : 0)
  const fullMoon = addDays({ year, month: 3, day: 21 }, moon)
  return addDays(fullMoon, 7 - weekdayOf(fullMoon))
}

/** The nth weekday of a month, as the fourth Thursday of November. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): CalendarDate {
  const first = weekdayOf({ year, month, day: 1 })
  return { year, month, day: 1 + ((weekday - first + 7) % 7) + 7 * (nth - 1) }
}
