import { type CalendarDate, dayNumber } from '../../core/calendar-date.js'
import type { Language } from '../../i18n/language.js'

const DAY = 86_400_000
const format = (locale: string) =>
  new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  })
const chinese = format('zh-CN')
const FORMATS = { en: format('en-GB'), zh: chinese, 'zh-latin': chinese } as const

/** A day with its weekday, as people read it. */
export function dateText(date: CalendarDate, language: Language): string {
  return FORMATS[language].format(dayNumber(date) * DAY)
}
