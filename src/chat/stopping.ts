import { catalogue, type Language } from '../i18n/catalogue.js'

/** Returns the refusal for everything that arrives during shutdown. */
export function restartingText(language: Language): string {
  return catalogue(language).chat.restarting
}

/** Returns the refusal of a command that was not run because its answer might not be seen. */
export function undoneText(language: Language): string {
  return catalogue(language).errors.busy
}
