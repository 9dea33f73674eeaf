import type { Reply } from '../commands/reply.js'
import { catalogue, type Language } from '../i18n/catalogue.js'

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
  const words = catalogue(language).telegram
  if (reached) return { text: words.answeredPrivately, button: words.readIt }
  return { text: unreached ?? words.openPrivately, button: words.openIt }
}
