import { COMMANDS } from '../../src/messaging/commands.js'

/** Nobody sees it, and Telegram finds no name, link, tag or command across it. */
const GAP = '\u2060'

const OWN = ['start', ...COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases])].join('|')
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
  return text.replace(FOUND, (sign) => sign + GAP)
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
