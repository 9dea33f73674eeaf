import { refusalWords as playgroundWords } from '../../adapters/playground/refusal-words.js'
import { chatCardWords } from '../../src/chat/card-words.js'
import { chatWords } from '../../src/chat/chat-words.js'
import { commonWords } from '../../src/commands/common-words.js'
import { envelopeWords } from '../../src/commands/envelope-words.js'
import { argumentWords } from '../../src/commands/framework/arguments/argument-words.js'
import { readingWords } from '../../src/commands/framework/arguments/reading-words.js'
import { cardWords } from '../../src/commands/red-packet/card-words.js'
import { festivalWords } from '../../src/commands/red-packet/festival-words.js'
import { drawWords } from '../../src/commands/red-packet/ways/draw-words.js'
import { fairStartWords } from '../../src/commands/red-packet/ways/fair-start-words.js'
import { shakeWords } from '../../src/commands/red-packet/ways/shake-words.js'
import { waysWords } from '../../src/commands/red-packet/ways-words.js'
import { refusalWords } from '../../src/commands/refusal-words.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { tradeWords } from '../../src/commands/trade-words.js'
import type { Language } from '../../src/i18n/language.js'
import { type Words, wordsOf } from './words-of.js'

/** Returns every text that members read on the platforms, by its path. */
export function allWords(language: Language): [string, Words][] {
  const entries = ENTRIES.flatMap((entry) => ('commands' in entry ? [entry, ...entry.commands] : [entry]))
  const own = entries.map(({ name, words }) => [name, words[language]])
  return wordsOf({
    ...Object.fromEntries(own),
    ...{ argument: argumentWords[language === 'en' ? 'en' : 'zh'], card: cardWords[language] },
    ...{ chat: chatWords[language], chatCard: chatCardWords[language], common: commonWords[language] },
    ...{ envelopeWords: envelopeWords[language], festival: festivalWords[language] },
    ...{ playground: playgroundWords[language], reading: readingWords[language] },
    ...{ refusal: refusalWords[language], trade: tradeWords[language], ways: waysWords[language] },
    ...{ draw: drawWords[language], fairStart: fairStartWords[language], shake: shakeWords[language] },
  })
}
