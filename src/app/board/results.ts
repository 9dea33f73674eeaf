import type { Slice } from '../../core/shard-range.js'
import type { Plan } from '../../store/plan.js'
import { allLeftOut, setResultState, waitingResults, waitingResultsIn } from '../../store/results.js'
import { type EnvelopeView, viewEnvelope } from '../envelopes/view-envelope.js'
import { TIMELY, tellSender } from './tell-end.js'

/** Results per look. */
const AT_ONCE = 100

/** A result that may be posted below its card now. */
export interface DueResult {
  readonly card: number
  readonly envelope: number
  readonly platform: string
  readonly chat: string
  readonly thread: string | null
  /** The card's message. */
  readonly message: string
  readonly nonce: string
  /** True if an earlier try may have reached the chat. */
  readonly begun: boolean
}

/**
 * Returns the results to post now. Leaves out those whose card is gone or whose moment has passed. One whose card
 * doesn't show the end yet isn't looked at, so that however many wait for that, they hold up no other. `slices`: only
 * those below cards in one of them.
 */
export function* resultsToPost(now: number, slices?: readonly Slice[]): Plan<DueResult[]> {
  const due: DueResult[] = []
  const waiting = slices ? [] : yield* waitingResults(now, AT_ONCE)
  for (const slice of slices ?? []) waiting.push(...(yield* waitingResultsIn(slice, now, AT_ONCE)))
  for (const row of waiting) {
    const { card, envelope, platform, chat, thread, message, nonce } = row
    if (row.card_state === 'gone' || now - row.ended_at > TIMELY) yield* leaveOut(card, envelope)
    else if (message !== null && row.behind === 0)
      due.push({ card, envelope, platform, chat, thread, message, nonce, begun: row.state === 'begun' })
  }
  return due
}

/** Records that a result is about to be posted; returns what it tells, or undefined when it was settled meanwhile. */
export function* beginResult({
  card,
  envelope,
}: Pick<DueResult, 'card' | 'envelope'>): Plan<EnvelopeView | undefined> {
  return (yield* setResultState(card, 'begun')) ? yield* viewEnvelope(envelope) : undefined
}

export function* resultPosted(card: number): Plan<void> {
  yield* setResultState(card, 'posted')
}

/** Postpones a result that has not reached the chat until `nextTryAt` (UTC milliseconds). */
export function* resultLater(card: number, nextTryAt: number): Plan<void> {
  yield* setResultState(card, 'waiting', nextTryAt)
}

/** Gives up a result; when no chat has one, the sender is notified instead. */
export function* leaveOut(card: number, envelope: number): Plan<void> {
  if ((yield* setResultState(card, 'left_out')) && (yield* allLeftOut(envelope))) yield* tellSender(envelope)
}
