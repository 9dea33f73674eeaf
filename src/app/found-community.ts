import type { EnvelopeRules } from '../core/envelope.js'
import { type Currency, MAX_SCALE } from '../core/money.js'
import { lengthOf, plainName, plainText } from '../core/text.js'
import { type Community, communityAt, insertCommunityAt, type Place } from '../store/communities.js'
import type { Plan } from '../store/plan.js'

export interface FoundCommunity {
  readonly place: Place
  readonly name: string
  readonly currency: Currency
  /** What differs from DEFAULT_RULES. */
  readonly rules?: Partial<EnvelopeRules>
}

export type FoundOutcome =
  | { kind: 'founded'; community: Community }
  | { kind: 'already_founded'; community: Community }
  | { kind: 'bad_currency' }

/** Gives a chat its community with a currency and an empty mint. A chat that has one keeps it. */
export function* foundCommunity(command: FoundCommunity, now: number): Plan<FoundOutcome> {
  const existing = yield* communityAt(command.place)
  if (existing) return { kind: 'already_founded', community: existing }
  const currency = checkCurrency(command.currency)
  if (!currency) return { kind: 'bad_currency' }
  const community = yield* insertCommunityAt(
    command.place,
    plainName(command.name),
    currency,
    command.rules ?? {},
    now,
  )
  return { kind: 'founded', community }
}

/** A currency as it is kept, in plain text; undefined when its name, symbol or scale is not one. */
export function checkCurrency({ scale, ...typed }: Currency): Currency | undefined {
  const name = plainText(typed.name)
  const symbol = plainText(typed.symbol)
  const valid =
    lengthOf(name) >= 1 &&
    lengthOf(name) <= 32 &&
    lengthOf(symbol) >= 1 &&
    lengthOf(symbol) <= 8 &&
    Number.isInteger(scale) &&
    scale >= 0 &&
    scale <= MAX_SCALE
  return valid ? { name, symbol, scale } : undefined
}
