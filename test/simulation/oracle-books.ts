import type { BookQuery } from '../../src/app/wallets/books.js'
import type { StatementQuery } from '../../src/app/wallets/statement.js'
import type { OracleEntry, OracleState, OracleStatusChange, Outcome, Where } from './oracle-state.js'

/** A page of a member's own entries, newest first. */
export function statement(state: OracleState, { place, by, before, limit = 10 }: StatementQuery): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const { wallet, balance } = state.join(community, by)
  const size = Math.min(Math.max(limit, 1), 100)
  // An account's entries are numbered consecutively from one.
  const end = Math.min(wallet.entries.length, (before ?? Number.POSITIVE_INFINITY) - 1)
  const page = wallet.entries.slice(Math.max(end - size, 0), Math.max(end, 0)).reverse()
  const older = end > size ? { older: page.at(-1)?.seq } : {}
  const currency = { ...community.currency }
  return { kind: 'statement', walletNo: wallet.no, balance, currency, lines: page.map(lineOf), ...older }
}

function lineOf(entry: OracleEntry): object {
  const { trade, target, seq, account } = entry
  return {
    logNo: `${account.no}.${seq}`,
    seq,
    tradeNo: trade.no,
    type: trade.kind,
    ...{ flag: entry.flag, amount: trade.amount, balance: entry.balance, desc: trade.desc, at: trade.at },
    other: target.member?.name ?? null,
    envelopeNo: trade.envelope?.no ?? null,
    reverses: trade.reverses?.no ?? null,
  }
}

/** The entries of a community, oldest first: the newest ones, or those after an id. */
export function books(state: OracleState, { place, after, limit }: BookQuery): object[] {
  const entries = state.communityAt(place)?.entries ?? []
  const start = after === undefined ? Math.max(entries.length - limit, 0) : firstAfter(entries, after)
  return entries.slice(start, start + limit).map(({ id, trade, account, target, flag, balance, seq }) => ({
    ...{ id, logNo: `${account.no}.${seq}`, tradeNo: trade.no },
    ...{ accountNo: account.no, targetAccountNo: target.no, accountType: account.type },
    owner: account.member?.name ?? account.label,
    ...{ type: trade.kind, flag, amount: trade.amount, balance, desc: trade.desc, at: trade.at },
  }))
}

function firstAfter(entries: readonly OracleEntry[], id: number): number {
  const index = entries.findIndex((entry) => entry.id > id)
  return index < 0 ? entries.length : index
}

function lineOfChange({ kind, reason, actor, member, at, afterTrade }: OracleStatusChange) {
  const names = { actor: actor?.name ?? null, member: member.name }
  return { line: { tradeNo: null, at, kind, ...names, amount: null, reason }, rank: afterTrade + 0.5 }
}

/** The newest decisions of admins in a community. */
export function audit(state: OracleState, { place }: { place: Where }, limit: number): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const newest = community.decrees.slice(-Math.min(Math.max(limit, 1), 100)).reverse()
  const lines = newest.map(({ no, at, kind, actor, amount, desc, from, to, reverses }) => ({
    ...{ tradeNo: no, at, kind, actor: actor?.name ?? null },
    ...{ member: (to.member ?? from.member)?.name ?? null, amount, reason: desc },
    ...(reverses && {
      reversal: {
        ...{ reverses: reverses.no, from: from.member?.name ?? null, to: to.member?.name ?? null },
      },
    }),
  }))
  const changes = community.statusChanges.slice(-Math.min(Math.max(limit, 1), 100)).reverse()
  const all = [...lines.map((line) => ({ line, rank: line.tradeNo })), ...changes.map(lineOfChange)]
  // A change is newer than the trade that it followed.
  all.sort((one, other) => other.rank - one.rank)
  const shown = all.slice(0, Math.min(Math.max(limit, 1), 100)).map(({ line }) => line)
  return { kind: 'audit', currency: { ...community.currency }, lines: shown }
}
