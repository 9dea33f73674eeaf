/** The longest name that is kept for a member, in characters. */
export const MAX_NAME = 48
/** The longest reason or note of a money movement, in characters. */
export const MAX_NOTE = 200

// Control characters, and the invisible ones that reorder or hide text (bidi controls, zero-width, tags).
const INVISIBLE =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\u034f/gu

/** Marks that stand on one letter. More are no writing, and reach into the lines above and below. */
const MOST_MARKS = 4
const PILE = new RegExp(`([\\p{M}\u200c\u200d]{${MOST_MARKS}})[\\p{M}\u200c\u200d]+`, 'gu')

// A joiner means something within an emoji and between letters of scripts that join; between others it only hides.
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
 * What a person typed as one line of plain text: composed (NFC), without invisible characters, with single
 * spaces and no pile of marks. It is still untrusted text, to be escaped where it is shown. Lone surrogates become
 * U+FFFD.
 */
export function plainText(typed: string): string {
  let text = cleaned(typed.toWellFormed())
  // What is taken away can bring together what has to be composed, or goes only now.
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
 * Full-width letters, digits and signs as their ordinary forms, as a Chinese keyboard types them. Not NFKC,
 * which would also read `10²` as `102`.
 */
export function foldFullWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
}

/** Whether there is anything to be seen in a text. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text)
}

/** A person's name as it is kept: plain text of at most MAX_NAME characters, never empty. */
export function plainName(name: string): string {
  const plain = plainText(name.slice(0, 1000))
  if (!isVisible(plain)) return '?'
  const characters = [...plain]
  if (characters.length <= MAX_NAME) return plain
  // The cut may leave a joiner that joins nothing.
  return `${plainText(characters.slice(0, MAX_NAME - 1).join(''))}…`
}

/** Length as people count: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length
}

/** Longer is not said again of what somebody typed. */
const MAX_SHOWN = 24

/** What somebody typed, as it may be said again: one line, not too long, with nothing that hides or turns text. */
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
