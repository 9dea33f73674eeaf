import { type Amount, amountOf } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import { claimNextShare, end, type GrabbedFrom } from '../../store/envelopes.js'
import { BrokenInvariant, closeEmptyAccount, post } from '../../store/ledger.js'
import type { Member } from '../../store/members.js'
import { bumpMessages } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { holdShare } from '../../store/share-holders.js'
import { tellEnd } from '../board/tell-end.js'
import { refuseFrozen } from '../wallets/frozen.js'
import type { GrabOutcome, Receiving } from './grab-share.js'

/** A share as it was handed out. */
export interface Handed {
  readonly amount: Amount
  readonly position: number
  readonly count: number
  /** Wallet balance, including the share. */
  readonly balance: Amount
  readonly tradeNo: number
}

/**
 * Hands the next share of an open envelope to a member, and ends the envelope with the last one. The envelope and
 * member must be freshly read, and the member must be allowed a share.
 */
export function* handOut(
  envelope: GrabbedFrom,
  member: Member,
  { platform, user }: Pick<Person, 'platform' | 'user'>,
  now: number,
  /** Milliseconds from the card to the tap, where known. */
  reaction: number | null = null,
): Plan<Handed> {
  const { id, count, nextShare: amount } = envelope
  if (amount === null) throw new BrokenInvariant(`envelope ${id} is open but has no share left`)
  const tradeNo = yield* post({
    from: envelope.account,
    to: member.wallet,
    amount,
    kind: 'grab',
    desc: '',
    actor: member.id,
    envelope: id,
    at: now,
  })
  yield* claimNextShare({ envelope, amount, claimer: member.id, tradeNo, at: now, reaction })
  const position = envelope.grabbedCount + 1
  if (member.everLinked) yield* holdShare({ envelope: id, position, platform, user })
  if (position === count) {
    yield* end({ id, state: 'finished', refundTradeNo: null, at: now })
    yield* closeEmptyAccount(envelope.account.accountNo, now)
    yield* tellEnd(envelope, now)
  }
  return { amount, position, count, balance: amountOf(member.wallet.balance + amount), tradeNo }
}

/** Grabs the next share for a person who may have one and doesn't yet. */
export function* grabNext({ envelope, member, command, now }: Receiving): Plan<GrabOutcome> {
  if (envelope.state !== 'open') return { kind: envelope.state }
  if (now >= envelope.deadline) return { kind: 'expired' }
  if (member.wallet.status !== 'active') return yield* refuseFrozen(member)
  const handed = yield* handOut(envelope, member, command.by, now, command.reaction ?? null)
  yield* bumpMessages(envelope.id)
  return { kind: 'grabbed', ...handed, currency: envelope.currency }
}
