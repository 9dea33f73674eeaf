/** A day of the solar calendar; months and days count from 1. */
export interface CalendarDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

const DAY = 86_400_000

/** Midnight (UTC milliseconds) at the beginning of the day in UTC: a number that days can be compared and counted by. */
export function dayNumber({ year, month, day }: CalendarDate): number {
  return Date.UTC(year, month - 1, day) / DAY
}

/** The day so many days later. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  const moved = new Date((dayNumber(date) + days) * DAY)
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() }
}

/** The day of the week, 0 for Sunday. */
export function weekdayOf(date: CalendarDate): number {
  return new Date(dayNumber(date) * DAY).getUTCDay()
}

/** Returns whether there is such a day. */
export function isDate({ year, month, day }: CalendarDate): boolean {
  const date = addDays({ year, month, day }, 0)
  return date.year === year && date.month === month && date.day === day
}
