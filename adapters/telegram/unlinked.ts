import { spellings } from '../../src/commands/framework/lines/lines.js'
import { ENTRIES } from '../../src/commands/registry.js'

/** Invisible, and Telegram finds no name, link, tag or command across it. */
const GAP = '\u2060'

const OWN = ENTRIES.flatMap(spellings).join('|')
/** Matches where Telegram would make text tappable. */
const SIGNS = [
  '@(?=\\w)',
  ':(?=//)',
  '(?<=[\\p{L}\\p{N}_-])\\.(?=\\p{L})',
  '#(?=[\\p{L}\\p{N}_])',
  '\\$(?=[A-Z])',
]
const COMMAND = '(?<![\\w/])/(?=\\w)'
const FOUND = new RegExp([...SIGNS, `${COMMAND}(?!(?:${OWN})(?![\\w@]))`].join('|'), 'giu')
const FOUND_IN_QUOTES = new RegExp([...SIGNS, COMMAND].join('|'), 'giu')
/** Could be taken for a phone or card number. */
const LONG_NUMBER = /\+(?:[\s().\-/]*\d){2,}|\d(?:[\s().\-/]*\d){6,}/g

/** Returns where a text needs gaps so that nothing in it is tappable: positions in ascending order. */
export function gapsIn(text: string): number[] {
  return [...text.matchAll(FOUND)].map(({ index, 0: sign }) => index + sign.length)
}

/** Returns a text with gaps at these positions. */
export function withGaps(text: string, gaps: readonly number[]): string {
  return [0, ...gaps].map((from, index) => text.slice(from, gaps[index])).join(GAP)
}

/**
 * Breaks people's text so that nothing in it is tappable, not even a command of this bot, which a tap would give in the
 * reader's name. Breaks long numbers after each digit.
 */
export function quoted(words: string): string {
  return words
    .replace(FOUND_IN_QUOTES, (sign) => sign + GAP)
    .replace(LONG_NUMBER, (number) => number.replace(/[+\d](?=.)/gs, `$&${GAP}`))
}
