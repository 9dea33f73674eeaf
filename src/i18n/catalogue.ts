import { en } from './en.js'
import { zh } from './zh.js'

/** All the words of a language. The compiler holds every language to the keys and parameters of English. */
export type Catalogue = typeof en

export type Language = 'en' | 'zh'

export const LANGUAGES: readonly Language[] = ['en', 'zh']

const catalogues: Readonly<Record<Language, Catalogue>> = { en, zh }

/** The words of a language. */
export function catalogue(language: Language): Catalogue {
  return catalogues[language]
}

/** What a command is called, how it is written and what it does. */
export interface CommandWords {
  readonly usage: string
  readonly example: string
  readonly description: string
}

/** The words of one command. */
export function commandWords(name: keyof Catalogue['commands'], language: Language): CommandWords {
  return catalogues[language].commands[name]
}
