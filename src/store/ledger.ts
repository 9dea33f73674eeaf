import { sql } from 'kysely'
import type { Amount } from '../core/money.js'
import { amountOf, MAX_CIRCULATION } from '../core/money.js'
import { build, one, type Plan, run, sign, statement, type Written } from './plan.js'
import type { AccountStatus, AccountType, ChangeType } from './schema.js'
import { countSupply } from './supply.js'

/** Of these it is kept by whom they were decided. */
const DECREES: readonly ChangeType[] = ['top_up', 'deduct', 'reversal']

/**
 * An account as this plan read it. Posting from a stale one throws, because the account's sequence number has moved on,
 * so it is safe to read it once along with everything else that a use case needs.
 */
export interface Account {
  readonly id: number
  readonly accountNo: string
  readonly type: AccountType
  readonly userId: number | null
  readonly balance: Amount
  readonly status: AccountStatus
  readonly community: number
  /** Number of the last entry, and the hash of its trade in hexadecimal; empty before the first. */
  readonly seq: number
  readonly hash: string
}

/** An account to open. */
export interface NewAccount {
  accountNo: string
  name: string
  type: AccountType
  userId: number | null
  username: string
  community: number
  at: number
}

/** One movement of money. Use cases refuse bad requests; a posting must be valid when it reaches post(). */
export interface Posting {
  readonly from: Account
  readonly to: Account
  readonly amount: Amount
  readonly kind: ChangeType
  /** Shown in both statements: a reason, a greeting or a note. */
  readonly desc: string
  readonly actor: number | null
  readonly envelope: number | null
  /** UTC milliseconds. */
  readonly at: number
}

/** A bug broke a rule that the use cases must keep. None of the plan's changes are stored. */
export class BrokenInvariant extends Error {
  override name = 'BrokenInvariant'
}

/** An account's hash, which the file stores as bytes. */
export const accountHash = sql<string>`lower(hex(account.hash))`.as('hash')

const selectAccount = statement<{ accountNo: string }>()((arg) =>
  build
    .selectFrom('account')
    .select(['id', 'account_no as accountNo', 'account_type as type', 'user_id as userId', 'balance'])
    .select(['status', 'community', 'seq', accountHash])
    .where('account_no', '=', arg('accountNo')),
)

const insertAccount = statement<NewAccount>()((arg) =>
  build.insertInto('account').values({
    account_no: arg('accountNo'),
    account_name: arg('name'),
    account_type: arg('type'),
    user_id: arg('userId'),
    username: arg('username'),
    community: arg('community'),
    created_at: arg('at'),
    updated_at: arg('at'),
  }),
)

const selectNextTradeNo = statement<Record<string, never>>()(() =>
  build.selectFrom('trade').select(sql<number>`coalesce(max(trade_no), 0) + 1`.as('tradeNo')),
)

const insertTrade = statement<Trade & { hash: string }>()((arg) =>
  build.insertInto('trade').values({
    trade_no: arg('tradeNo'),
    community: arg('community'),
    from_account: arg('fromId'),
    to_account: arg('toId'),
    amount: arg('amount'),
    kind: arg('kind'),
    actor: arg('actor'),
    envelope: arg('envelope'),
    desc: arg('desc'),
    created_at: arg('at'),
    from_seq: arg('fromSeq'),
    from_balance: arg('fromBalance'),
    to_seq: arg('toSeq'),
    to_balance: arg('toBalance'),
    hash: sql<Uint8Array>`unhex(${arg('hash')})`,
  }),
)

const updateAccount = statement<{
  id: number
  balance: Amount
  at: number
  seq: number
  hash: string
}>()((arg) =>
  build
    .updateTable('account')
    .set({
      balance: arg('balance'),
      seq: arg('seq'),
      hash: sql<Uint8Array>`unhex(${arg('hash')})`,
      updated_at: arg('at'),
    })
    .where('id', '=', arg('id'))
    .where('seq', '=', sql<number>`${arg('seq')} - 1`),
)

const closeAccount = statement<{ accountNo: string; at: number }>()((arg) =>
  build
    .updateTable('account')
    .set({ status: 'closed', updated_at: arg('at') })
    .where('account_no', '=', arg('accountNo'))
    .where('balance', '=', 0 as Amount),
)

const renameAccount = statement<{ accountNo: string; username: string }>()((arg) =>
  build
    .updateTable('account')
    .set({ username: arg('username') })
    .where('account_no', '=', arg('accountNo')),
)

/** A trade with both of its entries: each account's number of the entry, and the balance after it. */
interface Trade {
  readonly tradeNo: number
  readonly community: number
  readonly fromId: number
  readonly fromSeq: number
  readonly fromBalance: Amount
  readonly toId: number
  readonly toSeq: number
  readonly toBalance: Amount
  readonly amount: Amount
  readonly kind: ChangeType
  readonly actor: number | null
  readonly envelope: number | null
  readonly at: number
  readonly desc: string
}

/** Digits of a hash: half of the signature, as RFC 2104 allows. */
export const HASH_DIGITS = 32

/** Returns the first part of a trade's signed text: what it follows in both accounts, and whose they are. */
export function tradeContext(
  from: { readonly hash: string; readonly userId: number | null },
  to: { readonly hash: string; readonly userId: number | null },
): string {
  return `${from.hash}|${to.hash}|${from.userId}|${to.userId}`
}

