import type { ChosenRole } from '../../app/envelopes/send-envelope.js'
import type { Person } from '../../core/person.js'
import type { Context } from '../framework/define.js'
import { bad, type Said } from '../framework/replies/reply.js'
import { CannotAsk } from '../framework/request.js'
import type { RainSay } from './words.js'

/** Maximum members searched for a role. */
const MAX_KNOWN = 5_000

type Asking = Pick<Context<never, RainSay>, 'app' | 'request' | 'here' | 'say' | 'answer'>

/** Returns everyone with a role and a wallet here, or why they can't be found. */
export async function peopleWithRole(
  role: ChosenRole,
  { app, request, here, say, answer }: Asking,
): Promise<readonly Person[] | Said> {
  const known = await app.usersToRainOn(here, MAX_KNOWN)
  if (known.kind !== 'users')
    return answer(known, { too_many_known: (refusal) => bad(say.tooManyKnown(refusal)) })
  try {
    const people = await request.withRole?.(role, known.users)
    return people ?? bad(say.unanswered, { outcome: 'cannot_ask' })
  } catch (error) {
    if (!(error instanceof CannotAsk)) throw error
    return bad(say.unanswered, { outcome: 'cannot_ask' })
  }
}
