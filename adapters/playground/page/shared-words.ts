import type { EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { envelopeWords } from '../../../src/commands/envelope-words.js'
import { cardWords } from '../../../src/commands/red-packet/card-words.js'
import { festivalWords } from '../../../src/commands/red-packet/festival-words.js'
import { resultText } from '../../../src/commands/results/result-text.js'
import { tradeWords } from '../../../src/commands/trade-words.js'
import type { Language } from '../wire.js'

/** Returns the words that the page shares with the bots' cards and statements. */
export function sharedWords(language: Language) {
  return {
    card: cardWords[language],
    kind: envelopeWords[language].kind,
    greeting: festivalWords[language].greeting,
    change: tradeWords[language],
    result: (envelope: EnvelopeView) => resultText(envelope, language, 'chat'),
  }
}

export type SharedWords = ReturnType<typeof sharedWords>
