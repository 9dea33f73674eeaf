import type { Random } from '../../src/core/random.js'

/** Repeatable randomness: the same seed gives the same numbers. Good enough for statistics, not for money. */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  // mulberry32: one 32-bit word a step.
  const word = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below48 = () => (word() & 0xffff) * 2 ** 32 + word()
  return {
    below: (limit) => {
      if (!Number.isSafeInteger(limit) || limit < 1 || limit >= 2 ** 48)
        throw new RangeError(`limit ${limit}`)
      const fair = 2 ** 48 - (2 ** 48 % limit)
      let drawn = below48()
      while (drawn >= fair) drawn = below48()
      return drawn % limit
    },
    hex: (length) => Array.from({ length }, () => (word() & 0xff).toString(16).padStart(2, '0')).join(''),
  }
}
