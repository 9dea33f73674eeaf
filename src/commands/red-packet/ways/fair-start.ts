import { duration } from '../../../i18n/format.js'
import { info } from '../../framework/replies/reply.js'
import { fairStartWords } from './fair-start-words.js'
import type { Answering, WayInChat } from './way-in-chat.js'

export const fairStartInChat: WayInChat = {
  onCard({ way, count }, language) {
    if (way.kind !== 'fair_start') return {}
    const { card } = fairStartWords[language]
    const { window, waiting, over } = way
    return {
      how: over ? undefined : card.how({ time: duration(window, language) }),
      state: waiting > 0 ? card.waiting({ waiting, count }) : undefined,
    }
  },
}

/** Answers to taps within a fair start. */
export function fairStartAnswers({ language }: Answering) {
  const { say } = fairStartWords[language]
  return { waiting: () => info(say.waiting) }
}
