import type { Reply } from '../../src/messaging/answers.js'

/** Telegram shows at most so many characters. */
const LONGEST = 200

/** What a tap is answered with; an alert has to be closed, everything else fades away. */
export interface Toast {
  readonly text: string
  readonly alert: boolean
}

/** An answer that must be read. */
export function alert(said: Reply | string): Toast {
  return { text: typeof said === 'string' ? said : said.text, alert: true }
}

/** As much of a text as Telegram shows, with an ellipsis for the rest and no half of a character. */
export function toastText(text: string): string {
  if (text.length <= LONGEST) return text
  return `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
