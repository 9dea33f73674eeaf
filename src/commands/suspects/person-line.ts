import type { SuspectsOutcome } from '../../app/community/suspects.js'
import { duration } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { fill, quote, type Text } from '../framework/replies/rich-text.js'
import { words } from './words.js'

type Person = Extract<SuspectsOutcome, { kind: 'suspects' }>['people'][number]

/** Shorter times show hundredths of a second. Milliseconds. */
const SHORT = 60_000

/** Writes how a member taps. */
export function personLine({ packets, median, fastest, firsts, ...each }: Person, language: Language): Text {
  const { say } = words[language]
  const time = (millis: number) =>
    millis < SHORT ? say.seconds({ seconds: (millis / 1_000).toFixed(2) }) : duration(millis, language)
  const counts = { name: quote(each.name), packets, firsts: Math.round((100 * firsts) / packets) }
  if (median === null || fastest === null) return fill(say.untimed, counts)
  return fill(say.person, { ...counts, median: time(median), fastest: time(fastest) })
}
