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
  /** As displayed, like `K7QF2-M9XWD`. Stored nowhere, so it can't be shown again. */
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
 * Makes a code for a platform admin, with which an admin of another chat can link that chat's community to this one. It
 * works once, within ten minutes, and replaces the earlier one of this chat. The answer isn't stored: a code is a
 * secret, so repeating the command makes another one.
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
 * Makes a code that links another identity of the same person to this one. It works once, within ten minutes, and
 * replaces the earlier one. The answer isn't stored.
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
  // An admin's code records the chat's platform, which is also the admin's.
  const where = { chat: place?.chat ?? null, thread: place?.thread ?? null }
  yield* storeOffer(kind, code, { ...made, ...where }, now)
  return { code: showCode(code), expiresAt }
}
