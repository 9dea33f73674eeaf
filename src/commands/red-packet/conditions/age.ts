import type { AgeFault } from '../../../core/conditions/age.js'
import { duration as durationText } from '../../../i18n/format.js'
import type { Language } from '../../../i18n/language.js'
import { ageWords } from './age-words.js'

const DAY = 24 * 3_600_000
const AGES = [DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY]

/** Options of the argument for a condition's minimum time. */
export const age = () => ({ suggest: () => AGES, unset: true, inWords: true }) as const

/** Refusal that names the shortest and longest time a condition accepts. */
export const ageFaults = {
  bad_age({ min, max }: AgeFault, language: Language): string {
    const words = { min: durationText(min, language), max: durationText(max, language) }
    return ageWords[language].badAge(words)
  },
}
