import type { Message } from './wire.js'

const MOST_OPEN_CARDS = 200
const MOST_OTHERS = 500

/**
 * Returns what to keep of a long chat, oldest first: the newest messages, preceded by the newest cards that are still
 * open, because their buttons are the only way to the money in them.
 */
export function newestMessages<One extends Message>(messages: readonly One[]): One[] {
  let openCards = 0
  let others = 0
  const kept: One[] = []
  for (const message of messages.toReversed()) {
    if (isOpenCard(message) && openCards < MOST_OPEN_CARDS) openCards++
    else if (others < MOST_OTHERS) others++
    else continue
    kept.push(message)
  }
  return kept.reverse()
}

function isOpenCard(message: Message): boolean {
  return message.kind === 'card' && message.envelope.state === 'open'
}
