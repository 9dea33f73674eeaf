import type { ReverseTrade } from '../../src/app/wallets/reverse-trade.js'
import { expectedIn } from './oracle-moves.js'
import {
  MOST_ISSUED,
  type OracleAccount,
  type OracleCommunity,
  type OracleState,
  type OracleTrade,
  type Outcome,
} from './oracle-state.js'

const KINDS = ['transfer', 'rain', 'top_up', 'deduct', 'checkin', 'starting', 'allowance']

/** Returns what a reversal would move, or why it can't. */
function prepare(
  state: OracleState,
  { place, by, platformAdmin, trade: no, reason }: Omit<ReverseTrade, 'key'>,
): Outcome | { community: OracleCommunity; trade: OracleTrade; from: OracleAccount; to: OracleAccount } {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if (!platformAdmin && !state.identity(community, by)?.acts.treasurer) return { kind: 'not_admin' }
  if (reason === '') return { kind: 'reason_missing' }
  if (reason.length > 200) return { kind: 'reason_too_long', max: 200 }
  const trade = state.tradesByNo.get(no)
  if (!trade) return { kind: 'unknown_trade' }
  const { kind, amount } = trade
  const booked = trade.from.community
  if (booked !== community)
    return state.linksOf(community).some(({ joined }) => joined === booked)
      ? { kind: 'booked_elsewhere', name: booked.name }
      : { kind: 'unknown_trade' }
  if (!KINDS.includes(kind))
    return { kind: 'not_reversible', because: kind === 'reversal' ? kind : 'envelope' }
  if (kind !== 'transfer' && trade.desc.startsWith('🔗 '))
    return { kind: 'not_reversible', because: 'linking' }
  if (trade.reversedBy) return { kind: 'already_reversed', by: trade.reversedBy.no }
  const [from, to] = [holderOf(trade.to), holderOf(trade.from)]
  if (from === to) return { kind: 'one_person', name: from.member?.name }
  if (from.member && from.balance < amount) {
    const currency = { ...community.currency }
    const moved = from === trade.to && from.entries.slice(-100).findLast(isLinkedAway)
    return {
      ...{ kind: 'member_lacks', name: from.member.name, balance: from.balance },
      ...{ missing: amount - from.balance, currency },
      ...(moved && { movedTo: moved.target.member?.name }),
    }
  }
  if (!from.member && community.circulation + expectedIn(state, community) + amount > MOST_ISSUED)
    return { kind: 'circulation_full' }
  return { community, trade, from, to }
}

function isLinkedAway({ trade, flag }: OracleAccount['entries'][number]): boolean {
  return flag === -1 && trade.kind === 'transfer' && trade.desc === '🔗'
}

/** Returns the account that holds what this one held: that of the member who represents its owner. */
function holderOf(account: OracleAccount): OracleAccount {
  return account.member?.mergedInto?.wallet ?? account
}

const told = (
  { community, trade, from, to }: Exclude<ReturnType<typeof prepare>, Outcome>,
  reason: string,
) => ({
  ...{ reverses: trade.no, of: trade.kind, at: trade.at, amount: trade.amount },
  ...{ currency: { ...community.currency }, from: from.member?.name ?? null, to: to.member?.name ?? null },
  reason,
})

export function previewReversal(state: OracleState, command: Omit<ReverseTrade, 'key'>): Outcome {
  const ready = prepare(state, command)
  return 'kind' in ready ? ready : { kind: 'reversal_preview', ...told(ready, command.reason) }
}

export function reverseTrade(state: OracleState, command: ReverseTrade): Outcome {
  const { place, by, reason, platformAdmin } = command
  const here = state.communityAt(place)
  // The actor's name is updated before anything is refused, except to those who may not.
  const may = here && (platformAdmin || state.identity(here, by)?.acts.treasurer)
  const actor = may ? state.join(here, by) : null
  const ready = prepare(state, command)
  if ('kind' in ready) return ready
  const { community, trade, from, to } = ready
  const answer = told(ready, reason)
  if (!from.member) community.circulation += trade.amount
  if (!to.member) community.circulation -= trade.amount
  const tradeNo = state.book('reversal', from, to, trade.amount, reason, actor)
  const reversal = state.tradesByNo.get(tradeNo) as OracleTrade
  reversal.reverses = trade
  trade.reversedBy = reversal
  return { kind: 'reversed', tradeNo, ...answer }
}
