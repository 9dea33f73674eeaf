import { CODE_LIFETIME, drawCode, showCode } from '../../core/link-code.js'
import type { Person } from '../../core/person.js'
import type { Place } from '../../core/place.js'
import type { Random } from '../../core/random.js'
import { plainName } from '../../core/text.js'
import { communityAt, currentPlace } from '../../store/communities.js'
import { type LinkKind, storeOffer } from '../../store/links.js'
import type { Plan } from '../../store/plan.js'
import type { AdminCommand, PersonalCommand, UnknownChat } from '../command.js'

interface MadeCode {
  /** As it is shown, like `K7QF2-M9XWD`. It is kept nowhere and cannot be shown again. */
  readonly code: string
  /** UTC milliseconds. */
  readonly expiresAt: number
}

export type LinkCodeOutcome =
  | ({ kind: 'link_code'; name: string } & MadeCode)
  | { kind: 'not_admin' }
  | UnknownChat

export type PersonCodeOutcome = { kind: 'person_code' } & MadeCode

/**
 * An admin of the platform makes a code with which an admin of another chat can link that one's community to
 * this. It works once, for ten minutes, and puts an end to the earlier one of the same chat. No answer is
 * remembered: a code is a secret, so the same command again makes another one.
 */
export function* makeLinkCode(command: AdminCommand, now: number, random: Random): Plan<LinkCodeOutcome> {
  const { place, by, platformAdmin } = command
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if (!platformAdmin) return { kind: 'not_admin' }
  const made = yield* makeCode('community', by, yield* currentPlace(place), now, random)
  return { kind: 'link_code', name: community.name, ...made }
}

/**
 * Somebody makes a code with which another identity of the same person can be linked to this one. It works
 * once, for ten minutes, and puts an end to the earlier one. No answer is remembered.
 */
export function* makePersonCode(
  { by }: PersonalCommand,
  now: number,
  random: Random,
): Plan<PersonCodeOutcome> {
  return { kind: 'person_code', ...(yield* makeCode('people', by, undefined, now, random)) }
}

function* makeCode(
  kind: LinkKind,
  by: Person,
  place: Place | undefined,
  now: number,
  random: Random,
): Plan<MadeCode> {
  const code = drawCode(random)
  const expiresAt = now + CODE_LIFETIME
  const made = { platform: by.platform, user: by.user, name: plainName(by.name), expiresAt }
  // An admin's code names the chat's platform, which is the admin's too.
  const where = { chat: place?.chat ?? null, thread: place?.thread ?? null }
  yield* storeOffer(kind, code, { ...made, ...where }, now)
  return { code: showCode(code), expiresAt }
}
