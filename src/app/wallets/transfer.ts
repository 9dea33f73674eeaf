import { type Amount, type Currency, MAX_AMOUNT } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import { lengthOf, MAX_NOTE, plainText } from '../../core/text.js'
import { communityAt } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { post } from '../../store/ledger.js'
import { joinMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'
import { LINKED } from '../linking/transfer-balances.js'
import { refuseFrozen, type WalletFrozen } from './frozen.js'
import { type OverNewcomerLimit, overNewcomerLimit } from './newcomer-limit.js'

export interface Transfer extends KeyedCommand {
  readonly to: Person
  /** Minor units. */
  readonly amount: number
  /** May be empty. */
  readonly note: string
}

export type TransferOutcome =
  | {
      kind: 'transferred'
      name: string
      amount: Amount
      balance: Amount
      currency: Currency
      note: string
      tradeNo: number
    }
  | { kind: 'insufficient'; balance: Amount; needed: Amount; currency: Currency }
  | { kind: 'to_self' }
  | { kind: 'bad_amount' }
  | { kind: 'note_too_long'; max: number }
  | WalletFrozen
  | OverNewcomerLimit
  | UnknownChat
  | KeyReused

/** Moves money between two members of a community. */
export function* transfer(command: Transfer, now: number): Plan<TransferOutcome> {
  const { key, place, by, to } = command
  const body = bodyOf('transfer', command)
  return yield* idempotent<TransferOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const amount = command.amount as Amount
    if (!Number.isSafeInteger(amount) || amount < 1 || amount > MAX_AMOUNT) return { kind: 'bad_amount' }
    const typed = plainText(command.note)
    // Members can't pass a payment off as a movement by linking, which the newcomers' limit doesn't count.
    const note = typed === LINKED ? '' : typed
    if (lengthOf(note) > MAX_NOTE) return { kind: 'note_too_long', max: MAX_NOTE }
    const giver = yield* joinMember(community.id, by, now)
    const taker = yield* joinMember(community.id, to, now)
    const { currency } = community
    if (giver.id === taker.id) return { kind: 'to_self' }
    if (giver.wallet.status !== 'active') return yield* refuseFrozen(giver)
    if (taker.wallet.status !== 'active') return { kind: 'wallet_frozen', name: taker.name }
    if (giver.wallet.balance < amount)
      return { kind: 'insufficient', balance: giver.wallet.balance, needed: amount, currency }
    const over = yield* overNewcomerLimit({ community, member: giver, by, amount }, now)
    if (over) return over
    const tradeNo = yield* post({
      from: giver.wallet,
      to: taker.wallet,
      amount,
      kind: 'transfer',
      desc: note,
      actor: giver.id,
      envelope: null,
      at: now,
    })
    const balance = (giver.wallet.balance - amount) as Amount
    return { kind: 'transferred', name: taker.name, amount, balance, currency, note, tradeNo }
  })
}
