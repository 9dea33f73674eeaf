import type { Community, CommunityLanguage } from '../../core/community.js'
import { DEFAULT_RULES } from '../../core/envelope.js'
import type { Currency } from '../../core/money.js'
import type { Place, Whole } from '../../core/place.js'
import { addChat, type Belonging, chatAt, communityAt } from '../../store/communities.js'
import type { Plan } from '../../store/plan.js'
import { foundCommunity } from './found-community.js'

/** Currency of a community whose admins haven't chosen one. */
export const DEFAULT_CURRENCY: Currency = { name: 'Lucky coin', symbol: '🧧', scale: 2 }

export interface EnterChat {
  /** The chat where the person acts. */
  readonly place: Place
  /** The whole that the chat is part of, such as a channel's server. */
  readonly within: Place
  /** Name of the whole; becomes the community's name. */
  readonly name: string
  /** Currency of a community founded now; defaults to DEFAULT_CURRENCY. */
  readonly currency?: Currency
  /** Card language of a community founded now. */
  readonly language?: CommunityLanguage
}

export interface EnterOutcome {
  readonly kind: 'entered'
  readonly community: Community
}

/**
 * Adds a chat to the community of its whole, founding that if needed. A chat that already belongs to a community stays
 * there. Idempotent. Throws a RangeError when the currency is invalid: it comes from the adapter, not from a person.
 */
export function* enterChat(command: EnterChat, now: number): Plan<EnterOutcome> {
  const { place, within, name, currency = DEFAULT_CURRENCY, language } = command
  const known = yield* communityAt(place)
  if (known) return { kind: 'entered', community: known }
  const founded = yield* foundCommunity({ place: within, name, currency, ...(language && { language }) }, now)
  if (founded.kind === 'bad_currency') throw new RangeError(`invalid currency: ${JSON.stringify(currency)}`)
  const { community } = founded
  // The whole may be a chat itself, just founded above. If it is linked, so is this chat.
  if (!(yield* communityAt(place))) yield* addChat(place, yield* belongingOf(within, community), now)
  return { kind: 'entered', community }
}

function* belongingOf(whole: Place, { id }: Community): Plan<Belonging> {
  const chat = yield* chatAt(whole)
  return { community: id, origin: chat?.origin ?? null }
}

/** Registers the command's chat in the same plan as the command, when the place says how. */
export function entering<Outcome>(place: Place, plan: Plan<Outcome>, now: number): Plan<Outcome> {
  return place.within ? afterEntering(place, place.within, plan, now) : plan
}

function* afterEntering<Outcome>(
  place: Place,
  { chat, name, language }: Whole,
  plan: Plan<Outcome>,
  now: number,
): Plan<Outcome> {
  const within = { platform: place.platform, chat }
  if (!(yield* communityAt(place)))
    yield* enterChat({ place, within, name, ...(language && { language }) }, now)
  return yield* plan
}

/** Public facts about a community, without its members: as it is, or as it would be founded now. */
export type CommunityInfo = Pick<Community, 'name' | 'currency' | 'rules' | 'language' | 'timeZone'>

/**
 * Returns the community of a chat, or, for an unknown chat, the one that its first command would found; its name may be
 * empty.
 */
export function* communityInfo(place: Place): Plan<CommunityInfo> {
  const known = yield* communityAt(place)
  if (known) return known
  const { name = '', language = null } = place.within ?? {}
  return { name, currency: DEFAULT_CURRENCY, rules: DEFAULT_RULES, language, timeZone: 'UTC' }
}
