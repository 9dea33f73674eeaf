import type { EnvelopeRules } from '../../../core/envelope.js'
import type { Language } from '../../../i18n/language.js'

const en = { seconds: '20s', minutes: '5m', hours: '24h', days: '2d' }

const zh: typeof en = { seconds: '20秒', minutes: '5分', hours: '24小时', days: '2天' }

const times = { en, zh, 'zh-latin': zh } as const

/** Limits for how long a red packet may stay open in a community, in milliseconds. */
export type Lifetimes = Pick<EnvelopeRules, 'minLifetime' | 'maxLifetime'>

/** Returns some times that are allowed as they are typed; the shortest one when none of the usual ones is. */
export function lifetimesOffered(language: Language, { minLifetime, maxLifetime }: Lifetimes): string[] {
  const { seconds, minutes, hours, days } = times[language]
  const offered: readonly (readonly [number, string])[] = [
    [20_000, seconds],
    [300_000, minutes],
    [24 * 3_600_000, hours],
    [48 * 3_600_000, days],
  ]
  const allowed = offered.filter(([millis]) => millis >= minLifetime && millis <= maxLifetime)
  if (allowed.length === 0) return [seconds.replace('20', String(Math.ceil(minLifetime / 1000)))]
  return allowed.map(([, typed]) => typed)
}
