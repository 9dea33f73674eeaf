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

/** Lets the sender cancel an envelope that nobody has grabbed from. */
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
      return ended && ended.state !== 'open'
        ? { kind: 'ended', state: ended.state }
        : { kind: 'unknown_envelope' }
    }
    const member = yield* joinMember(community.id, by, now)
    if (!(yield* represents(member, envelope.sender))) return { kind: 'not_sender' }
    if (envelope.state !== 'open') return { kind: 'ended', state: envelope.state }
    if (envelope.grabbed_count > 0) return { kind: 'somebody_grabbed', count: envelope.grabbed_count }
    const tradeNo = yield* endAndRefund(envelope, 'cancelled', now)
    return { kind: 'envelope_cancelled', refunded: envelope.total, currency: community.currency, tradeNo }
  })
}

/**
 * Cancels and refunds an open envelope whose card couldn't be shown anywhere. Does nothing when it has ended or someone
 * has grabbed. Returns whether it was cancelled.
 */
export function* cancelUnshown(id: number, now: number): Plan<boolean> {
  const envelope = yield* envelopeById(id)
  if (envelope?.state !== 'open' || envelope.grabbed_count > 0) return false
  yield* endAndRefund(envelope, 'cancelled', now)
  return true
}

/**
 * Ends up to `limit` due envelopes, skipping `except`, and refunds the remainders to their senders. However many sweeps
 * run, an envelope ends once. Returns how many ended; call again while it is `limit`.
 */
export function* expireEnvelopes(now: number, limit: number, except?: readonly number[]): Plan<number> {
  const due = yield* dueEnvelopes(now, limit, except)
  for (const envelope of due) yield* endAndRefund(envelope, 'expired', now)
  return due.length
}

/** Returns the ids of due envelopes, skipping `except`, the most overdue first. */
export function* listDue(now: number, limit: number, except?: readonly number[]): Plan<number[]> {
  return (yield* dueEnvelopes(now, limit, except)).map((envelope) => envelope.id)
}

/** Ends one envelope if it is open and due; returns whether it did. For when a batch fails. */
export function* expireOne(id: number, now: number): Plan<boolean> {
  const envelope = yield* envelopeById(id)
  if (envelope?.state !== 'open' || !(yield* isDue(envelope, now))) return false
  yield* endAndRefund(envelope, 'expired', now)
  return true
}

/**
 * Refunds the unclaimed money and ends the envelope. Forwards the refund of a merged sender to the representing member.
 * Returns the refund's trade number.
 */
function* endAndRefund(envelope: Ending, state: 'expired' | 'cancelled', now: number): Plan<number> {
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
  // A frozen wallet pays nobody, so the money waits there.
  if (sender.mergedInto !== null && sender.wallet.status === 'active')
    yield* transferBalance(sender.wallet.accountNo, yield* walletNoOf(sender.mergedInto), sender.id, now)
  return refundTradeNo
}

function* walletNoOf(id: number): Plan<string> {
  const member = yield* memberById(id)
  if (!member) throw new BrokenInvariant(`member ${id} does not exist`)
  return member.wallet.accountNo
}
