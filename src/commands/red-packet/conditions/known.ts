import type { AgeFault } from '../../../core/conditions/age.js'
import type { Known, KnownRefusal } from '../../../core/conditions/known.js'
import { duration as durationText } from '../../../i18n/format.js'
import { duration, further } from '../../framework/arguments/arguments.js'
import { writeDuration } from '../../framework/arguments/durations.js'
import { age, ageFaults } from './age.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { knownWords } from './known-words.js'

interface Given {
  /** Milliseconds. */
  readonly known?: number
}

export const knownInChat: ConditionInChat<Known, Known, AgeFault, KnownRefusal, Given> = {
  arguments: { known: further(duration(age())) },
  words: { en: knownWords.en.arguments, zh: knownWords.zh.arguments },
  inForm: ['known'],
  from: ({ known: least }) => (least === undefined ? undefined : { kind: 'known', least }),
  raws: ({ least }) => ({ known: writeDuration(least) }),
  faults: ageFaults,
  onCard: ({ least }, open, language) =>
    open ? [knownWords[language].card({ time: durationText(least, language) })] : [],
  refused(refusal, language) {
    const words = knownWords[language]
    return words.refused({ time: durationText(refusal.least, language) })
  },
}
