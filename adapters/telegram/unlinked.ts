import { spellings } from '../../src/commands/lines.js'
import { ENTRIES } from '../../src/commands/registry.js'

/** Nobody sees it, and Telegram finds no name, link, tag or command across it. */
const GAP = '\u2060'

const OWN = ENTRIES.flatMap(spellings).join('|')
/** Where Telegram would find something in any text, whoever wrote it. */
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
/** What may be taken for the number of a telephone or a bank card. */
const LONG_NUMBER = /\+(?:[\s().\-/]*\d){2,}|\d(?:[\s().\-/]*\d){6,}/g

/**
 * A text in which nobody is mentioned and nothing can be tapped: what people put into names, greetings and notes
 * must neither call others nor lead anywhere under the name of the bot.
 */
export function unlinked(text: string): string {
  return withGaps(text, gapsIn(text))
}

/** Where a text needs a gap so that nothing in it can be tapped: positions, the first one first. */
export function gapsIn(text: string): number[] {
  return [...text.matchAll(FOUND)].map(({ index, 0: sign }) => index + sign.length)
}

/** A text with gaps at these positions. */
export function withGaps(text: string, gaps: readonly number[]): string {
  return [0, ...gaps].map((from, index) => text.slice(from, gaps[index])).join(GAP)
}

/**
 * Breaks other people's words so that nothing in them can be tapped, not even a command of this bot: a tap would give
 * it in the name of the reader. Long numbers are broken behind each digit.
 */
export function quoted(words: string): string {
  return words
    .replace(FOUND_IN_QUOTES, (sign) => sign + GAP)
    .replace(LONG_NUMBER, (number) => number.replace(/[+\d](?=.)/gs, `$&${GAP}`))
}
