import type { Amount, Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { statementOf } from '../../store/history.js'
import { joinMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import type { ChangeFlag, ChangeType } from '../../store/schema.js'
import type { Command, UnknownChat } from '../command.js'

/** One line of a member's statement. */
export interface StatementLine {
  /** Its number within the wallet; passed as `before`, it starts the next page after this line. */
  readonly seq: number
  readonly logNo: string
  readonly tradeNo: number
  readonly type: ChangeType
  readonly flag: ChangeFlag
  readonly amount: Amount
  readonly balance: Amount
  readonly desc: string
  readonly at: number
  /** The other side's name, when that is a member. */
  readonly other: string | null
  readonly envelopeNo: string | null
  /** The trade that this one reverses. */
  readonly reverses: number | null
}

export type StatementOutcome =
  | {
      kind: 'statement'
      walletNo: string
      balance: Amount
      currency: Currency
      lines: StatementLine[]
      /** Pass this as `before` for the next older page; undefined on the last. */
      older?: number
    }
  | UnknownChat

export interface StatementQuery extends Command {
  /** Lines before the one with this number; by default from the newest. */
  readonly before?: number
  readonly limit?: number
}

/** Returns a page of a member's own entries, newest first. */
export function* statement(query: StatementQuery, now: number): Plan<StatementOutcome> {
  const community = yield* communityAt(query.place)
  if (!community) return { kind: 'unknown_chat' }
  const { wallet } = yield* joinMember(community.id, query.by, now)
  const limit = Math.min(Math.max(query.limit ?? 10, 1), 100)
  const rows = yield* statementOf(wallet.accountNo, query.before ?? Number.MAX_SAFE_INTEGER, limit + 1)
  const page = rows.slice(0, limit)
  const lines = page.map((row) => ({
    logNo: row.log_no,
    seq: row.seq,
    tradeNo: row.trade_no,
    type: row.change_type,
    flag: row.change_flag,
    amount: row.amount,
    balance: row.balance,
    desc: row.desc,
    at: row.created_at,
    other: row.other_name,
    envelopeNo: row.envelope_no,
    reverses: row.reverses,
  }))
  const older = rows.length > limit ? page.at(-1)?.seq : undefined
  return {
    kind: 'statement',
    walletNo: wallet.accountNo,
    balance: wallet.balance,
    currency: community.currency,
    lines,
    ...(older && { older }),
  }
}
