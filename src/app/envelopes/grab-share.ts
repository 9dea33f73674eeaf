import { hasEnded, senderMayGrab } from '../../core/envelope.js'
import { type Amount, amountOf, type Currency } from '../../core/money.js'
import type { Place } from '../../core/place.js'
import { communityAt } from '../../store/communities.js'
import { chosenRolesOf, claimNextShare, end, endedCardAt, getForGrab } from '../../store/envelopes.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { BrokenInvariant, closeEmptyAccount, post } from '../../store/ledger.js'
import { joinMember, type Member } from '../../store/members.js'
import { bumpMessages } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { holdShare } from '../../store/share-holders.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'
import { represents, shareFor, wasChosen } from '../linking/represents.js'

export interface GrabShare extends KeyedCommand {
  readonly envelopeNo: string
  /** The roles that the platform says the person has at this moment. */
  readonly roles?: readonly string[]
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
 * remembered by its key: a refusal stays true, because an envelope never opens again and nobody is chosen
 * later. (A wallet may be thawed, a role be given, a community founded in between: then the repeated click may
 * grab, once.)
 */
export function* grabShare(command: GrabShare, now: number): Plan<GrabOutcome> {
  const { key, place, by, envelopeNo } = command
  const body = bodyOf('grab', command)
  return yield* idempotent<GrabOutcome>({ key, body, at: now, remember: isGrab }, function* () {
    const envelope = yield* getForGrab(place, envelopeNo)
    // Nobody can have seen one that is still scheduled.
    if (!envelope || envelope.state === 'scheduled') return yield* refuseUnknown(place, envelopeNo)
    const { currency } = envelope
    const member = yield* joinMember(envelope.community, by, now)
    const earlier = yield* shareFor(member, by, envelope.id)
    if (earlier) return { kind: 'already_grabbed', ...earlier, currency }
    if (envelope.audience === 'chosen' && !(yield* mayGrab(envelope.id, member, command)))
      return { kind: 'not_chosen' }
    if (!senderMayGrab(envelope.kind, envelope.selfGrab) && (yield* represents(member, envelope.sender)))
      return { kind: 'own_envelope' }
    if (envelope.state !== 'open') return { kind: envelope.state }
    if (now >= envelope.deadline) return { kind: 'expired' }
    if (member.wallet.status !== 'active') return { kind: 'wallet_frozen', name: member.name }

    const amount = envelope.nextShare
    if (amount === null) throw new BrokenInvariant(`envelope ${envelopeNo} is open and has no share left`)
    const tradeNo = yield* post({
      from: envelope.account,
      to: member.wallet,
      amount,
      kind: 'grab',
      desc: '',
      actor: member.id,
      envelope: envelope.id,
      at: now,
    })
    yield* claimNextShare({ envelope, amount, claimer: member.id, tradeNo, at: now })
    const { id, count } = envelope
    const position = envelope.grabbedCount + 1
    if (member.everLinked) yield* holdShare({ envelope: id, position, platform: by.platform, user: by.user })
    if (position === count) {
      yield* end({ id, state: 'finished', refundTradeNo: null, at: now })
      yield* closeEmptyAccount(envelope.account.accountNo, now)
    }
    yield* bumpMessages(id)
    const balance = amountOf(member.wallet.balance + amount)
    return { kind: 'grabbed', amount, position, count, balance, currency, tradeNo }
  })
}

/** Why there is nothing to grab: a card may hang here of an envelope that ended before the chat was linked. */
function* refuseUnknown(place: Place, envelopeNo: string): Plan<GrabOutcome> {
  if (!(yield* communityAt(place))) return { kind: 'unknown_chat' }
  const envelope = yield* endedCardAt(place, envelopeNo)
  return envelope && hasEnded(envelope.state) ? { kind: envelope.state } : { kind: 'unknown_envelope' }
}

/** Whether a person was chosen, or has a chosen role now. */
function* mayGrab(envelope: number, member: Member, { by, roles = [] }: GrabShare): Plan<boolean> {
  if (yield* wasChosen(member, envelope)) return true
  const chosen = yield* chosenRolesOf(envelope)
  return chosen.some(({ platform, role }) => platform === by.platform && roles.includes(role))
}

function isGrab(outcome: GrabOutcome): boolean {
  return outcome.kind === 'grabbed'
}
