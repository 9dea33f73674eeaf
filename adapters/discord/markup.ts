/** More than this Discord does not take as the content of one message, in characters. */
export const MAX_CONTENT = 2000

/**
 * Other people's words as they typed them: every sign that Discord would read as markup, a mention, an emoji or
 * a link stands behind a backslash, which Discord does not show.
 */
export function plain(text: string): string {
  return text.replace(/[\\*_~`|>#\-+[\]()<@:/.]/g, '\\$&')
}

/** The text, or as many whole lines of it as fit, with an ellipsis for the rest. */
export function fitted(text: string, max: number): string {
  if (text.length <= max) return text
  const end = text.lastIndexOf('\n', max - 2)
  const cut = text.slice(0, end > max / 2 ? end : max - 2)
  // Half an escape, or half a character, must not remain.
  return `${cut.replace(/[\ud800-\udbff]$|(?<!\\)(\\\\)*\\$/u, '')}\n…`
}
