import { type Amount, amountOf } from './money.js'
import type { Random } from './random.js'

/** Divides an envelope into `count` shares of the same size. `total` must be a multiple of `count`. */
export function splitEqual(total: Amount, count: number): Amount[] {
  if (total % count !== 0) throw new RangeError(`${total} cannot be divided into ${count} equal shares`)
  return new Array<Amount>(count).fill(amountOf(total / count))
}

/**
 * Divides an envelope into `count` random shares of at least one minor unit that sum to `total`.
 *
 * Double-mean method: every share but the last is one minor unit plus a uniform draw between zero and twice
 * the mean of what remains, so all have the same expected size. The variance still depends on the position,
 * so the shares are shuffled afterwards (Fisher-Yates): being early or late neither helps nor hurts.
 */
export function splitLucky(total: Amount, count: number, random: Random): Amount[] {
  if (total < count) throw new RangeError(`${total} minor units are not enough for ${count} shares`)
  const shares: Amount[] = []
  let left = total - count
  for (let remaining = count; remaining > 1; remaining--) {
    const extra = random.below(Math.floor((2 * left) / remaining) + 1)
    shares.push(amountOf(1 + extra))
    left -= extra
  }
  shares.push(amountOf(1 + left))
  for (let last = shares.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const held = shares[last] as Amount
    shares[last] = shares[other] as Amount
    shares[other] = held
  }
  return shares
}
