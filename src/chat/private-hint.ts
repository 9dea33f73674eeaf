import type { Reply } from '../commands/reply.js'
import type { Language } from '../i18n/language.js'
import { chatWords } from './chat-words.js'

/** A hint where to read a reply, and what stands on the button that leads there. */
export interface PrivateHint {
  readonly text: string
  readonly button: string
}

/**
 * What a chat is told of a reply for the asker alone: that it is in the private chat, or, when that chat is not open, how
 * to open it.
 */
export function privateHint(
  { unreached }: Pick<Reply, 'unreached'>,
  reached: boolean,
  language: Language,
): PrivateHint {
  const words = chatWords[language]
  if (reached) return { text: words.answeredPrivately, button: words.readIt }
  return { text: unreached ?? words.openPrivately, button: words.openIt }
}
