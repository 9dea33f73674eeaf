import type { Random } from './random.js'
import { foldFullWidth } from './text.js'

/** Crockford's base 32: no I, L, O and U, so that nobody has to guess what was read out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 50 bits: with a handful of codes alive for ten minutes each, nobody guesses one. */
const LENGTH = 10

/** How long a code is good, in milliseconds. */
export const CODE_LIFETIME = 10 * 60_000
/** Clocks are set back by a moment now and then; a code that is good for longer than this beyond its lifetime is not. */
const CLOCK_TOLERANCE = 60_000

/** The latest time at which a code that is good now can expire. A later one was made by a clock that was ahead. */
export function latestExpiry(now: number): number {
  return now + CODE_LIFETIME + CLOCK_TOLERANCE
}

/** A new code in its plain form, ten characters. */
export function drawCode(random: Random): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[random.below(ALPHABET.length)]).join('')
}

/** A code as people are shown it: two halves with a dash. */
export function showCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`
}

/**
 * The plain form of what somebody typed: in either case, also in full-width letters; O is read as 0, I and L as 1. All
 * other signs are passed over: dashes, the full stop behind it, and what a copied code brings along from a platform that
 * hides it. Undefined when it cannot be a code.
 */
export function readCode(typed: string): string | undefined {
  if (typed.length > 64) return undefined
  const code = foldFullWidth(typed)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : undefined
}

/** Where a code stands among words: the fewest words in a row that are one. `end` is behind its last word. */
export function findCode(
  words: readonly string[],
): { readonly start: number; readonly end: number } | undefined {
  for (let count = 1; count <= Math.min(LENGTH, words.length); count++)
    for (let start = 0; start + count <= words.length; start++) {
      const end = start + count
      if (readCode(words.slice(start, end).join('')) !== undefined) return { start, end }
    }
  return undefined
}
