import type { Community } from '../../core/community.js'
import type { Place } from '../../core/place.js'
import { chatAt, currentPlace } from '../../store/communities.js'
import { linksOfHost } from '../../store/links.js'
import type { Plan } from '../../store/plan.js'

/** A group of chats within a community: its own, or those of a community linked to it. */
export interface LinkedCommunity {
  /** The community that the chats came from; null for the community's own. */
  readonly origin: number | null
  readonly name: string
  /** Where its admins linked it; cards for all linked chats are shown there. */
  readonly place: Place
}

/** Returns the linked communities within one, that one first; empty when nothing is linked to it. */
export function* linkedCommunities({ id, name }: Pick<Community, 'id' | 'name'>): Plan<LinkedCommunity[]> {
  const links = yield* linksOfHost(id)
  const [first] = links
  if (!first) return []
  const own: LinkedCommunity = { origin: null, name, place: first.hostPlace }
  return [own, ...links.map((link) => ({ origin: link.joined, name: link.name, place: link.joinedPlace }))]
}

/** Returns the linked communities other than the one that a place belongs to. */
export function* otherLinkedCommunities(
  community: Pick<Community, 'id' | 'name'>,
  place: Place,
): Plan<LinkedCommunity[]> {
  const all = yield* linkedCommunities(community)
  if (all.length === 0) return []
  const chat = yield* chatAt(place)
  return all.filter(({ origin }) => origin !== (chat?.origin ?? null))
}

/**
 * Returns where a community shows its cards when its admin links it at `place`: there, unless that chat is itself only
 * linked and may leave again.
 */
export function* placeFor(community: Pick<Community, 'id' | 'name'>, place: Place): Plan<Place> {
  const chat = yield* chatAt(place)
  if (chat?.origin == null) return yield* currentPlace(place)
  return (yield* linkedCommunities(community))[0]?.place ?? place
}
