import { randomUUID } from 'node:crypto'
import { isBusy, undoneBecause } from '../../../app/busy.js'
import { platformName } from '../../../i18n/platform-names.js'
import { commonWords } from '../../common-words.js'
import { CannotAsk, type Request } from '../request.js'
import { bad, type Reply } from './reply.js'

export interface FailureLog {
  error(details: object, message: string): void
}

/** Returns the reply to a request that threw. Logs an unexpected error under an id that the reply names. */
export function failureReply(
  error: unknown,
  { id: request, language, traits }: Pick<Request, 'id' | 'language' | 'traits'>,
  log: FailureLog,
): Reply {
  const words = commonWords[language]
  const failed = (text: string, outcome: string): Reply => ({ ...bad(text, { outcome }), to: 'anyone' })
  if (isBusy(error)) return failed(words[undoneBecause(error)], undoneBecause(error))
  if (error instanceof CannotAsk)
    return failed(words.cannotAsk({ platform: platformName(traits.name) }), 'cannot_ask')
  const id = randomUUID().slice(0, 8)
  log.error({ err: error, id, request }, 'a request failed')
  return failed(words.wrong({ id }), 'failed')
}
