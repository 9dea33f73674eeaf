import { duration } from '../../../src/i18n/format.js'
import type { Language } from '../wire.js'

const LOCALES = { en: 'en-GB', zh: 'zh-CN' } as const

/** Formats a moment (UTC milliseconds) by the visitor's clock. */
export function timeOfDay(at: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeStyle: 'medium' }).format(at)
}

export function hourAndMinute(at: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeStyle: 'short' }).format(at)
}

/** Formats day, month and time: time may have been skipped, so the time alone isn't enough. */
export function dayAndTime(at: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}

export function dayOf(at: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(at)
}

/**
 * Formats the remaining time for a countdown: `1:05` within the last hour, `23 h 59 min` before that. Never negative.
 */
export function countdown(millis: number, language: Language): string {
  const seconds = Math.max(0, Math.ceil(millis / 1000))
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return duration(seconds * 1000, language)
}
