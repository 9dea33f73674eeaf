import { envelopeWords } from '../../../src/commands/envelope-words.js'
import { cardWords } from '../../../src/commands/red-packet/card-words.js'
import { festivalWords } from '../../../src/commands/red-packet/festival-words.js'
import { tradeWords } from '../../../src/commands/trade-words.js'
import type { Language } from '../wire.js'

/** Returns the words that the page shares with the bots' cards and statements. */
export function sharedWords(language: Language) {
  return {
    card: cardWords[language],
    kind: envelopeWords[language].kind,
    greeting: festivalWords[language].greeting,
    change: tradeWords[language],
  }
}

export type SharedWords = ReturnType<typeof sharedWords>
