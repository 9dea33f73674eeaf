import type { Community } from '../../core/community.js'
import type { Place } from '../../core/place.js'
import { chatAt, currentPlace } from '../../store/communities.js'
import { linksOfHost } from '../../store/links.js'
import type { Plan } from '../../store/plan.js'

/** What lives in a community as one: its own chats, or those of a community that is linked to it. */
export interface Part {
  /** The community from which the chats came; null for the community's own. */
  readonly origin: number | null
  readonly name: string
  /** Where its admins linked it, and where cards for all parts are shown. */
  readonly home: Place
}

/** The parts of a community, its own first; none when nothing is linked to it. */
export function* partsOf({ id, name }: Pick<Community, 'id' | 'name'>): Plan<Part[]> {
  const links = yield* linksOfHost(id)
  const [first] = links
  if (!first) return []
  const own: Part = { origin: null, name, home: first.hostHome }
  return [own, ...links.map((link) => ({ origin: link.joined, name: link.name, home: link.joinedHome }))]
}

/** The parts of a community other than the one in which a place lies. */
export function* otherParts(community: Pick<Community, 'id' | 'name'>, place: Place): Plan<Part[]> {
  const parts = yield* partsOf(community)
  if (parts.length === 0) return []
  const chat = yield* chatAt(place)
  return parts.filter(({ origin }) => origin !== (chat?.origin ?? null))
}

/**
 * Where a community is at home when its admin speaks at `place`: there, unless that is a chat which was only
 * linked and may leave again.
 */
export function* homeFor(community: Pick<Community, 'id' | 'name'>, place: Place): Plan<Place> {
  const chat = yield* chatAt(place)
  if (chat?.origin == null) return yield* currentPlace(place)
  return (yield* partsOf(community))[0]?.home ?? place
}
