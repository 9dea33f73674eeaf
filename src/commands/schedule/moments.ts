import type { Language } from '../../i18n/language.js'

const LOCALES = { en: 'en-GB', zh: 'zh-CN', 'zh-latin': 'zh-CN' } as const

/** A moment (UTC milliseconds) with weekday, day and time as a clock in the time zone shows it. */
export function momentText(at: number, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone },
  }).format(at)
}
