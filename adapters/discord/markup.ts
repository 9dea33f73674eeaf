import type { TextFormat } from '../../src/chat/text-format.js'

/** More than this Discord does not take as the content of one message, in characters. */
export const MAX_CONTENT = 2000

/**
 * Other people's words as they typed them: every sign that Discord would read as markup, a mention, an emoji or
 * a link stands behind a backslash, which Discord does not show.
 */
export function plain(text: string): string {
  return text.replace(/[\\*_~`|>#\-+[\]()<@:/.]/g, '\\$&')
}

// Others' words reach an answer without control characters, so only the program writes what stands between these.
const BEGIN = '\u0002'
const END = '\u0003'
const MARKED = new RegExp(`(${BEGIN}[^${END}]*${END})`)

/** Marks that `rendered` turns into markup. */
export const DISCORD_FORMAT: TextFormat = {
  time: (at) => `${BEGIN}t${Math.floor(at / 1000)}${END}`,
  verbatim: (line) => `${BEGIN}c${line}${END}`,
}

/** A mark for a user, as Discord shows users. Whether it pings them is said beside the text. */
export function mentionOf(user: string): string {
  return `${BEGIN}@${user}${END}`
}

/** A mark for a role, as Discord shows roles. */
export function roleMentionOf(role: string): string {
  return `${BEGIN}&${role}${END}`
}

/**
 * A text as Discord's markup: moments that everybody reads in their own time zone, blocks of code with a button to
 * copy them, mentions, and all else as plain words.
 */
export function rendered(text: string): string {
  return text
    .split(MARKED)
    .map((part, index) => (index % 2 === 1 ? markupOf(part[1] ?? '', part.slice(2, -1)) : plain(part)))
    .join('')
}

function markupOf(kind: string, marked: string): string {
  if (kind === 'c' && !marked.includes('`')) return `\`\`\`\n${marked}\n\`\`\``
  if (!/^\d+$/.test(marked)) return plain(marked)
  switch (kind) {
    case 't':
      return `<t:${marked}:f>`
    case '@':
      return `<@${marked}>`
    case '&':
      return `<@&${marked}>`
    default:
      return plain(marked)
  }
}

/** The text, or as many whole lines of it as fit, with an ellipsis for the rest. */
export function fitted(text: string, max: number): string {
  if (text.length <= max) return text
  const end = text.lastIndexOf('\n', max - 2)
  const cut = text.slice(0, end > max / 2 ? end : max - 2)
  // Half an escape, or half a character, must not remain.
  return `${cut.replace(/[\ud800-\udbff]$|(?<!\\)(\\\\)*\\$/u, '')}\n…`
}
