import { endMovePauses } from '../../store/chat-moves.js'
import { endMessagePauses } from '../../store/messages.js'
import { endNotificationPauses } from '../../store/notifications.js'
import type { Plan } from '../../store/plan.js'

/**
 * Lets cards, notifications and moves of chats that were put off be tried at once. Their times are dates, and after the
 * machine's clock went back those may be far away.
 */
export function* endPauses(now: number): Plan<void> {
  yield* endMessagePauses(now)
  yield* endNotificationPauses(now)
  yield* endMovePauses(now)
}
