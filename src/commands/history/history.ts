import type { StatementLine } from '../../app/wallets/statement.js'
import type { Currency } from '../../core/money.js'
import type { Place } from '../../core/place.js'
import { isReversible } from '../../core/reversal.js'
import { optional, whole } from '../framework/arguments/arguments.js'
import { type Context, defineCommand } from '../framework/define.js'
import { info, type TableRow } from '../framework/replies/reply.js'
import { fill, moment, type Text } from '../framework/replies/rich-text.js'
import { words } from './words.js'

/** Maximum characters of a page. Platforms may have to escape each one with a backslash, and accept 4,000. */
const MAX_PAGE = 1_900
const MAX_LINE_NO = 999_999_999_999
/** Where there are several databases, the number tells the database as well. */
const MAX_WALLET_NO = Number.MAX_SAFE_INTEGER
/** Wallets to choose from, one button each. */
const MAX_WALLETS = 20

const arguments_ = {
  line: optional(whole({ max: MAX_LINE_NO, positional: true })),
  /** Digits of a wallet's number; for members of several communities, in a private chat. */
  wallet: optional(whole({ max: MAX_WALLET_NO, hidden: true })),
}

type Say = (typeof words)['en']['say']
type HistoryContext = Context<typeof arguments_, Say>

export const history = defineCommand({
  name: 'history',
  words,
  arguments: arguments_,
  where: 'anywhere',
  to: 'asker',
  ignoresMoreWords: true,
  async run(context: HistoryContext) {
    const { app, request, args, say, money, again } = context
    if (request.place) return await page(context, request.place)
    const { wallets } = await app.walletsOf({ by: request.by })
    const chosen =
      args.wallet === undefined
        ? wallets.length === 1 && wallets[0]
        : wallets.find(({ walletNo }) => digitsOf(walletNo) === args.wallet)
    if (chosen) return await page(context, chosen.place)
    if (wallets.length === 0) return info(say.noWallets, { outcome: 'wallets' })
    const actions = wallets.slice(0, MAX_WALLETS).map(({ name, walletNo, balance, currency }) => {
      const label = say.wallet({ name, amount: money(balance, currency) })
      return [again({ wallet: digitsOf(walletNo) }, { label })]
    })
    return info(say.whichWallet, { actions, outcome: 'wallets' })
  },
})

async function page({ app, request, args, say, money, answer, again }: HistoryContext, place: Place) {
  const { line: before } = args
  const { by } = request
  const outcome = await app.statement(before === undefined ? { place, by } : { place, by, before })
  return answer(outcome, {
    statement({ walletNo, lines: all, older: next, balance, currency }) {
      if (all.length === 0) return info(say.empty)
      const { lines, older = next } = fitting(all, (line) => lineOf(line, currency, say, money))
      const rows = all.slice(0, lines.length).map((line) => rowOf(line, currency, say, money))
      const blocks = [
        { kind: 'text', text: say.title({ balance: money(balance, currency) }) },
        { kind: 'list', lines, table: { columns: say.columns, rows } },
      ] as const
      // Replaces the previous page, or the choice of wallet.
      if (older === undefined) return { tone: 'info', blocks, replaces: true }
      // In a private chat, the place doesn't identify the wallet.
      const button = again({ line: older, wallet: digitsOf(walletNo) }, { label: say.older })
      return { tone: 'info', blocks, actions: [[button]], replaces: true }
    },
  })
}

type Write = HistoryContext['money']

function lineOf(line: StatementLine, currency: Currency, say: Say, money: Write): Text {
  return fill(say.line, {
    time: moment(line.at),
    change: say.change[line.type],
    sign: signOf(line),
    amount: money(line.amount, currency),
    balance: money(line.balance, currency),
    about: aboutOf(line, say),
  })
}

function rowOf(line: StatementLine, currency: Currency, say: Say, money: Write): TableRow {
  const about = aboutOf(line, say)
  return {
    cells: [
      say.change[line.type],
      `${signOf(line)}${money(line.amount, currency)}`,
      money(line.balance, currency),
    ],
    note: [moment(line.at), ...(about === '' ? [] : [` · ${about}`])],
  }
}

function signOf({ flag }: StatementLine): string {
  return flag === 1 ? '+' : '\u2212'
}

function aboutOf(line: StatementLine, say: Say): string {
  const { type, desc, other, envelopeNo, reverses } = line
  // A refund is described by the state in which its envelope ended.
  const about = type === 'refund' ? (desc === 'expired' || desc === 'cancelled' ? say.state[desc] : '') : desc
  // Admins reverse a trade by its number.
  const numbers =
    reverses !== null
      ? [say.reverses({ no: reverses })]
      : isReversible(type)
        ? [say.trade({ no: line.tradeNo })]
        : []
  return [other, envelopeNo, about, ...numbers].filter((part) => part !== null && part !== '').join(' · ')
}

/**
 * Returns as many lines as are sure to fit into one message; `older` is the start of the next page if some are left
 * out.
 */
function fitting(
  lines: readonly StatementLine[],
  write: (line: StatementLine) => Text,
): { readonly lines: readonly Text[]; readonly older?: number } {
  const written: Text[] = []
  let room = MAX_PAGE
  for (const [index, line] of lines.entries()) {
    const text = write(line)
    room -= JSON.stringify(text).length
    const last = lines[index - 1]
    if (room < 0 && last) return { lines: written, older: last.seq }
    written.push(text)
  }
  return { lines: written }
}

function digitsOf(walletNo: string): number {
  return Number(walletNo.replace(/\D/g, ''))
}
