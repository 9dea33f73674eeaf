import { shortened } from '../../../core/text.js'
import type { Language } from '../../../i18n/language.js'
import { commonWords } from '../../common-words.js'
import { bad, type Said } from './reply.js'
import { fill, quote } from './rich-text.js'

/** Says that there is no command of this name, and which was probably meant. */
export function unknownCommand(typed: string, closest: string | undefined, language: Language): Said {
  const words = commonWords[language]
  const name = quote(shortened(typed))
  const text = closest
    ? fill(words.unknownCommandClosest, { name, closest })
    : fill(words.unknownCommand, { name })
  return bad(text, { outcome: 'unknown_command' })
}
