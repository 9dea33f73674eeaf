import type { Command } from '../../src/app/command.js'
import type { AdminMoves } from '../../src/app/wallets/admin-moves.js'
import type { Rain } from '../../src/app/wallets/rain.js'
import type { Transfer } from '../../src/app/wallets/transfer.js'
import { expectedIn, platformsOf } from './oracle-moves.js'
import { overNewcomerLimit } from './oracle-newcomers.js'
import {
  MOST,
  MOST_ISSUED,
  type OracleMember,
  type OracleState,
  type Outcome,
  refuseFrozen,
} from './oracle-state.js'

const isAmount = (amount: number) => Number.isSafeInteger(amount) && amount >= 1 && amount <= MOST

/** `had`: the members paid by the same command already. */
export function decree(
  state: OracleState,
  verb: 'topUp' | 'deduct',
  command: AdminMoves,
  had = new Set<OracleMember>(),
): Outcome {
  const { place, by, to, amount, reason } = command
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const actor = state.join(community, by)
  if (!command.platformAdmin && !actor.treasurer) return { kind: 'not_admin' }
  if (reason === '') return { kind: 'reason_missing' }
  if (reason.length > 200) return { kind: 'reason_too_long', max: 200 }
  if (!isAmount(amount)) return { kind: 'bad_amount' }
  const member = state.join(community, to)
  const currency = { ...community.currency }
  const { name } = member
  if (verb === 'topUp') {
    if (had.has(member)) return { kind: 'named_twice', name }
    const taken = community.circulation + expectedIn(state, community)
    if (taken + amount > MOST_ISSUED) return { kind: 'circulation_full' }
    const tradeNo = state.issue(member, amount, reason, actor)
    had.add(member)
    return { kind: 'topped_up', name, amount, balance: member.balance, currency, reason, tradeNo }
  }
  if (member.balance < amount) return { kind: 'member_lacks', name, balance: member.balance, currency }
  const tradeNo = state.takeBack(member, amount, reason, actor)
  return { kind: 'deducted', name, amount, balance: member.balance, currency, reason, tradeNo }
}

export function transfer(state: OracleState, command: Transfer): Outcome {
  const { place, by, to, amount, note } = command
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if (!isAmount(amount)) return { kind: 'bad_amount' }
  if (note.length > 200) return { kind: 'note_too_long', max: 200 }
  const giver = state.join(community, by)
  const taker = state.join(community, to)
  if (giver === taker) return { kind: 'to_self' }
  if (giver.frozen) return refuseFrozen(giver)
  if (taker.frozen) return { kind: 'wallet_frozen', name: taker.name }
  const currency = { ...community.currency }
  if (giver.balance < amount)
    return { kind: 'insufficient', balance: giver.balance, needed: amount, currency }
  const over = overNewcomerLimit(state, community, giver, by, amount)
  if (over) return over
  const tradeNo = state.pay(giver, taker, amount, note)
  return { kind: 'transferred', name: taker.name, amount, balance: giver.balance, currency, note, tradeNo }
}

export function rain(state: OracleState, { place, by, amount, on }: Rain): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if (!isAmount(amount)) return { kind: 'bad_amount' }
  const giver = state.join(community, by)
  if (giver.frozen) return refuseFrozen(giver)
  const wet = new Set<OracleMember>()
  if (on) for (const one of on.people) wet.add(state.join(community, one))
  else {
    const platforms = platformsOf(state, community)
    const isHere = (member: OracleMember) =>
      state.identitiesOf(member).some(({ platform }) => platforms.has(platform))
    for (const { trade, flag } of community.entries.slice(-2 * 2_000))
      if (flag === 1 && trade.kind === 'grab' && trade.at >= state.now - 3_600_000 && trade.actor) {
        const taker = trade.actor.mergedInto ?? trade.actor
        if (isHere(taker)) wet.add(taker)
      }
  }
  wet.delete(giver)
  const takers = [...wet]
    .filter(({ frozen, block }) => !frozen && !block)
    .sort((one, other) => one.id - other.id)
  const people = takers.length
  if (people === 0) return { kind: 'nobody' }
  const currency = { ...community.currency }
  if (amount < people) return { kind: 'too_little', people, needed: people, currency }
  const { balance } = giver
  if (balance < amount) return { kind: 'insufficient', balance, needed: amount, currency }
  const rest = amount % people
  const total = amount - rest
  const over = overNewcomerLimit(state, community, giver, by, total)
  if (over) return over
  const trades = takers.map(({ wallet }) =>
    state.book('rain', giver.wallet, wallet, total / people, '', giver),
  )
  const names = takers.slice(0, 20).map(({ name }) => name)
  const dealt = { each: total / people, total, people, names, rest }
  return { kind: 'rained', ...dealt, balance: giver.balance, currency, tradeNo: trades[0] }
}

export function wallet(state: OracleState, { place, by }: Command): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const member = state.join(community, by)
  const { name, balance } = member
  const currency = { ...community.currency }
  return {
    kind: 'wallet',
    name,
    walletNo: `W-${member.id}`,
    balance,
    currency,
    openEnvelopes: state.openOf(member),
    ...(member.frozen && { frozen: member.frozenFor ?? '' }),
  }
}
