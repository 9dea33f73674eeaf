import { hasEnded, type Way } from '../../core/envelope.js'
import type { Amount, Currency } from '../../core/money.js'
import { isDrawn } from '../../core/ways/ways.js'
import { communityAt } from '../../store/communities.js'
import { answeredBy } from '../../store/conditions/answers.js'
import { dueEnvelopes, end, endedCardAt, envelopeById, getEnvelope, isDue } from '../../store/envelopes.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { BrokenInvariant, closeEmptyAccount, getAccount, post } from '../../store/ledger.js'
import { joinMember, memberById } from '../../store/members.js'
import { bumpMessages, bumpMessagesForLater } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { entrantsOf } from '../../store/ways/entrants.js'
import { tellEnd } from '../board/tell-end.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'
import { represents } from '../linking/represents.js'
import { transferBalance } from '../linking/transfer-balances.js'
import { serveAtDeadline } from './ways/in-play.js'

export interface CancelEnvelope extends KeyedCommand {
  readonly envelopeNo: string
}

export type CancelOutcome =
  | { kind: 'envelope_cancelled'; refunded: Amount; currency: Currency; tradeNo: number }
  | { kind: 'not_sender' }
  | { kind: 'somebody_grabbed'; count: number }
  | { kind: 'somebody_joined'; count: number }
  | { kind: 'ended'; state: 'finished' | 'expired' | 'cancelled' }
  | { kind: 'unknown_envelope' }
  | UnknownChat
  | KeyReused

interface Ending {
  id: number
  envelope_no: string
  account_no: string
  sender: number
  way: Way
  conditions: number
  salt: string
  total: Amount
  grabbed_total: Amount
  count: number
  deadline: number
}

/** Lets the sender cancel an envelope that no one has grabbed from, or that is still scheduled. */
export function* cancelEnvelope(command: CancelEnvelope, now: number): Plan<CancelOutcome> {
  const { key, place, by, envelopeNo } = command
  const body = bodyOf('cancel', command)
  return yield* idempotent<CancelOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const envelope = yield* getEnvelope(envelopeNo)
    if (!envelope) return { kind: 'unknown_envelope' }
    if (envelope.community !== community.id) {
      // It ended before the chat was linked or unlinked; its card is still here.
      const ended = yield* endedCardAt(place, envelopeNo)
      return ended && hasEnded(ended.state)
        ? { kind: 'ended', state: ended.state }
        : { kind: 'unknown_envelope' }
    }
    const member = yield* joinMember(community.id, by, now)
    if (!(yield* represents(member, envelope.sender))) return { kind: 'not_sender' }
    if (hasEnded(envelope.state)) return { kind: 'ended', state: envelope.state }
    if (envelope.grabbed_count > 0) return { kind: 'somebody_grabbed', count: envelope.grabbed_count }
    const joined = yield* joinedBy(envelope)
    if (joined > 0) return { kind: 'somebody_joined', count: joined }
    const tradeNo = yield* endAndRefund(envelope, 'cancelled', now)
    return { kind: 'envelope_cancelled', refunded: envelope.total, currency: community.currency, tradeNo }
  })
}

/**
 * Cancels and refunds an open envelope whose card could not be shown anywhere. Does nothing once
 * someone has grabbed or joined, or when it has ended. Returns whether it was cancelled.
 */
export function* cancelUnshown(id: number, now: number): Plan<boolean> {
  const envelope = yield* envelopeById(id)
  if (envelope?.state !== 'open' || envelope.grabbed_count > 0 || (yield* joinedBy(envelope)) > 0)
    return false
  yield* endAndRefund(envelope, 'cancelled', now)
  return true
}

/**
 * Ends up to `limit` due envelopes, skipping `except`, and refunds the unclaimed money to their senders. An envelope
 * ends only once, however many sweeps run. Returns how many ended; call again until it returns 0.
 */
export function* expireEnvelopes(now: number, limit: number, except?: readonly number[]): Plan<number> {
  let ended = 0
  for (const envelope of yield* dueEnvelopes(now, limit, except)) {
    yield* endDue(envelope, now)
    ended++
    // A draw may hand out many shares, so waiting clicks go next.
    if (envelope.way !== 'speed') break
  }
  return ended
}

/** Returns the ids of due envelopes, skipping `except`, the most overdue first. */
export function* listDue(now: number, limit: number, except?: readonly number[]): Plan<number[]> {
  return (yield* dueEnvelopes(now, limit, except)).map((envelope) => envelope.id)
}

/** Ends one envelope if it is open and due; returns whether it did. For when a batch fails. */
export function* expireOne(id: number, now: number): Plan<boolean> {
  const envelope = yield* envelopeById(id)
  if (envelope?.state !== 'open' || !(yield* isDue(envelope, now))) return false
  yield* endDue(envelope, now)
  return true
}

/** Returns how many have joined an envelope, or tried to meet a condition. */
function* joinedBy({ id, way, conditions }: Pick<Ending, 'id' | 'way' | 'conditions'>): Plan<number> {
  const joined = way === 'speed' ? 0 : yield* entrantsOf(id)
  return conditions === 0 ? joined : Math.max(joined, yield* answeredBy(id))
}

/** Ends a due envelope: serves its entrants, then refunds the rest. */
function* endDue(envelope: Ending, now: number): Plan<void> {
  if (envelope.way === 'speed') return yield* expire(envelope, now)
  yield* serveAtDeadline(envelope, now)
  const served = yield* envelopeById(envelope.id)
  if (served?.state === 'open') yield* expire(served, now)
  else yield* bumpMessages(envelope.id)
}

function* expire(envelope: Ending, now: number): Plan<void> {
  yield* endAndRefund(envelope, 'expired', now)
  yield* tellEnd(envelope, Math.min(now, envelope.deadline))
}

/**
 * Refunds the unclaimed money and ends the envelope. Forwards the refund of a merged sender to the representing member.
 * Returns the refund's trade number.
 */
export function* endAndRefund(envelope: Ending, state: 'expired' | 'cancelled', now: number): Plan<number> {
  const sender = yield* memberById(envelope.sender)
  if (!sender) throw new BrokenInvariant(`envelope ${envelope.envelope_no} has no sender`)
  const refundTradeNo = yield* post({
    from: yield* getAccount(envelope.account_no),
    to: sender.wallet,
    amount: (envelope.total - envelope.grabbed_total) as Amount,
    kind: 'refund',
    desc: state,
    actor: null,
    envelope: envelope.id,
    at: now,
  })
  yield* end({ id: envelope.id, state, refundTradeNo, at: now })
  yield* closeEmptyAccount(envelope.account_no, now)
  // No one waits to see that no one came, except after a draw.
  if (state === 'expired' && !isDrawn(envelope.way)) yield* bumpMessagesForLater(envelope.id)
  else yield* bumpMessages(envelope.id)
  // A frozen wallet can't pay, so the money stays there.
  if (sender.mergedInto !== null && sender.wallet.status === 'active')
    yield* transferBalance(sender.wallet.accountNo, yield* walletNoOf(sender.mergedInto), sender.id, now)
  return refundTradeNo
}

function* walletNoOf(id: number): Plan<string> {
  const member = yield* memberById(id)
  if (!member) throw new BrokenInvariant(`member ${id} does not exist`)
  return member.wallet.accountNo
}
