import { endMovePauses } from '../../store/chat-moves.js'
import { endMessagePauses } from '../../store/messages.js'
import { endNotificationPauses } from '../../store/notifications.js'
import type { Plan } from '../../store/plan.js'
import { endResultPauses } from '../../store/results.js'
import { endReversalNoticePauses } from '../../store/reversals.js'

/**
 * Makes postponed cards, notifications, results and chat moves retry at once. Their retry times are dates, which may be far away
 * once the machine's clock has gone back.
 */
export function* endPauses(now: number): Plan<void> {
  yield* endMessagePauses(now)
  yield* endNotificationPauses(now)
  yield* endResultPauses(now)
  yield* endReversalNoticePauses(now)
  yield* endMovePauses(now)
}
