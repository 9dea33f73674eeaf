import { expect, it } from 'vitest'
import { commonWords } from '../../src/commands/common-words.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { LANGUAGES, type Language } from '../../src/i18n/catalogue.js'
import { wordsOf } from '../support/words-of.js'

/** All words of the commands and their surroundings, by path. */
function allWords(language: Language) {
  const entries = ENTRIES.flatMap((entry) => ('commands' in entry ? [entry, ...entry.commands] : [entry]))
  const own = entries.map(({ name, words }) => [name, words[language]])
  return wordsOf({ ...Object.fromEntries(own), common: commonWords[language] })
}

it.each(LANGUAGES)(
  'the words of the commands are never empty and contain no unfilled placeholder (%s)',
  (language) => {
    const words = allWords(language)
    expect(words.length).toBeGreaterThan(200)
    for (const [path, { text }] of words) {
      expect(text.trim(), path).not.toBe('')
      expect(text, path).not.toMatch(/undefined|\[object|NaN|\bnull\b/)
    }
  },
)

it('the commands have the same texts in every language, with the same parameters', () => {
  // The number of spellings varies by language.
  const uses = (language: Language) =>
    allWords(language)
      .filter(([path]) => !/\.(also|typed)\.|\.choices\./.test(path))
      .map(([path, { uses }]) => [path, uses])
  for (const language of LANGUAGES) expect(uses(language)).toEqual(uses('en'))
})
