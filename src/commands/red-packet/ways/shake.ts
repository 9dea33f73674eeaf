import { tapeLength } from '../../../core/ways/shake.js'
import { bad, info } from '../../framework/replies/reply.js'
import { shakeWords } from './shake-words.js'
import type { Answering, Outcome, WayInChat } from './way-in-chat.js'

export const shakeInChat: WayInChat = {
  choice: { en: shakeWords.en.choices, zh: shakeWords.zh.choices },
  onCard({ state, count }, language) {
    const { how, button } = shakeWords[language].card
    return { how: state === 'open' ? how({ wins: count, tape: tapeLength(count) }) : undefined, button }
  },
}

/** Answers to tries that won nothing. */
export function shakeAnswers({ language, aloud }: Answering) {
  const { say } = shakeWords[language]
  return {
    missed: (outcome: Outcome<'missed'>) => info(say.missed(outcome), aloud),
    no_tries_left: () => bad(say.noTriesLeft),
  }
}
