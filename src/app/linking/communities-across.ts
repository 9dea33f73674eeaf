import type { Community } from '../../core/community.js'
import { readCode } from '../../core/link-code.js'
import type { Place } from '../../core/place.js'
import { addChat, chatAt, communityAt, insertCommunityAt, storeSettings } from '../../store/communities.js'
import { claimedOffer, passOffer } from '../../store/links.js'
import type { Plan } from '../../store/plan.js'
import { isUntouched, type KnownChat, knownChatsOf, removeChats } from '../../store/untouched.js'
import { claimerOf } from './link-communities.js'

// Linking chats whose communities are in different databases. Money never moves between databases, so only an unused
// community can join one in another database: it is founded there instead.

interface CodeAtPlace {
  /** The chat where the code was entered, whose community is in another database. */
  readonly place: Place
  /** As typed. */
  readonly code: string
}

/**
 * Returns the name of the community here that made a code; undefined when there is none. Claims the code for the chat, so
 * that no one who reads it there can use it in another chat.
 */
export function* hostOfCode({ place, code: typed }: CodeAtPlace, now: number): Plan<string | undefined> {
  const code = readCode(typed)
  const offer =
    code === undefined ? undefined : yield* claimedOffer('community', code, chatAsClaimer(place), now)
  const host = offer && (yield* communityAt({ platform: offer.platform, chat: offer.chat as string }))
  return host?.name
}

/** The other community is in another database, and this chat's own is no longer unused. */
export interface OtherDatabase {
  readonly kind: 'other_database'
  /** Name of the other community. */
  readonly host: string
}

/** A community in which nothing has happened yet. */
export interface Unused {
  readonly chats: readonly KnownChat[]
  readonly community: Omit<Community, 'id' | 'mintNo' | 'cover'>
}

/**
 * Removes the chats of the community at a place, if nothing has happened in it, so that it can be founded in another
 * database. Returns undefined when it must stay, and null when there is no community yet.
 */
export function* leaveDatabase(place: Place): Plan<Unused | null | undefined> {
  const community = yield* communityAt(place)
  if (!community) return (yield* chatAt(place)) ? undefined : null
  if (!(yield* isUntouched(community.id))) return undefined
  const chats = yield* knownChatsOf(community.id)
  yield* removeChats(community.id)
  const { name, currency, rules, language, timeZone } = community
  return { chats, community: { name, currency, rules, language, timeZone } }
}

/** Founds a community that has left another database, unless one of its chats is known here already. */
export function* enterDatabase({ chats, community }: Unused, now: number): Plan<void> {
  let founded: Community | undefined
  for (const { platform, chat, shardKey } of chats) {
    const place = {
      ...{ platform, chat },
      ...(shardKey !== null && { within: { chat, name: community.name, shardKey } }),
    }
    if (yield* communityAt(place)) continue
    const { name, currency, rules, language, timeZone } = community
    if (founded) yield* addChat(place, { community: founded.id, origin: null }, now)
    else {
      founded = yield* insertCommunityAt(place, name, currency, rules, language, now)
      if (timeZone !== founded.timeZone) yield* storeSettings({ ...founded, timeZone })
    }
  }
}

/** Passes a code that was claimed for a chat on to the community that the chat now has here. */
export function* passClaim({ place, code: typed }: CodeAtPlace): Plan<void> {
  const code = readCode(typed)
  const community = yield* communityAt(place)
  if (code !== undefined && community)
    yield* passOffer('community', code, chatAsClaimer(place), claimerOf(community))
}

function chatAsClaimer({ platform, chat }: Place): string {
  return JSON.stringify([platform, chat])
}
