/** Escapes people's text for Telegram's HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Returns the text, or as many whole lines of it as fit, with an ellipsis for the rest. `max` in UTF-16 units. */
export function fitted(text: string, max: number): string {
  if (text.length <= max) return text
  const end = text.lastIndexOf('\n', max - 2)
  const cut = text.slice(0, end > max / 2 ? end : max - 2)
  // Removes half a character at the end.
  return `${cut.replace(/[\ud800-\udbff]$/, '')}\n…`
}
