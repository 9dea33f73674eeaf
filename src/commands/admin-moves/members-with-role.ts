import type { ChosenRole } from '../../app/envelopes/send-envelope.js'
import type { Person } from '../../core/person.js'
import type { Context } from '../framework/define.js'
import { bad, type Said } from '../framework/replies/reply.js'
import { CannotAsk } from '../framework/request.js'
import type { TopUpSay } from './topup-words.js'

/** Limit for the members searched for a role, and so for the members paid by one command. */
const MAX_KNOWN = 5_000
const MAX_PEOPLE = 1_000

type Asking = Pick<Context<never, TopUpSay>, 'app' | 'request' | 'here' | 'platformAdmin' | 'say' | 'answer'>

/**
 * Returns everyone with a role who has a wallet here, or why they can't be found. Asks the platform only on behalf of
 * those who may top up.
 */
export async function membersWithRole(
  role: ChosenRole,
  { app, request, here, platformAdmin, say, answer }: Asking,
): Promise<readonly Person[] | Said> {
  const known = await app.knownUsers({ ...here, platformAdmin, max: MAX_KNOWN })
  if (known.kind !== 'known_users')
    return answer(known, { too_many_known: (refusal) => bad(say.tooManyKnown(refusal)) })
  try {
    const people = await request.withRole?.(role, known.users)
    if (!people) return bad(say.roleUnanswered, { outcome: 'cannot_ask' })
    if (people.length === 0)
      return bad(say.nobodyWithRole({ role: role.name }), { outcome: 'nobody_with_role' })
    if (people.length <= MAX_PEOPLE) return people
    return bad(say.tooManyForRole({ max: MAX_PEOPLE }), { outcome: 'too_many_with_role' })
  } catch (error) {
    if (!(error instanceof CannotAsk)) throw error
    return bad(say.roleUnanswered, { outcome: 'cannot_ask' })
  }
}
