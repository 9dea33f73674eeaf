import { type CalendarDate, dayNumber } from '../../core/calendar-date.js'
import type { Language } from '../../i18n/language.js'

const DAY = 86_400_000
const zh = {
  day: new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat('zh-CN', { month: 'short', timeZone: 'UTC' }),
}
const FORMATS = {
  en: {
    day: new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }),
    month: new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }),
  },
  ...{ zh, 'zh-latin': zh },
} as const

/** Writes the first or the last day of a letter. */
export function dayText(date: CalendarDate, language: Language): string {
  return FORMATS[language].day.format(dayNumber(date) * DAY)
}

/** Writes the name of a month. */
export function monthText({ year, month }: Pick<CalendarDate, 'year' | 'month'>, language: Language): string {
  return FORMATS[language].month.format(dayNumber({ year, month, day: 1 }) * DAY)
}
