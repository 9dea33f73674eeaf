import { commonWords } from '../commands/common-words.js'
import type { Language } from '../i18n/language.js'
import { chatWords } from './chat-words.js'

/** Returns the refusal for everything that arrives during shutdown. */
export function restartingText(language: Language): string {
  return chatWords[language].restarting
}

/** Returns the refusal of a command that was not run because its answer might not be seen. */
export function undoneText(language: Language): string {
  return commonWords[language].busy
}
