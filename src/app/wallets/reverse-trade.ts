import type { Community } from '../../core/community.js'
import { type Amount, type Currency, MAX_CIRCULATION } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import type { Place } from '../../core/place.js'
import { isReversible, type Reversible } from '../../core/reversal.js'
import { communityAt } from '../../store/communities.js'
import { expectedIn } from '../../store/community-moves.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { type Account, BrokenInvariant, evenFrozen, getAccount, post } from '../../store/ledger.js'
import { linksOfHost } from '../../store/links.js'
import { findMember, joinMember, memberById, memberByWallet } from '../../store/members.js'
import { identitiesOfMember } from '../../store/merges.js'
import type { Plan } from '../../store/plan.js'
import {
  linkedAwayTo,
  type PastTrade,
  pastTrade,
  storeReversal,
  wantReversalNotice,
} from '../../store/reversals.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, UnknownChat } from '../command.js'
import { LINKED } from '../linking/transfer-balances.js'
import { checkReason, type ReasonRefusal } from './admin-moves.js'
import { type ConsoleWalletRefusal, findConsoleCommunity } from './console-wallet.js'

export interface ReverseTrade extends AdminCommand {
  /** Number of the trade to reverse. */
  readonly trade: number
  readonly reason: string
}

/** A reversal: who gives the money back to whom. Null for the mint. */
export interface Reversal {
  readonly reverses: number
  readonly of: Reversible
  /** When that was, UTC milliseconds. */
  readonly at: number
  readonly amount: Amount
  readonly currency: Currency
  readonly from: string | null
  readonly to: string | null
  readonly reason: string
}

export type ReversalRefusal =
  | { kind: 'unknown_trade' }
  /** It belongs to a red packet, reverses another trade, or moved money because chats were linked. */
  | { kind: 'not_reversible'; because: 'envelope' | 'reversal' | 'linking' }
  /** `by` is the trade that reversed it. */
  | { kind: 'already_reversed'; by: number }
  /** It was booked in a community that is linked to this one now. */
  | { kind: 'booked_elsewhere'; name: string }
  /** Both sides are linked accounts of one person now. */
  | { kind: 'one_person'; name: string }
  /** `movedTo`: the member who got the money when accounts were linked or unlinked. */
  | {
      kind: 'member_lacks'
      name: string
      balance: Amount
      missing: Amount
      currency: Currency
      movedTo?: string
    }
  | { kind: 'circulation_full' }
  | ReasonRefusal

type Refusal = ReversalRefusal | { kind: 'not_admin' } | UnknownChat

export type PreviewReversalOutcome = ({ kind: 'reversal_preview' } & Reversal) | Refusal
export type ReverseTradeOutcome = ({ kind: 'reversed'; tradeNo: number } & Reversal) | Refusal | KeyReused

/** Returns what reversing a trade would do, or why it can't be done. Changes nothing. */
export function* previewReversal(command: Omit<ReverseTrade, 'key'>): Plan<PreviewReversalOutcome> {
  const community = yield* communityForAdmin(command)
  if ('kind' in community) return community
  const ready = yield* prepare(community, command)
  return 'kind' in ready ? ready : { kind: 'reversal_preview', ...ready.reversal }
}

/**
 * Lets an admin or treasurer reverse a trade, once: its whole amount goes back as a new trade, and both members
 * are told. Takes the money from the member who represents the receiver now, even if frozen, but never more than is there.
 */
export function* reverseTrade(command: ReverseTrade, now: number): Plan<ReverseTradeOutcome> {
  const { key, by, place } = command
  const body = bodyOf('reverse', command)
  return yield* idempotent<ReverseTradeOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityForAdmin(command)
    if ('kind' in community) return community
    const actor = yield* joinMember(community.id, by, now)
    const ready = yield* prepare(community, command)
    if ('kind' in ready) return ready
    return yield* carryOut(ready, { actor: actor.id, platform: place.platform }, now)
  })
}

/** A reversal by an operator at the console. */
export interface ConsoleReversal {
  readonly key: string
  readonly community: number | Place
  readonly trade: number
  readonly reason: string
}

export type ConsoleReversalOutcome =
  | Extract<ReverseTradeOutcome, { kind: 'reversed' }>
  | ReversalRefusal
  | Exclude<ConsoleWalletRefusal, { kind: 'unknown_wallet' | 'wallet_merged' }>
  | KeyReused

/** Returns what a reversal from the console would do, or why it can't be done. Changes nothing. */
export function* previewConsoleReversal(
  command: Omit<ConsoleReversal, 'key'>,
): Plan<
  | ({ kind: 'reversal_preview' } & Reversal)
  | Exclude<ConsoleReversalOutcome, { kind: 'reversed' } | KeyReused>
> {
  const community = yield* findConsoleCommunity(command.community)
  if ('kind' in community) return community
  const ready = yield* prepare(community, command)
  return 'kind' in ready ? ready : { kind: 'reversal_preview', ...ready.reversal }
}

