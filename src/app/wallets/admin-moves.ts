import type { Community } from '../../core/community.js'
import { type Amount, type Currency, MAX_AMOUNT, MAX_CIRCULATION } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import { lengthOf, MAX_NOTE, plainText } from '../../core/text.js'
import { communityAt } from '../../store/communities.js'
import { expectedIn } from '../../store/community-moves.js'
import { idempotent, type KeyReused, walletsPaidUnder } from '../../store/idempotency.js'
import { type Account, evenFrozen, getAccount, post } from '../../store/ledger.js'
import { joinMember, type Member } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, UnknownChat } from '../command.js'

export interface AdminMoves extends AdminCommand {
  readonly to: Person
  /** Minor units. */
  readonly amount: number
  /** Shown in the log. */
  readonly reason: string
}

export type AdminRefusal =
  | UnknownChat
  | KeyReused
  | { kind: 'not_admin' }
  | ReasonRefusal
  | { kind: 'bad_amount' }

/** Result of issuing money from the mint. */
export type Issued =
  | {
      kind: 'topped_up'
      name: string
      amount: Amount
      balance: Amount
      currency: Currency
      reason: string
      tradeNo: number
    }
  | { kind: 'circulation_full' }

export type TopUpOutcome = Issued | AdminRefusal

export type DeductOutcome =
  | {
      kind: 'deducted'
      name: string
      amount: Amount
      balance: Amount
      currency: Currency
      reason: string
      tradeNo: number
    }
  | { kind: 'member_lacks'; name: string; balance: Amount; currency: Currency }
  | AdminRefusal

/** Lets an admin give money from the mint to a member, with a reason. Both entries are in the log. */
export function topUp(command: AdminMoves, now: number): Plan<TopUpOutcome> {
  return topUpUnless<never>(command, now, () => undefined)
}

/** Tops up, unless there is an objection to this member, which then is the outcome. */
function* topUpUnless<Objection extends { kind: string }>(
  command: AdminMoves,
  now: number,
  objection: (member: Issue['member']) => Objection | undefined,
): Plan<TopUpOutcome | Objection> {
  return yield* idempotent<TopUpOutcome | Objection>(adminKey('top_up', command, now), function* () {
    const checked = yield* check(command, now)
    if ('kind' in checked) return checked
    return objection(checked.member) ?? (yield* issue(checked, checked.actor.id, now))
  })
}

export interface TopUpMany extends Omit<AdminMoves, 'to'> {
  readonly to: readonly Person[]
}

/** Outcome for one of many. A person named by two accounts is paid for the first. */
export type OneOfManyOutcome = TopUpOutcome | { kind: 'named_twice'; name: string }

export interface ManyToppedUp {
  readonly kind: 'many'
  /** Outcomes in the order of naming. */
  readonly outcomes: readonly OneOfManyOutcome[]
}

/**
 * Lets an admin give the same amount to several members, in one transaction: everyone eligible gets it, or no one if
 * it fails. Each has a key of their own and gets it once, even with several linked accounts, and even when the command
 * is repeated with other names.
 */
export function* topUpMany({ to, ...command }: TopUpMany, now: number): Plan<ManyToppedUp> {
  const outcomes: OneOfManyOutcome[] = []
  /** Wallets paid by this command, now or by an earlier run. */
  const had = new Set(yield* walletsPaidUnder(command.key))
  for (const person of to) {
    let walletNo = ''
    const one = { ...command, key: `${command.key}:${person.user}`, to: person }
    const outcome = yield* topUpUnless(one, now, ({ name, wallet }) => {
      walletNo = wallet.accountNo
      return had.has(walletNo) ? { kind: 'named_twice' as const, name } : undefined
    })
    if (outcome.kind === 'topped_up') had.add(walletNo)
    outcomes.push(outcome)
  }
  return { kind: 'many', outcomes }
}

/** Lets an admin take money from a member back to the mint, with a reason. Never below zero. */
export function* deduct(command: AdminMoves, now: number): Plan<DeductOutcome> {
  return yield* idempotent<DeductOutcome>(adminKey('deduct', command, now), function* () {
    const checked = yield* check(command, now)
    if ('kind' in checked) return checked
    const { community, actor, member, mint, amount, reason } = checked
    const { currency } = community
    if (member.wallet.balance < amount)
      return { kind: 'member_lacks', name: member.name, balance: member.wallet.balance, currency }
    const tradeNo = yield* post({
      from: evenFrozen(member.wallet),
      to: mint,
      amount,
      kind: 'deduct',
      desc: reason,
      actor: actor.id,
      envelope: null,
      at: now,
    })
    const balance = (member.wallet.balance - amount) as Amount
    return { kind: 'deducted', name: member.name, amount, balance, currency, reason, tradeNo }
  })
}

function adminKey(verb: string, command: AdminMoves, at: number) {
  return { key: command.key, body: bodyOf(verb, command), at }
}

interface Issue {
  readonly community: Pick<Community, 'currency'>
  readonly member: Pick<Member, 'name' | 'wallet'>
  readonly mint: Account
  readonly amount: Amount
  readonly reason: string
}

/** Moves money from the mint into a wallet; everything but the limit must have been checked. */
export function* issue(
  { community, member, mint, amount, reason }: Issue,
  actor: number | null,
  now: number,
): Plan<Issued> {
  // Money that a link will bring must still fit.
  const taken = amount + (yield* expectedIn(mint.community))
  if (mint.balance - taken < -MAX_CIRCULATION) return { kind: 'circulation_full' }
  const tradeNo = yield* post({
    from: mint,
    to: member.wallet,
    amount,
    kind: 'top_up',
    desc: reason,
    actor,
    envelope: null,
    at: now,
  })
  const balance = (member.wallet.balance + amount) as Amount
  const { currency } = community
  return { kind: 'topped_up', name: member.name, amount, balance, currency, reason, tradeNo }
}

export type ReasonRefusal = { kind: 'reason_missing' } | { kind: 'reason_too_long'; max: number }

/** Returns the reason of an admin's or operator's move as it is stored, or why it is invalid. */
export function checkReason(typed: string): { kind: 'reason'; reason: string } | ReasonRefusal {
  const reason = plainText(typed)
  if (reason === '') return { kind: 'reason_missing' }
  if (lengthOf(reason) > MAX_NOTE) return { kind: 'reason_too_long', max: MAX_NOTE }
  return { kind: 'reason', reason }
}

interface Checked extends Issue {
  readonly community: Community
  readonly actor: { readonly id: number }
}

function* check(command: AdminMoves, now: number): Plan<Checked | AdminRefusal> {
  const community = yield* communityAt(command.place)
  if (!community) return { kind: 'unknown_chat' }
  const actor = yield* joinMember(community.id, command.by, now)
  if (!command.platformAdmin && !actor.treasurer) return { kind: 'not_admin' }
  const checked = checkReason(command.reason)
  if (checked.kind !== 'reason') return checked
  const { reason } = checked
  const { amount } = command
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > MAX_AMOUNT) return { kind: 'bad_amount' }
  const member = yield* joinMember(community.id, command.to, now)
  const mint = yield* getAccount(community.mintNo)
  return { community, actor, member, mint, amount: amount as Amount, reason }
}
