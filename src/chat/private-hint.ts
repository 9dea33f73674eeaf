import type { Reply } from '../commands/framework/replies/reply.js'
import type { Language } from '../i18n/language.js'
import { chatWords } from './chat-words.js'

/** A hint where to find a reply, and the label of the button that leads there. */
export interface PrivateHint {
  readonly text: string
  readonly button: string
}

/**
 * Returns the hint for a chat about a private reply: that it is in the private chat, or, if that isn't open yet, how to
 * open it.
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
