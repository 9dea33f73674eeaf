import type { Community, CommunityLanguage } from '../../core/community.js'
import type { EnvelopeRules } from '../../core/envelope.js'
import { type Currency, MAX_SCALE } from '../../core/money.js'
import type { Place } from '../../core/place.js'
import { isVisible, lengthOf, plainName, plainText } from '../../core/text.js'
import { communityAt, insertCommunityAt } from '../../store/communities.js'
import type { Plan } from '../../store/plan.js'

export interface FoundCommunity {
  readonly place: Place
  readonly name: string
  readonly currency: Currency
  /** Deviations from DEFAULT_RULES. */
  readonly rules?: Partial<EnvelopeRules>
  /** Language of its cards; without it, an admin chooses later. */
  readonly language?: CommunityLanguage
}

export type FoundOutcome =
  | { kind: 'founded'; community: Community }
  | { kind: 'already_founded'; community: Community }
  | { kind: 'bad_currency' }

/** Founds the community of a chat, with a currency and an empty mint. A chat that has one keeps it. */
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
    command.language ?? null,
    now,
  )
  return { kind: 'founded', community }
}

/** Symbols that would read as part of the amount: with the symbol `1`, five is `1 5.00`. */
const READ_AS_AMOUNT = /\p{N}|[+\p{Pd}\u2212]$/u

/** Returns a currency as it is stored, in plain text; undefined when its name, symbol or scale is invalid. */
export function checkCurrency({ scale, ...typed }: Currency): Currency | undefined {
  const name = plainText(typed.name)
  const symbol = plainText(typed.symbol)
  const valid =
    isVisible(name) &&
    lengthOf(name) <= 32 &&
    isVisible(symbol) &&
    lengthOf(symbol) <= 8 &&
    !READ_AS_AMOUNT.test(symbol) &&
    Number.isInteger(scale) &&
    scale >= 0 &&
    scale <= MAX_SCALE
  return valid ? { name, symbol, scale } : undefined
}
