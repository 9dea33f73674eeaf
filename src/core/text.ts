/** The longest name that is kept for a member, in characters. */
export const MAX_NAME = 48
/** The longest reason or note of a money movement, in characters. */
export const MAX_NOTE = 200

// Control characters, and the invisible ones that reorder or hide text (bidi controls, zero-width, tags).
const INVISIBLE =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/**
 * What a person typed as one line of plain text: composed (NFC), without invisible characters, with single
 * spaces. It is still untrusted text, to be escaped where it is shown. Lone surrogates become U+FFFD.
 */
export function plainText(typed: string): string {
  return typed
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s/gu, ' ')
    .replace(INVISIBLE, '')
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

/** A person's name as it is kept: plain text of at most MAX_NAME characters, never empty. */
export function plainName(name: string): string {
  const characters = [...plainText(name.slice(0, 1000))]
  return (
    (characters.length > MAX_NAME ? `${characters.slice(0, MAX_NAME - 1).join('')}…` : characters.join('')) ||
    '?'
  )
}

/** Length as people count: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length
}
