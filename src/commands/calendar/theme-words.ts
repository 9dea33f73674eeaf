import type { Festival } from '../../core/festivals/festival-days.js'
import { THEMES, type Theme } from '../../core/festivals.js'
import type { Language } from '../../i18n/language.js'
import type { Tongue } from '../framework/words.js'
import { festivalWords } from '../red-packet/festival-words.js'

const EVE = { en: 'Lunar New Year’s Eve', zh: '除夕', 'zh-latin': '除夕' } as const

/** Returns the greeting of a card whose sender typed none. */
export function greetingOf(theme: Theme, language: Language): string {
  return festivalWords[language].greeting[theme]
}

/** Returns what a theme or a festival is called. */
export function themeName(theme: Theme | Festival, language: Language): string {
  return theme === 'new_years_eve' ? EVE[language] : festivalWords[language].theme[theme]
}

function choicesOf(tongue: Tongue): Record<Theme, readonly string[]> {
  const { theme: names } = festivalWords[tongue]
  const choices = THEMES.map((theme) => [theme, [names[theme], tongue === 'zh' ? names[theme] : theme]])
  return Object.fromEntries(choices) as Record<Theme, readonly string[]>
}

/** A label for each theme and the word that is typed for it: in English its id, in Chinese its name. */
export const themeChoices = { en: choicesOf('en'), zh: choicesOf('zh') }
