import { type AmountRefusal, parseAmount } from '../../core/money.js'
import { idempotent } from '../../store/idempotency.js'
import { getAccount } from '../../store/ledger.js'
import type { Plan } from '../../store/plan.js'
import type { KeyReused } from '../command.js'
import { checkReason, type Issued, issue, type ReasonRefusal } from './admin-moves.js'
import { type ConsoleWallet, type ConsoleWalletRefusal, findConsoleWallet } from './console-wallet.js'

/** A top-up by an operator at the console. It has no actor in the community. */
export interface ConsoleTopUp extends ConsoleWallet {
  readonly key: string
  /** As typed, in units of the community's currency. */
  readonly amount: string
  readonly reason: string
}

export type ConsoleTopUpOutcome =
  | Issued
  | ReasonRefusal
  | KeyReused
  | ConsoleWalletRefusal
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
      const found = yield* findConsoleWallet(command)
      if ('kind' in found) return found
      const { community, member } = found
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
