import { hasEnded } from '../../core/envelope.js'
import type { Amount, Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { dueEnvelopes, end, endedCardAt, envelopeById, getEnvelope, isDue } from '../../store/envelopes.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { BrokenInvariant, closeEmptyAccount, getAccount, post } from '../../store/ledger.js'
import { joinMember, memberById } from '../../store/members.js'
import { bumpMessages } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'
import { represents } from '../linking/represents.js'
import { transferBalance } from '../linking/transfer-balances.js'

export interface CancelEnvelope extends KeyedCommand {
  readonly envelopeNo: string
}

export type CancelOutcome =
  | { kind: 'envelope_cancelled'; refunded: Amount; currency: Currency; tradeNo: number }
  | { kind: 'not_sender' }
  | { kind: 'somebody_grabbed'; count: number }
  | { kind: 'ended'; state: 'finished' | 'expired' | 'cancelled' }
  | { kind: 'unknown_envelope' }
  | UnknownChat
  | KeyReused

interface Ending {
  id: number
  envelope_no: string
  account_no: string
  sender: number
  total: Amount
  grabbed_total: Amount
}

/** The sender takes an envelope back for which nobody has grabbed yet, or that is still scheduled. */
export function* cancelEnvelope(command: CancelEnvelope, now: number): Plan<CancelOutcome> {
  const { key, place, by, envelopeNo } = command
  const body = bodyOf('cancel', command)
  return yield* idempotent<CancelOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const envelope = yield* getEnvelope(envelopeNo)
    if (!envelope) return { kind: 'unknown_envelope' }
    if (envelope.community !== community.id) {
      // It ended before the chat was linked, or unlinked; the card still hangs here.
      const ended = yield* endedCardAt(place, envelopeNo)
      return ended && hasEnded(ended.state)
        ? { kind: 'ended', state: ended.state }
        : { kind: 'unknown_envelope' }
    }
    const member = yield* joinMember(community.id, by, now)
    if (!(yield* represents(member, envelope.sender))) return { kind: 'not_sender' }
    if (hasEnded(envelope.state)) return { kind: 'ended', state: envelope.state }
    if (envelope.grabbed_count > 0) return { kind: 'somebody_grabbed', count: envelope.grabbed_count }
    const tradeNo = yield* endAndRefund(envelope, 'cancelled', now)
    return { kind: 'envelope_cancelled', refunded: envelope.total, currency: community.currency, tradeNo }
  })
}

/**
 * Cancels and refunds an open envelope whose card could not be shown anywhere. Does nothing when somebody
 * has grabbed or it has ended. Returns whether it was cancelled.
 */
export function* cancelUnshown(id: number, now: number): Plan<boolean> {
  const envelope = yield* envelopeById(id)
  if (envelope?.state !== 'open' || envelope.grabbed_count > 0) return false
  yield* endAndRefund(envelope, 'cancelled', now)
  return true
}

/**
 * Ends up to `limit` envelopes that are due, `except` some, and books what is left back to their senders. Whoever
 * sweeps, and however often, an envelope ends once. Returns how many ended; ask again while it is `limit`.
 */
export function* expireEnvelopes(now: number, limit: number, except?: readonly number[]): Plan<number> {
  const due = yield* dueEnvelopes(now, limit, except)
  for (const envelope of due) yield* endAndRefund(envelope, 'expired', now)
  return due.length
}

/** The envelopes that are due, `except` some, the longest due first, by id. */
export function* listDue(now: number, limit: number, except?: readonly number[]): Plan<number[]> {
  return (yield* dueEnvelopes(now, limit, except)).map((envelope) => envelope.id)
}

/** Ends one envelope if it is open and due; returns whether it did. For when a batch of them cannot end. */
export function* expireOne(id: number, now: number): Plan<boolean> {
  const envelope = yield* envelopeById(id)
  if (envelope?.state !== 'open' || !(yield* isDue(envelope, now))) return false
  yield* endAndRefund(envelope, 'expired', now)
  return true
}

/**
 * Books the unclaimed money back and ends the envelope. Money of a sender who was merged into another member
 * goes on to that one at once. Returns the refund's trade number.
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
  yield* bumpMessages(envelope.id)
  // A frozen wallet pays nobody: there the money waits.
  if (sender.mergedInto !== null && sender.wallet.status === 'active')
    yield* transferBalance(sender.wallet.accountNo, yield* walletNoOf(sender.mergedInto), sender.id, now)
  return refundTradeNo
}

function* walletNoOf(id: number): Plan<string> {
  const member = yield* memberById(id)
  if (!member) throw new BrokenInvariant(`no member ${id}`)
  return member.wallet.accountNo
}
