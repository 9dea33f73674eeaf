import type { ChosenRole } from '../../app/envelopes/send-envelope.js'
import type { Rain } from '../../app/wallets/rain.js'
import type { Person } from '../../core/person.js'
import type { Context } from '../framework/define.js'
import { bad, type Said } from '../framework/replies/reply.js'
import { CannotAsk } from '../framework/request.js'
import type { RainSay } from './words.js'

/** Maximum members searched for a role or in a voice channel; rain on far fewer is refused already. */
const MAX_KNOWN = 5_000

type Asking = Pick<Context<never, RainSay>, 'app' | 'request' | 'here' | 'say' | 'answer'>

interface Chosen {
  readonly role: ChosenRole | undefined
  readonly voice: boolean | undefined
}

/** Returns whom the asker chose; undefined without a choice, and a refusal when they can't be found. */
export async function chosenPeople(
  { role, voice }: Chosen,
  asking: Asking,
): Promise<Rain['on'] | Said | undefined> {
  const { say } = asking
  if (role && voice) return bad(say.roleOrVoice, { outcome: 'role_or_voice' })
  if (!role && !voice) return undefined
  try {
    const people = role ? await peopleWithRole(role, asking) : await peopleInVoice(asking)
    return 'tone' in people ? people : { those: role ?? 'in voice', people }
  } catch (error) {
    if (!(error instanceof CannotAsk)) throw error
    return bad(role ? say.unanswered : say.voiceUnanswered, { outcome: 'cannot_ask' })
  }
}

/** Returns everyone with a role and a wallet here. */
async function peopleWithRole(
  role: ChosenRole,
  { app, request, here, say, answer }: Asking,
): Promise<readonly Person[] | Said> {
  const known = await app.usersToRainOn(here, MAX_KNOWN)
  if (known.kind !== 'users')
    return answer(known, { too_many_known: (refusal) => bad(say.tooManyKnown(refusal)) })
  const people = await request.withRole?.(role, known.users)
  return people ?? bad(say.unanswered, { outcome: 'cannot_ask' })
}

/** Returns everyone in the asker's voice channel, with or without a wallet. */
async function peopleInVoice({ request, say }: Asking): Promise<readonly Person[] | Said> {
  if (!request.inVoice) return bad(say.voiceUnanswered, { outcome: 'cannot_ask' })
  const people = await request.inVoice(MAX_KNOWN)
  return people ?? bad(say.notInVoice, { outcome: 'not_in_voice' })
}
