import { COMMANDS } from '../../src/messaging/commands.js'

/** Nobody sees it, and Telegram finds no name, link, tag or command across it. */
const GAP = '\u2060'

const OWN = ['start', ...COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases])].join('|')
/** Where Telegram would find something in any text, whoever wrote it. The commands of this bot may be tapped. */
const FOUND = new RegExp(
  [
    '@(?=\\w)',
    ':(?=//)',
    '(?<=[\\p{L}\\p{N}_-])\\.(?=\\p{L})',
    '#(?=[\\p{L}\\p{N}_])',
    '\\$(?=[A-Z])',
    `(?<![\\w/])/(?=\\w)(?!(?:${OWN})(?![\\w@]))`,
  ].join('|'),
  'giu',
)

/**
 * A text in which nobody is mentioned and nothing can be tapped: what people put into names, greetings and notes
 * must neither call others nor lead anywhere under the name of the bot.
 */
export function unlinked(text: string): string {
  return text.replace(FOUND, (sign) => sign + GAP)
}
