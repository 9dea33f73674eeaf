import type { Command } from 'commander'
import { hasEnded } from '../../src/core/envelope.js'
import { formatAmount } from '../../src/core/money.js'
import { openSnapshot, type Snapshot } from '../../src/integrity/snapshot.js'
import {
  committedTextOf,
  type EntryFound,
  entriesOfTrade,
  findAccount,
  findEnvelope,
  findTrade,
  newestEntries,
  sharesFound,
} from '../../src/operations/inspect.js'
import { filesOf } from './files.js'
import { formatMoney, formatTime, print, tableLines } from './print.js'
import { readLimit } from './read-limit.js'
import { CliRefusal } from './refusal.js'

/** `show`: prints one envelope, account or trade, told apart by the format of the number. */
export function addShow(program: Command): void {
  program
    .command('show')
    .description('show an envelope, an account or a trade; read-only, safe while the bot runs')
    .argument('<number>', 'envelope (10 hexadecimal digits), account (W-12, M-1, E-…) or trade (digits)')
    .option('--limit <entries>', "maximum number of an account's entries", readLimit, 20)
    .action((number: string, { limit }: { limit: number }, command: Command) => {
      const snapshot = openSnapshot(filesOf(command).database)
      try {
        for (const line of view(snapshot, number, limit)) print(line)
      } finally {
        snapshot.close()
      }
    })
}

function view(snapshot: Snapshot, number: string, limit: number): string[] {
  let found: string[] | undefined
  if (/^[WM]-[0-9]+$/i.test(number)) found = viewAccount(snapshot, number.toUpperCase(), limit)
  else if (/^E-[0-9a-f]{10}$/i.test(number))
    found = viewAccount(snapshot, `E-${number.slice(2).toLowerCase()}`, limit)
  else if (/^[0-9a-f]{10}$/i.test(number)) {
    found = viewEnvelope(snapshot, number.toLowerCase())
    // About one envelope number in a hundred has no letter in it, so it looks like a trade number.
    if (!found && /^[0-9]+$/.test(number)) found = viewTrade(snapshot, Number(number))
  } else if (/^[0-9]{1,15}$/.test(number)) found = viewTrade(snapshot, Number(number))
  else
    throw new CliRefusal(
      `${number} is not a valid number: give an envelope (10 hexadecimal digits), an account (W-12, M-1, E-…) or a trade (digits)`,
    )
  if (!found) throw new CliRefusal(`${number} is not in the books`)
  return found
}

function viewAccount(snapshot: Snapshot, accountNo: string, limit: number): string[] | undefined {
  const account = findAccount(snapshot, accountNo)
  if (!account) return undefined
  const owner = account.username === '' ? '' : ` of ${account.username}`
  const entries = newestEntries(snapshot, accountNo, limit)
  const shown = entries.length < account.seq ? `, the newest ${entries.length}` : ''
  return [
    `account ${account.account_no}: ${account.account_type}${owner}`,
    `  community  ${account.community} ${account.community_name}`,
    `  balance    ${formatMoney(account.balance, account)}`,
    `  status     ${account.status}`,
    `  opened     ${formatTime(account.created_at)}`,
    `  entries    ${account.seq}${shown}`,
    ...(entries.length > 0 ? ['', ...entryLines(entries, account.scale)] : []),
  ]
}

function viewTrade(snapshot: Snapshot, tradeNo: number): string[] | undefined {
  const trade = findTrade(snapshot, tradeNo)
  if (!trade) return undefined
  return [
    `trade ${trade.trade_no}: ${trade.kind}`,
    `  amount     ${formatMoney(trade.amount, trade)}`,
    `  from       ${trade.from_account_no}`,
    `  to         ${trade.to_account_no}`,
    `  time       ${formatTime(trade.created_at)}`,
    `  by         ${trade.actor === null ? 'the program or an operator' : `member ${trade.actor} ${trade.actor_name}`}`,
    `  envelope   ${trade.envelope_no ?? '-'}`,
    `  community  ${trade.community} ${trade.community_name}`,
    '',
    ...entryLines(entriesOfTrade(snapshot, tradeNo), trade.scale),
  ]
}

function entryLines(entries: readonly EntryFound[], scale: number): string[] {
  return tableLines(
    ['entry', 'time', 'type', 'change', 'balance', 'with', 'trade', 'for'],
    entries.map((entry) => ({
      entry: entry.log_no,
      time: formatTime(entry.created_at),
      type: entry.change_type,
      change: `${entry.change_flag === 1 ? '+' : '-'}${formatAmount(entry.amount, scale)}`,
      balance: formatAmount(entry.balance, scale),
      with: entry.target_account_no,
      trade: String(entry.trade_no),
      for: entry.desc,
    })),
    ['change', 'balance', 'trade'],
  )
}

function viewEnvelope(snapshot: Snapshot, envelopeNo: string): string[] | undefined {
  const envelope = findEnvelope(snapshot, envelopeNo)
  if (!envelope) return undefined
  const sealed = !hasEnded(envelope.state)
  const shares = sharesFound(snapshot, envelope.id)
  const refund =
    envelope.refund_trade_no === null
      ? '-'
      : `${formatMoney(envelope.refunded ?? 0, envelope)} by trade ${envelope.refund_trade_no}`
  return [
    `envelope ${envelope.envelope_no}: ${envelope.state}`,
    `  from        member ${envelope.sender} ${envelope.sender_name}`,
    `  community   ${envelope.community} ${envelope.community_name}`,
    `  kind        ${envelope.kind}, ${envelope.count} shares, for ${envelope.audience}`,
    `  greeting    ${envelope.greeting === '' ? `(that of ${envelope.theme})` : envelope.greeting}`,
    `  total       ${formatMoney(envelope.total, envelope)}`,
    `  grabbed     ${formatMoney(envelope.grabbed_total, envelope)} in ${envelope.grabbed_count} shares`,
    `  refunded    ${refund}`,
    `  sent        ${formatTime(envelope.created_at)}`,
    `  deadline    ${formatTime(envelope.deadline)}`,
    `  ended       ${formatTime(envelope.ended_at)}`,
    `  account     ${envelope.account_no}`,
    `  commitment  ${envelope.commitment}`,
    // The remaining shares stay secret, even from operators.
    `  text        ${sealed ? '(sealed until it ends)' : committedTextOf(snapshot, envelope)}`,
    '',
    ...tableLines(
      ['share', 'amount', 'time', 'trade', 'member'],
      shares.map((share) => ({
        share: String(share.position),
        amount: sealed && share.claimer === null ? 'sealed' : formatAmount(share.amount, envelope.scale),
        time: formatTime(share.claimed_at),
        trade: share.trade_no === null ? '-' : String(share.trade_no),
        member: share.claimer === null ? '-' : `${share.claimer} ${share.claimer_name}`,
      })),
      ['share', 'amount', 'trade'],
    ),
  ]
}
