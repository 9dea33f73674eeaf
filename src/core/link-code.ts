import type { Random } from './random.js'
import { foldFullWidth } from './text.js'

/** Crockford's base 32: no I, L, O or U, so codes survive being read aloud. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 50 bits: with a handful of codes alive for ten minutes each, guessing one is hopeless. */
const LENGTH = 10

/** How long a code is valid, in milliseconds. */
export const CODE_LIFETIME = 10 * 60_000
/**
 * Slack for clocks that are set back slightly. A code valid for longer than its lifetime plus this is
 * refused.
 */
const CLOCK_TOLERANCE = 60_000

/**
 * Returns the latest expiry that a valid code can have now. A later one was made while the clock was ahead.
 */
export function latestExpiry(now: number): number {
  return now + CODE_LIFETIME + CLOCK_TOLERANCE
}

/** Returns a new code in its plain form, ten characters. */
export function drawCode(random: Random): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[random.below(ALPHABET.length)]).join('')
}

/** Formats a code for display: two halves with a dash. */
export function showCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`
}

/**
 * Returns the plain form of a typed code, or undefined when it can't be one. Ignores case, accepts full-width
 * letters, and reads O as 0, I and L as 1. Skips all other characters: dashes, a trailing full stop,
 * invisible characters that came along with a copy.
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

/**
 * Finds a code in a list of words: the shortest run of words that forms one. `end` is the index after its
 * last word.
 */
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
