import { MAX_TURNS, type Turns, type TurnsFault, type TurnsRefusal } from '../../../core/conditions/turns.js'
import { duration } from '../../../i18n/format.js'
import { further, whole } from '../../framework/arguments/arguments.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { turnsWords } from './turns-words.js'

interface Given {
  readonly turns?: number
}

export const turnsInChat: ConditionInChat<Turns, Turns, TurnsFault, TurnsRefusal, Given> = {
  arguments: { turns: further(whole({ max: MAX_TURNS })) },
  words: { en: turnsWords.en.arguments, zh: turnsWords.zh.arguments },
  inForm: ['turns'],
  from: ({ turns: last }) => (last === undefined ? undefined : { kind: 'turns', last }),
  raws: ({ last }) => ({ turns: String(last) }),
  faults: { bad_turns: (fault, language) => turnsWords[language].badTurns(fault) },
  onCard: (view, open, language) => (open ? [turnsWords[language].card(view)] : []),
  refused: ({ last, millis }, language) =>
    turnsWords[language].refused({ last, time: duration(millis, language) }),
}
