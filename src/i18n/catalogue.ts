import type { EnvelopeRules } from '../core/envelope.js'
import { en } from './en.js'
import { zh, zhLatin } from './zh.js'

/** All the words of a language. The compiler holds every language to the keys and parameters of English. */
export type Catalogue = typeof en

/**
 * A language as it is written in one kind of place. `zh` names commands in Chinese; `zh-latin` is the same Chinese for
 * places that hear only commands in Latin letters, and names no others. Each adapter chooses with its own `languageOf`.
 */
export type Language = 'en' | 'zh' | 'zh-latin'

export const LANGUAGES: readonly Language[] = ['en', 'zh', 'zh-latin']

const catalogues: Readonly<Record<Language, Catalogue>> = { en, zh, 'zh-latin': zhLatin }

/** The words of a language. */
export function catalogue(language: Language): Catalogue {
  return catalogues[language]
}

/** How long a red packet may stay open in a community, in milliseconds. */
export type Lifetimes = Pick<EnvelopeRules, 'minLifetime' | 'maxLifetime'>

/** Returns some times that are allowed as they are typed; the shortest one when none of the usual ones is. */
export function timesOffered(language: Language, { minLifetime, maxLifetime }: Lifetimes): string[] {
  const { times } = catalogues[language]
  const offered: readonly (readonly [number, string])[] = [
    [20_000, times.seconds],
    [300_000, times.minutes],
    [24 * 3_600_000, times.hours],
    [48 * 3_600_000, times.days],
  ]
  const allowed = offered.filter(([millis]) => millis >= minLifetime && millis <= maxLifetime)
  if (allowed.length === 0) return [times.seconds.replace('20', String(Math.ceil(minLifetime / 1000)))]
  return allowed.map(([, typed]) => typed)
}