/** Returns the rest of the signed text. */
function tradeText(trade: Trade): string {
  const { tradeNo, community, fromId, fromSeq, fromBalance, toId, toSeq, toBalance, amount, kind } = trade
  // Free text comes last, so a separator inside it can't be mistaken for one between fields.
  return `|${tradeNo}|${community}|${fromId}|${fromSeq}|${fromBalance}|${toId}|${toSeq}|${toBalance}|${amount}|${kind}|${trade.actor}|${trade.envelope}|${trade.at}|${trade.desc}`
}

/**
 * The same text as an SQL expression over a row `t` of trade: one column is several times faster to read than every
 * field.
 */
export const TRADE_TEXT_SQL = `'|' || t.trade_no || '|' || t.community || '|' || t.from_account || '|' || t.from_seq
  || '|' || t.from_balance || '|' || t.to_account || '|' || t.to_seq || '|' || t.to_balance || '|' || t.amount
  || '|' || t.kind || '|' || coalesce(t.actor, 'null') || '|' || coalesce(t.envelope, 'null') || '|' || t.created_at
  || '|' || t.desc`

/** Opens an empty account and returns it. */
export function* openAccount(account: NewAccount): Plan<Account> {
  const { lastInsertRowid: id } = yield* run(insertAccount, account)
  const { accountNo, type, userId, community } = account
  return { id, accountNo, type, userId, community, balance: 0 as Amount, status: 'active', seq: 0, hash: '' }
}

/** Closes an empty account for good. Throws when it holds money. */
export function* closeEmptyAccount(accountNo: string, at: number): Plan<void> {
  const { changes } = yield* run(closeAccount, { accountNo, at })
  if (changes !== 1) throw new BrokenInvariant(`account ${accountNo} is not empty and cannot be closed`)
}

/** Returns a wallet as one that may pay even while it is frozen: its owner can't move the money, but admins can. */
export function evenFrozen(wallet: Account): Account {
  return wallet.status === 'frozen' ? { ...wallet, status: 'active' } : wallet
}

/** Updates the name shown beside a wallet. */
export function* renameWallet(accountNo: string, username: string): Plan<void> {
  yield* run(renameAccount, { accountNo, username })
}

/**
 * Moves money: one trade with its two entries, two balances, and the count of what the mint gives. The only writer of `trade` and balances. Throws
 * BrokenInvariant, so that nothing is stored, when an account is stale, closed or of another community, when the amount
 * isn't positive, or when an account other than a mint would go negative. Returns the trade's number.
 */
export function* post(posting: Posting): Plan<number> {
  const { from, to, amount, kind, actor, envelope, at } = posting
  if (from.accountNo === to.accountNo) throw new BrokenInvariant(`${from.accountNo} cannot pay itself`)
  if (from.community !== to.community)
    throw new BrokenInvariant(`${from.accountNo} and ${to.accountNo} are of different communities`)
  // A frozen wallet can't pay, but a refund of its own money must still reach it.
  if (from.status !== 'active') throw new BrokenInvariant(`${from.accountNo} is ${from.status}`)
  if (to.status === 'closed') throw new BrokenInvariant(`${to.accountNo} is closed`)
  if (!Number.isSafeInteger(amount) || amount < 1) throw new BrokenInvariant(`amount ${amount}`)
  const floor = from.type === 'mint' ? -MAX_CIRCULATION : 0
  if (from.balance - amount < floor) throw new BrokenInvariant(`${from.accountNo} does not hold ${amount}`)
  if (to.type === 'mint' && to.balance + amount > 0)
    throw new BrokenInvariant(`${to.accountNo} would take back more than was issued`)

  const { tradeNo } = (yield* one(selectNextTradeNo, {})) as { tradeNo: number }
  const trade = {
    tradeNo,
    community: from.community,
    fromId: from.id,
    fromSeq: from.seq + 1,
    fromBalance: amountOf(from.balance - amount),
    toId: to.id,
    toSeq: to.seq + 1,
    toBalance: amountOf(to.balance + amount),
    amount,
    kind,
    actor,
    envelope,
    at,
    desc: posting.desc,
    hash: '',
  }
  trade.hash = (yield* sign(tradeContext(from, to) + tradeText(trade))).slice(0, HASH_DIGITS)
  yield* run(insertTrade, trade)
  refuseStale(from, yield* update(from, trade.fromBalance, trade))
  refuseStale(to, yield* update(to, trade.toBalance, trade))
  if (from.type === 'mint' || to.type === 'mint')
    yield* countSupply(
      // The money of a reversal may go either way.
      {
        community: from.community,
        kind,
        amount: kind === 'reversal' && to.type === 'mint' ? -amount : amount,
      },
      DECREES.includes(kind) ? actor : null,
      at,
    )
  return tradeNo
}

/** Gives an account its balance after a trade. */
function update({ id, seq }: Account, balance: Amount, { hash, at }: { hash: string; at: number }) {
  return run(updateAccount, { id, balance, seq: seq + 1, at, hash })
}

function refuseStale({ accountNo }: Account, { changes }: Written): void {
  if (changes !== 1) throw new BrokenInvariant(`account ${accountNo} changed while it was being posted to`)
}

/** Returns an account, with the right to change it until the transaction ends. Throws when it doesn't exist. */
export function* getAccount(accountNo: string): Plan<Account> {
  const account = yield* one(selectAccount, { accountNo })
  if (!account) throw new BrokenInvariant(`account ${accountNo} does not exist`)
  return account
}
