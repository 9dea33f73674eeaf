import { type AmountRefusal, parseAmount } from '../../core/money.js'
import type { Place } from '../../core/place.js'
import { communityAt, communityById } from '../../store/communities.js'
import { involvedInMove } from '../../store/community-moves.js'
import { idempotent } from '../../store/idempotency.js'
import { getAccount } from '../../store/ledger.js'
import { linkOfJoined } from '../../store/links.js'
import { memberById, memberByWallet } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import type { KeyReused } from '../command.js'
import { checkReason, type Issued, issue, type ReasonRefusal } from './admin-moves.js'

/** A top-up by an operator at the console. It has no actor in the community. */
export interface ConsoleTopUp {
  readonly key: string
  /** The community's number, or one of its chats. */
  readonly community: number | Place
  /** Number of the member's wallet. */
  readonly walletNo: string
  /** As typed, in units of the community's currency. */
  readonly amount: string
  readonly reason: string
}

export type ConsoleTopUpOutcome =
  | Issued
  | ReasonRefusal
  | KeyReused
  | { kind: 'unknown_community' }
  | { kind: 'unknown_wallet' }
  /** The member was merged into another, who has this wallet. */
  | { kind: 'wallet_merged'; name: string; walletNo: string }
  /** The community is linked to this one, which has its members and their money. */
  | { kind: 'community_linked'; community: number; name: string }
  /** The community is being linked or unlinked; the running program is completing that. */
  | { kind: 'community_moving'; name: string }
  | { kind: 'wallet_frozen'; name: string }
  | { kind: 'amount_refused'; why: AmountRefusal; scale: number }

/** Books a top-up from the console, with a reason, once per key. `now` is UTC milliseconds. */
export function* consoleTopUp(command: ConsoleTopUp, now: number): Plan<ConsoleTopUpOutcome> {
  const { key, community: where, walletNo, amount: typed } = command
  const body = ['console_top_up', where, walletNo, typed, command.reason]
  // A refusal isn't stored: the operator fixes the problem and repeats the command.
  const remember = (outcome: ConsoleTopUpOutcome) => outcome.kind === 'topped_up'
  return yield* idempotent<ConsoleTopUpOutcome>(
    { key: `console:${key}`, body, at: now, remember },
    function* () {
      const community = typeof where === 'number' ? yield* communityById(where) : yield* communityAt(where)
      if (!community) return { kind: 'unknown_community' }
      const link = yield* linkOfJoined(community.id)
      if (link) return { kind: 'community_linked', community: link.host, name: community.name }
      if (yield* involvedInMove(community.id)) return { kind: 'community_moving', name: community.name }
      const member = yield* memberByWallet(community.id, walletNo)
      if (!member) return { kind: 'unknown_wallet' }
      const representative = member.mergedInto === null ? undefined : yield* memberById(member.mergedInto)
      if (representative) {
        const { name, wallet } = representative
        return { kind: 'wallet_merged', name, walletNo: wallet.accountNo }
      }
      if (member.wallet.status !== 'active') return { kind: 'wallet_frozen', name: member.name }
      const checked = checkReason(command.reason)
      if (checked.kind !== 'reason') return checked
      const { scale } = community.currency
      const parsed = parseAmount(typed, scale)
      if (!parsed.ok) return { kind: 'amount_refused', why: parsed.why, scale }
      const mint = yield* getAccount(community.mintNo)
      return yield* issue(
        { community, member, mint, amount: parsed.amount, reason: checked.reason },
        null,
        now,
      )
    },
  )
}
