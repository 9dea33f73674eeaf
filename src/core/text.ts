/** Longest member name that is stored, in characters. */
export const MAX_NAME = 48
/** Longest reason or note of a money movement, in characters. */
export const MAX_NOTE = 200

// Control characters, and the invisible ones that reorder or hide text (bidi controls, zero-width, tags).
const INVISIBLE =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\u034f/gu

/**
 * Combining marks allowed on one letter. More isn't writing, and it spills into the lines above and below.
 */
const MOST_MARKS = 4
const PILE = new RegExp(`([\\p{M}\u200c\u200d]{${MOST_MARKS}})[\\p{M}\u200c\u200d]+`, 'gu')

// A joiner has a meaning inside emoji and between letters of joining scripts; elsewhere it only hides.
const EMOJI = '\\p{Extended_Pictographic}'
const NEVER_JOINED = ['Latin', 'Greek', 'Cyrillic', 'Han', 'Hangul', 'Hiragana', 'Katakana', 'Inherited']
const LETTER = `(?![${NEVER_JOINED.map((script) => `\\p{Script=${script}}`).join('')}])[\\p{L}\\p{M}]`
const JOINER = '[\u200c\u200d]'
const USELESS_JOINER = new RegExp(
  `${JOINER}(?<!(?:${EMOJI}|\\p{Emoji_Modifier}|\ufe0f|${LETTER})${JOINER})|${JOINER}(?!${EMOJI}|${LETTER})`,
  'gu',
)
const VISIBLE = /[^\p{M}\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u

/**
 * Normalises typed text to one line of plain text: composed (NFC), no invisible characters, single spaces, no
 * piles of marks. The result is still untrusted and must be escaped for display. Lone surrogates become
 * U+FFFD.
 */
export function plainText(typed: string): string {
  let text = cleaned(typed.toWellFormed())
  // Removing characters can bring together others that must be composed or removed too.
  for (let again = cleaned(text); again !== text; again = cleaned(text)) text = again
  return text
}

function cleaned(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\s/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(PILE, '$1')
    .replace(USELESS_JOINER, '')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/**
 * Converts full-width letters, digits and signs, as Chinese keyboards type them, to their ordinary forms. Not
 * NFKC, which would also read `10²` as `102`.
 */
export function foldFullWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Wraps a name of a script that runs from right to left in isolates, so that what stands beside it keeps its order. */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name
}

/** Returns whether a text has any visible character. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text)
}

/** Returns a name as it is stored: plain text of at most MAX_NAME characters, never empty. */
export function plainName(name: string): string {
  const plain = plainText(name.slice(0, 1000))
  if (!isVisible(plain)) return '?'
  const characters = [...plain]
  if (characters.length <= MAX_NAME) return plain
  // The cut may leave a dangling joiner.
  return `${plainText(characters.slice(0, MAX_NAME - 1).join(''))}…`
}

/** Returns the length as people count it: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length
}

/** Longest quote of typed text in a reply, in characters. */
const MAX_SHOWN = 24

/**
 * Shortens typed text for quoting in a reply: one line, bounded length, no characters that hide or reverse
 * text.
 */
export function shortened(typed: string): string {
  const characters = [...plainText(typed)]
  return characters.length > MAX_SHOWN
    ? `${characters.slice(0, MAX_SHOWN - 1).join('')}…`
    : characters.join('')
}

/** Half of a character, which must not remain at the end of a text that was cut. */
const HALF = /[\ud800-\udbff]$/

/** Cuts a text to `max` UTF-16 units without splitting a character. */
export function cut(text: string, max: number): string {
  return text.slice(0, max).replace(HALF, '')
}

/**
 * Returns the text, or as many whole lines of it as fit into `max` UTF-16 units, with an ellipsis for the rest. `broken`
 * matches what must not remain at the end of a line that was cut.
 */
export function fitted(text: string, max: number, broken = HALF): string {
  if (text.length <= max) return text
  const end = text.lastIndexOf('\n', max - 2)
  const shown = text.slice(0, end > max / 2 ? end : max - 2)
  return `${shown.replace(broken, '')}\n…`
}

/** Returns the Levenshtein distance: letters to add, drop or change. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[to.length] as number
}
