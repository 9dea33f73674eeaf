import { catalogue, type Language } from '../i18n/catalogue.js'

/** What a bot says that is about to end and does nothing more. */
export function restartingText(language: Language): string {
  return catalogue(language).chat.restarting
}

/** What a bot says when it could not make sure that its answer would be read, and so did nothing. */
export function undoneText(language: Language): string {
  return catalogue(language).errors.busy
}
