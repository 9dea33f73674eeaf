import type { Amount } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { entriesAfter, newestEntriesStart } from '../../store/history.js'
import type { Plan } from '../../store/plan.js'
import type { ChangeFlag, ChangeType } from '../../store/schema.js'
import type { Command } from '../command.js'

/** One entry in the books: the two sides of each trade appear one after the other. */
export interface BookEntry {
  readonly id: number
  readonly logNo: string
  readonly tradeNo: number
  readonly accountNo: string
  readonly targetAccountNo: string
  readonly accountType: 'wallet' | 'envelope' | 'mint'
  /** The owner of the wallet or envelope; empty for the mint. */
  readonly owner: string
  readonly type: ChangeType
  readonly flag: ChangeFlag
  readonly amount: Amount
  readonly balance: Amount
  readonly desc: string
  readonly at: number
}

export interface BookQuery extends Pick<Command, 'place'> {
  /** Entries after this id; by default the newest `limit`. */
  readonly after?: number
  readonly limit: number
}

/** Returns the entries of a community, oldest first; empty for an unknown chat. */
export function* books(query: BookQuery): Plan<BookEntry[]> {
  const community = yield* communityAt(query.place)
  if (!community) return []
  const after = query.after ?? (yield* newestEntriesStart(community.id, query.limit))
  return (yield* entriesAfter(community.id, after, query.limit)).map((row) => ({
    id: row.id,
    logNo: row.log_no,
    tradeNo: row.trade_no,
    accountNo: row.account_no,
    targetAccountNo: row.target_account_no,
    accountType: row.account_type,
    owner: row.username,
    type: row.change_type,
    flag: row.change_flag,
    amount: row.amount,
    balance: row.balance,
    desc: row.desc,
    at: row.created_at,
  }))
}
