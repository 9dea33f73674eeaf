import type { Language } from '../i18n/catalogue.js'
import { dateTime } from '../i18n/format.js'

/** How a platform shows what is more than words. The result stands in a reply's text, where the platform finds it. */
export interface TextFormat {
  /** A moment, in UTC milliseconds. */
  readonly time: (at: number, language: Language) => string
  /** A line to be copied exactly as it is: a code, a command for a shell. */
  readonly verbatim: (line: string) => string
}

/** Words alone: moments in the machine's time zone. */
export const PLAIN_FORMAT: TextFormat = {
  time: (at, language) => dateTime(at, language),
  verbatim: (line) => line,
}
