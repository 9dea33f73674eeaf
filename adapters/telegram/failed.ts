import { isBusy, undoneBecause } from '../../src/app/busy.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { CannotAsk } from './cannot-ask.js'

/** What somebody is told whose command or tap could not be carried out; `id` is what stands in the log. */
export function wordsOfFailure(error: unknown, id: string, language: Language): string {
  const { errors, telegram } = catalogue(language)
  if (isBusy(error)) return errors[undoneBecause(error)]
  return error instanceof CannotAsk ? telegram.cannotCheckRights : errors.wrong({ id })
}
