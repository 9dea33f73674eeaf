import { Decimal } from 'decimal.js'
import { foldFullWidth } from './text.js'

/** A whole number of minor units of a community's currency; always a safe integer. */
export type Amount = number & { readonly __amount: unique symbol }

/** Format of one community's money. `scale` is the number of decimals, 0 to 4. */
export interface Currency {
  readonly name: string
  readonly symbol: string
  readonly scale: number
}

/**
 * Largest amount that people may type for one envelope, top-up or transfer, in minor units; the ledger can
 * carry more.
 */
export const MAX_AMOUNT = 1_000_000_000_000 as Amount
/**
 * Most that a community may have in circulation, in minor units, and so the limit for any wallet and any
 * trade. Keeps every sum of balances below 2^53.
 */
export const MAX_CIRCULATION = 9_000_000_000_000_000 as Amount
export const MAX_SCALE = 4

export type AmountRefusal = 'not_a_number' | 'too_many_decimals' | 'not_positive' | 'too_large'

export type ParsedAmount = { ok: true; amount: Amount } | { ok: false; why: AmountRefusal }

/**
 * Casts a number of minor units to an Amount. Throws when it isn't a safe integer: that is a bug, not bad
 * input.
 */
export function amountOf(minorUnits: number): Amount {
  if (!Number.isSafeInteger(minorUnits)) throw new RangeError(`not a whole safe amount: ${minorUnits}`)
  return minorUnits as Amount
}

/**
 * Parses a typed amount of a currency with `scale` decimals. Accepts digits with an optional fraction
 * (full-width forms too) and nothing else: no sign, exponent, hexadecimal or thousands separator. The result
 * is between 1 minor unit and MAX_AMOUNT.
 */
export function parseAmount(text: string, scale: number): ParsedAmount {
  if (text.length > 64) return { ok: false, why: 'not_a_number' }
  const plain = foldFullWidth(text).trim()
  const match = /^([0-9]+)(?:\.([0-9]+))?$/.exec(plain)
  if (!match) return { ok: false, why: 'not_a_number' }
  if ((match[2]?.length ?? 0) > scale) return { ok: false, why: 'too_many_decimals' }
  const minor = new Decimal(plain).times(new Decimal(10).pow(scale))
  if (minor.lte(0)) return { ok: false, why: 'not_positive' }
  if (minor.gt(MAX_AMOUNT)) return { ok: false, why: 'too_large' }
  return { ok: true, amount: amountOf(minor.toNumber()) }
}

/**
 * Formats the amount in units of the currency, always with `scale` decimals and no grouping: 1250 at scale 2
 * is `12.50`.
 */
export function formatAmount(amount: number, scale: number): string {
  return new Decimal(amount).div(new Decimal(10).pow(scale)).toFixed(scale)
}
