import { commonWords } from '../common-words.js'
import { readLine } from './lines/lines.js'
import { claimTypedCode } from './lines/typed-codes.js'
import type { Parts } from './lines/wanted.js'
import { bad, type Reply } from './replies/reply.js'
import type { Request } from './request.js'

/** Refuses requests before any query. */
export interface Limiter {
  tryAcquire(request: Request): boolean
  /** Returns whether a refused person gets a reply, on platforms that limit messages. */
  shouldNotify(request: Request): boolean
}

/** Refuses a request that comes too fast; undefined when telling would cost. */
export async function tooFastReply(
  request: Request,
  limiter: Limiter,
  { app, entries }: Pick<Parts, 'app' | 'entries'>,
): Promise<Reply | undefined> {
  const { wish, traits, language } = request
  // The chat has read the code all the same.
  if (wish.kind === 'line') await claimTypedCode(readLine(wish.text, entries, wish), wish, request, app)
  if (!traits.freePrivateReplies && !limiter.shouldNotify(request)) return undefined
  return { ...bad(commonWords[language].tooFast, { outcome: 'too_fast' }), to: 'anyone' }
}
