import type { Amount, Currency } from '../core/money.js'
import { communityAt } from '../store/communities.js'
import { claimShare, end, isChosen, lockEnvelope, shareAt, shareOf } from '../store/envelopes.js'
import { BrokenInvariant, closeEmptyAccount, post } from '../store/ledger.js'
import { joinMember } from '../store/members.js'
import { bumpMessages } from '../store/messages.js'
import type { Plan } from '../store/plan.js'
import { type KeyReused, once } from '../store/requests.js'
import type { KeyedCommand, UnknownChat } from './command.js'

export interface GrabShare extends KeyedCommand {
  readonly envelopeNo: string
}

export type GrabOutcome =
  | {
      kind: 'grabbed'
      amount: Amount
      /** 1 for the first to grab. */
      position: number
      count: number
      balance: Amount
      currency: Currency
      tradeNo: number
    }
  | { kind: 'already_grabbed'; amount: Amount; position: number; currency: Currency }
  | { kind: 'not_chosen' }
  | { kind: 'own_envelope' }
  | { kind: 'finished' }
  | { kind: 'expired' }
  | { kind: 'cancelled' }
  | { kind: 'unknown_envelope' }
  | { kind: 'wallet_frozen'; name: string }
  | UnknownChat
  | KeyReused

/**
 * Gives the next share of an envelope to whoever clicked, if that person may have one. Only a grab is
 * remembered by its key: every refusal stays true, because an envelope never opens again and nobody is
 * chosen later.
 */
export function* grabShare(command: GrabShare, now: number): Plan<GrabOutcome> {
  const { key, place, by, envelopeNo } = command
  const body = ['grab', place.platform, place.chat, by.platform, by.user, envelopeNo]
  const remember = (outcome: GrabOutcome) => outcome.kind === 'grabbed'
  return yield* once<GrabOutcome>({ key, body, at: now, remember }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const envelope = yield* lockEnvelope(envelopeNo)
    if (!envelope || envelope.community !== community.id) return { kind: 'unknown_envelope' }
    const { currency } = community
    const member = yield* joinMember(community.id, by, now)
    const earlier = yield* shareOf(envelope.id, member.id)
    if (earlier) return { kind: 'already_grabbed', ...earlier, currency }
    if (envelope.audience === 'chosen' && !(yield* isChosen(envelope.id, member.id)))
      return { kind: 'not_chosen' }
    if (member.id === envelope.sender && (envelope.kind === 'equal' || !community.rules.selfGrab))
      return { kind: 'own_envelope' }
    if (envelope.state !== 'open') return { kind: envelope.state }
    if (now >= envelope.deadline) return { kind: 'expired' }
    if (member.frozen) return { kind: 'wallet_frozen', name: member.name }

    const share = yield* shareAt(envelope.id, envelope.grabbed_count + 1)
    if (!share) throw new BrokenInvariant(`envelope ${envelopeNo} is open and has no share left`)
    const tradeNo = yield* post({
      from: envelope.account_no,
      to: member.walletNo,
      amount: share.amount,
      kind: 'grab',
      desc: '',
      actor: member.id,
      envelope: envelope.id,
      at: now,
    })
    yield* claimShare({ envelope, share, claimer: member.id, tradeNo, at: now })
    if (share.position === envelope.count) {
      yield* end({ id: envelope.id, state: 'finished', refundTradeNo: null, at: now })
      yield* closeEmptyAccount(envelope.account_no, now)
    }
    yield* bumpMessages(envelope.id)
    return {
      kind: 'grabbed',
      amount: share.amount,
      position: share.position,
      count: envelope.count,
      balance: (member.balance + share.amount) as Amount,
      currency,
      tradeNo,
    }
  })
}
