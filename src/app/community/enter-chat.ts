import type { Community, CommunityLanguage } from '../../core/community.js'
import { DEFAULT_RULES } from '../../core/envelope.js'
import type { Currency } from '../../core/money.js'
import type { Place, Whole } from '../../core/place.js'
import { addChat, type Belonging, chatAt, communityAt } from '../../store/communities.js'
import type { Plan } from '../../store/plan.js'
import { foundCommunity } from './found-community.js'

/** The currency of a community whose admins have not chosen another yet. */
export const DEFAULT_CURRENCY: Currency = { name: 'Lucky coin', symbol: '🧧', scale: 2 }

export interface EnterChat {
  /** The chat in which somebody acts. */
  readonly place: Place
  /** The whole that the chat is a part of, as a channel is of a server. */
  readonly within: Place
  /** What the whole is called; becomes the community's name. */
  readonly name: string
  /** Of the community, when it is founded now; DEFAULT_CURRENCY when not given. */
  readonly currency?: Currency
  /** Of the community's cards, when it is founded now. */
  readonly language?: CommunityLanguage
}

export interface EnterOutcome {
  readonly kind: 'entered'
  readonly community: Community
}

/**
 * Makes a chat one of the community of the whole, founding that when there is none. A chat that belongs to a
 * community already stays there. Safe to repeat. Throws a RangeError when the currency is not one: it is the
 * adapter's, nobody typed it.
 */
export function* enterChat(command: EnterChat, now: number): Plan<EnterOutcome> {
  const { place, within, name, currency = DEFAULT_CURRENCY, language } = command
  const known = yield* communityAt(place)
  if (known) return { kind: 'entered', community: known }
  const founded = yield* foundCommunity({ place: within, name, currency, ...(language && { language }) }, now)
  if (founded.kind === 'bad_currency') throw new RangeError(`not a currency: ${JSON.stringify(currency)}`)
  const { community } = founded
  // The whole may be a chat of its own, and then it has just been founded. When it is linked, so is its part.
  if (!(yield* communityAt(place))) yield* addChat(place, yield* belongingOf(within, community), now)
  return { kind: 'entered', community }
}

function* belongingOf(whole: Place, { id }: Community): Plan<Belonging> {
  const chat = yield* chatAt(whole)
  return { community: id, origin: chat?.origin ?? null }
}

/** Makes the chat of a command known in the plan of the command itself, where the place says how. */
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

/** What is told of a community without its members: as it is, or as it would be founded now. */
export type CommunityInfo = Pick<Community, 'name' | 'currency' | 'rules' | 'language' | 'timeZone'>

/** The community of a chat. Of an unknown chat it is the one that its first command would found; its name may be empty. */
export function* communityInfo(place: Place): Plan<CommunityInfo> {
  const known = yield* communityAt(place)
  if (known) return known
  const { name = '', language = null } = place.within ?? {}
  return { name, currency: DEFAULT_CURRENCY, rules: DEFAULT_RULES, language, timeZone: 'UTC' }
}
