import type { UnknownChat } from '../../app/command.js'
import type { WalletFrozen } from '../../app/wallets/frozen.js'
import type { OverNewcomerLimit } from '../../app/wallets/newcomer-limit.js'
import type { Currency } from '../../core/money.js'
import { money } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { newcomerWords } from '../newcomers/words.js'
import { refusalWords } from '../refusal-words.js'
import { bad, privately, type Said } from './replies/reply.js'
import { fill, moment } from './replies/rich-text.js'

export interface Outcome {
  readonly kind: string
}

/**
 * Refusals shared by many use cases, with one reply for all. One with additional fields isn't common any more and needs
 * a case.
 */
export type CommonRefusal =
  | { kind: 'insufficient'; balance: number; needed: number; currency: Currency }
  | WalletFrozen
  | OverNewcomerLimit
  | { kind: 'not_admin' }
  | { kind: 'bad_amount' }
  | { kind: 'key_reused' }
  | UnknownChat

/** A reply for every kind of outcome. */
export type Cases<O extends Outcome> = {
  readonly [Kind in O['kind']]: (outcome: Extract<O, { kind: Kind }>) => Said
}

/** Returns the reply to an outcome, with the outcome's kind. */
export function answerOutcome<O extends Outcome>(
  outcome: O,
  cases: Cases<Exclude<O, CommonRefusal>>,
  language: Language,
): Said {
  const own = (cases as unknown as Readonly<Record<string, ((outcome: O) => Said) | undefined>>)[outcome.kind]
  const reply = own ? own(outcome) : commonRefusal(outcome as unknown as CommonRefusal, language)
  return reply.outcome === undefined ? { ...reply, outcome: outcome.kind } : reply
}

/** Tells the asker that the wallet holds less than is needed. It holds the balance, so it is for the asker alone. */
export function tooLittle(
  { balance, needed, currency }: { balance: number; needed: number; currency: Currency },
  language: Language,
): string {
  const write = (amount: number) => money(amount, currency, language)
  const words = { balance: write(balance), needed: write(needed), missing: write(needed - balance) }
  return refusalWords[language].insufficient(words)
}

function commonRefusal(outcome: CommonRefusal, language: Language): Said {
  const refusals = refusalWords[language]
  switch (outcome.kind) {
    case 'insufficient': {
      return privately(bad(tooLittle(outcome, language), { unreached: refusals.insufficientAloud }))
    }
    case 'newcomer_limit': {
      const [limit, left] = [outcome.limit, outcome.left].map((each) =>
        money(each, outcome.currency, language),
      )
      const moments = { renews: moment(outcome.renews), until: moment(outcome.until) }
      const words = { limit: limit as string, left: left as string, ...moments }
      return bad(fill(newcomerWords[language].over, words))
    }
    case 'wallet_frozen':
      return bad(refusals.walletFrozen(outcome))
    case 'not_admin':
      return bad(refusals.notAdmin)
    case 'bad_amount':
      return bad(refusals.badAmount)
    case 'key_reused':
      return bad(refusals.keyReused)
    case 'unknown_chat':
      return bad(refusals.unknownChat)
    default:
      return outcome satisfies never
  }
}
