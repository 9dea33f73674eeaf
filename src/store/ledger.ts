import type { Amount } from '../core/money.js'
import { amountOf, MAX_CIRCULATION } from '../core/money.js'
import { build, one, type Plan, run, sign, statement } from './plan.js'
import type { AccountStatus, AccountType, ChangeFlag, ChangeType } from './schema.js'
import { countSupply } from './supply.js'

/** Of these it is kept by whom they were decided. */
const DECREES: readonly ChangeType[] = ['top_up', 'deduct', 'reversal']

/**
 * An account as this plan read it. Posting from a stale one throws, because the account's sequence number has moved on,
 * so it is safe to read it once along with everything else that a use case needs.
 */
export interface Account {
  readonly accountNo: string
  readonly type: AccountType
  readonly userId: number | null
  readonly balance: Amount
  readonly status: AccountStatus
  readonly community: number
  /** Sequence number and hash of the last entry. */
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

const selectAccount = statement<{ accountNo: string }>()((arg) =>
  build
    .selectFrom('account')
    .select(['account_no as accountNo', 'account_type as type', 'user_id as userId', 'balance', 'status'])
    .select(['community', 'seq', 'hash'])
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

const insertTrade = statement<{
  community: number
  from: string
  to: string
  amount: Amount
  kind: ChangeType
  actor: number | null
  envelope: number | null
  at: number
}>()((arg) =>
  build.insertInto('trade').values({
    community: arg('community'),
    from_account_no: arg('from'),
    to_account_no: arg('to'),
    amount: arg('amount'),
    kind: arg('kind'),
    actor: arg('actor'),
    envelope: arg('envelope'),
    created_at: arg('at'),
  }),
)

const updateAccount = statement<{
  accountNo: string
  balance: Amount
  at: number
  seq: number
  hash: string
  previousSeq: number
}>()((arg) =>
  build
    .updateTable('account')
    .set({ balance: arg('balance'), seq: arg('seq'), hash: arg('hash'), updated_at: arg('at') })
    .where('account_no', '=', arg('accountNo'))
    .where('seq', '=', arg('previousSeq')),
)

const insertEntry = statement<Entry & { hash: string }>()((arg) =>
  build.insertInto('account_log').values({
    trade_no: arg('tradeNo'),
    account_no: arg('accountNo'),
    target_account_no: arg('targetAccountNo'),
    user_id: arg('userId'),
    target_user_id: arg('targetUserId'),
    amount: arg('amount'),
    balance: arg('balance'),
    change_type: arg('kind'),
    change_flag: arg('flag'),
    desc: arg('desc'),
    created_at: arg('at'),
    seq: arg('seq'),
    hash: arg('hash'),
  }),
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

/** The fields of an entry that its hash covers. */
export interface Entry {
  readonly tradeNo: number
  readonly accountNo: string
  readonly targetAccountNo: string
  readonly userId: number | null
  readonly targetUserId: number | null
  readonly amount: Amount
  readonly balance: Amount
  readonly kind: ChangeType
  readonly flag: ChangeFlag
  /** The member who caused the trade; stored with the trade, but signed with the entry. */
  readonly actor: number | null
  readonly desc: string
  readonly at: number
  readonly seq: number
}

/** Returns the signed text of an entry: the hash of the account's previous entry, then the entry. */
export function entryText(previousHash: string, entry: Entry): string {
  const { accountNo, seq, tradeNo, targetAccountNo, userId, targetUserId, flag, amount, balance, kind } =
    entry
  // Free text comes last, so a separator inside it can't be mistaken for one between fields.
  return `${previousHash}|${accountNo}|${seq}|${tradeNo}|${targetAccountNo}|${userId}|${targetUserId}|${flag}|${amount}|${balance}|${kind}|${entry.actor}|${entry.at}|${entry.desc}`
}

/**
 * The same text, without the previous hash, as an SQL expression over a row `l` of account_log and its trade `t`: one
 * column is several times faster to read than every field.
 */
export const ENTRY_TEXT_SQL = `'|' || l.account_no || '|' || l.seq || '|' || l.trade_no || '|' || l.target_account_no
  || '|' || coalesce(l.user_id, 'null') || '|' || coalesce(l.target_user_id, 'null') || '|' || l.change_flag
  || '|' || l.amount || '|' || l.balance || '|' || l.change_type || '|' || coalesce(t.actor, 'null')
  || '|' || l.created_at || '|' || l.desc`

/** Opens an empty account and returns it. */
export function* openAccount(account: NewAccount): Plan<Account> {
  yield* run(insertAccount, account)
  const { accountNo, type, userId, community } = account
  return { accountNo, type, userId, community, balance: 0 as Amount, status: 'active', seq: 0, hash: '' }
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
 * Moves money: one trade, two entries, two balances, and the count of what the mint gives. The only writer of `trade`, `account_log` and balances. Throws
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

  const { lastInsertRowid: tradeNo } = yield* run(insertTrade, {
    community: from.community,
    from: from.accountNo,
    to: to.accountNo,
    amount,
    kind,
    actor,
    envelope,
    at,
  })
  yield* record(from, to, -1, tradeNo, posting)
  yield* record(to, from, 1, tradeNo, posting)
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

/** Writes one side of a trade: the entry, and the account's new balance, sequence number and hash. */
function* record(
  account: Account,
  target: Account,
  flag: ChangeFlag,
  tradeNo: number,
  posting: Posting,
): Plan<void> {
  const entry: Entry & { hash: string } = {
    tradeNo,
    accountNo: account.accountNo,
    targetAccountNo: target.accountNo,
    userId: account.userId,
    targetUserId: target.userId,
    amount: posting.amount,
    balance: amountOf(account.balance + flag * posting.amount),
    kind: posting.kind,
    flag,
    actor: posting.actor,
    desc: posting.desc,
    at: posting.at,
    seq: account.seq + 1,
    hash: '',
  }
  const hash = yield* sign(entryText(account.hash, entry))
  entry.hash = hash
  yield* run(insertEntry, entry)
  const { accountNo, balance, seq, at } = entry
  const { changes } = yield* run(updateAccount, {
    accountNo,
    balance,
    seq,
    at,
    hash,
    previousSeq: account.seq,
  })
  if (changes !== 1) throw new BrokenInvariant(`account ${accountNo} changed while it was being posted to`)
}

/** Returns an account, with the right to change it until the transaction ends. Throws when it doesn't exist. */
export function* getAccount(accountNo: string): Plan<Account> {
  const account = yield* one(selectAccount, { accountNo })
  if (!account) throw new BrokenInvariant(`account ${accountNo} does not exist`)
  return account
}
