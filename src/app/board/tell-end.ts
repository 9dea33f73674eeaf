import { MIN_SHARES_TO_TELL } from '../../core/envelope.js'
import { messagesOf } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { wantResults } from '../../store/results.js'
import { notifySender } from './notify-sender.js'

/** Time after the end in which a result is news. Milliseconds. */
export const TIMELY = 2 * 60_000

/**
 * Requests a message below each card that tells how an envelope ended, or a notification to its sender where no chat
 * gets one. Skips envelopes of one or two shares. `endedAt`: UTC milliseconds.
 */
export function* tellEnd({ id, count }: { id: number; count: number }, endedAt: number): Plan<void> {
  if (count < MIN_SHARES_TO_TELL || (yield* wantResults(id, endedAt, endedAt + TIMELY + 1)) > 0) return
  yield* tellSender(id)
}

/** Notifies an envelope's sender of its end, where its first card is. */
export function* tellSender(envelope: number): Plan<void> {
  const [card] = yield* messagesOf(envelope)
  yield* notifySender(envelope, card?.platform ?? '', 'ended')
}