/** Reverses a trade from the console. `now` is UTC milliseconds. */
export function* consoleReversal(command: ConsoleReversal, now: number): Plan<ConsoleReversalOutcome> {
  const { key, community: where, trade, reason } = command
  const body = ['console_reverse', where, trade, reason]
  const remember = ({ kind }: ConsoleReversalOutcome) => kind === 'reversed'
  return yield* idempotent<ConsoleReversalOutcome>(
    { key: `console:${key}`, body, at: now, remember },
    function* () {
      const community = yield* findConsoleCommunity(where)
      if ('kind' in community) return community
      const ready = yield* prepare(community, command)
      return 'kind' in ready ? ready : yield* carryOut(ready, { actor: null }, now)
    },
  )
}

function* communityForAdmin({
  place,
  by,
  platformAdmin,
}: {
  readonly place: Place
  readonly by: Person
  readonly platformAdmin: boolean
}): Plan<Community | { kind: 'not_admin' } | UnknownChat> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if (!platformAdmin && !(yield* findMember(community.id, by))?.treasurer) return { kind: 'not_admin' }
  return community
}

interface Ready {
  readonly reversal: Reversal
  readonly from: Account
  readonly to: Account
}

function* prepare(
  community: Community,
  { trade: tradeNo, reason: typed }: Pick<ReverseTrade, 'trade' | 'reason'>,
): Plan<Ready | ReversalRefusal> {
  const checked = checkReason(typed)
  if (checked.kind !== 'reason') return checked
  const trade = Number.isSafeInteger(tradeNo) ? yield* pastTrade(tradeNo) : undefined
  if (!trade) return { kind: 'unknown_trade' }
  if (trade.community !== community.id) {
    const linked = (yield* linksOfHost(community.id)).find(({ joined }) => joined === trade.community)
    return linked ? { kind: 'booked_elsewhere', name: linked.name } : { kind: 'unknown_trade' }
  }
  const { kind, amount, at } = trade
  if (!isReversible(kind))
    return { kind: 'not_reversible', because: kind === 'reversal' ? 'reversal' : 'envelope' }
  if ((kind === 'top_up' || kind === 'deduct') && trade.desc.startsWith(`${LINKED} `))
    return { kind: 'not_reversible', because: 'linking' }
  if (trade.reversedBy !== null) return { kind: 'already_reversed', by: trade.reversedBy }
  // The money goes back from where it came to.
  const from = yield* holderOf(community, trade.toAccountNo)
  const to = yield* holderOf(community, trade.fromAccountNo)
  if (from.account.accountNo === to.account.accountNo) return { kind: 'one_person', name: from.name ?? '' }
  const { currency } = community
  if (from.name !== null && from.account.balance < amount) return yield* lacks(from, trade, currency)
  const room = MAX_CIRCULATION + from.account.balance - (yield* expectedIn(community.id))
  if (from.name === null && room < amount) return { kind: 'circulation_full' }
  const reversal = {
    ...{ reverses: tradeNo, of: kind, at, amount, currency, from: from.name, to: to.name },
    reason: checked.reason,
  }
  return { reversal, from: from.account, to: to.account }
}

interface Holder {
  readonly account: Account
  /** Null for the mint. */
  readonly name: string | null
}

/** Returns the account that holds now what an account held then: that of the member who represents its owner. */
function* holderOf({ id, mintNo }: Community, accountNo: string): Plan<Holder> {
  if (accountNo === mintNo) return { account: yield* getAccount(mintNo), name: null }
  const owner = yield* memberByWallet(id, accountNo)
  const holder = owner && owner.mergedInto !== null ? yield* memberById(owner.mergedInto) : owner
  if (!holder) throw new BrokenInvariant(`wallet ${accountNo} has no owner`)
  return { account: holder.wallet, name: holder.name }
}

function* lacks(
  { account, name }: Holder,
  { amount, toAccountNo }: PastTrade,
  currency: Currency,
): Plan<ReversalRefusal> {
  const { balance } = account
  const movedTo = account.accountNo === toAccountNo ? yield* linkedAwayTo(toAccountNo, LINKED) : undefined
  return {
    ...{ kind: 'member_lacks', name: name ?? '', balance, missing: (amount - balance) as Amount, currency },
    ...(movedTo !== undefined && { movedTo }),
  }
}

function* carryOut(
  { reversal, from, to }: Ready,
  { actor, platform }: { readonly actor: number | null; readonly platform?: string },
  now: number,
): Plan<Extract<ReverseTradeOutcome, { kind: 'reversed' }>> {
  const { amount, reason, reverses } = reversal
  const tradeNo = yield* post({
    ...{ from: evenFrozen(from), to, amount, kind: 'reversal', desc: reason, actor, envelope: null, at: now },
  })
  yield* storeReversal(tradeNo, reverses)
  // The admin who reversed it sees the reply.
  for (const { userId } of [from, to])
    if (userId !== null && userId !== actor) yield* tell(tradeNo, userId, platform)
  return { kind: 'reversed', tradeNo, ...reversal }
}

/** Asks that a member be told on this platform, or on any other where they are known. */
function* tell(tradeNo: number, member: number, platform: string | undefined): Plan<void> {
  const known = (yield* identitiesOfMember(member)).map((identity) => identity.platform)
  const [first] = known
  if (first === undefined) return
  const where = platform !== undefined && known.includes(platform) ? platform : first
  yield* wantReversalNotice(tradeNo, member, where)
}
