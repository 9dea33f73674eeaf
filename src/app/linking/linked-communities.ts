import type { Community } from '../../core/community.js'
import type { Place } from '../../core/place.js'
import { chatAt, currentPlace } from '../../store/communities.js'
import { linksOfHost } from '../../store/links.js'
import type { Plan } from '../../store/plan.js'

/** What lives in a community as one: its own chats, or those of a community that is linked to it. */
export interface LinkedCommunity {
  /** The community from which the chats came; null for the community's own. */
  readonly origin: number | null
  readonly name: string
  /** Where its admins linked it, and where cards for all linked chats are shown. */
  readonly place: Place
}

/** The linked communities that live in one, that one itself first; none when nothing is linked to it. */
export function* linkedCommunities({ id, name }: Pick<Community, 'id' | 'name'>): Plan<LinkedCommunity[]> {
  const links = yield* linksOfHost(id)
  const [first] = links
  if (!first) return []
  const own: LinkedCommunity = { origin: null, name, place: first.hostPlace }
  return [own, ...links.map((link) => ({ origin: link.joined, name: link.name, place: link.joinedPlace }))]
}

/** The linked communities other than the one in which a place lies. */
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
 * Returns where the cards of a community are shown when its admin links it at `place`: there, unless that is a chat
 * which was only linked and may leave again.
 */
export function* placeFor(community: Pick<Community, 'id' | 'name'>, place: Place): Plan<Place> {
  const chat = yield* chatAt(place)
  if (chat?.origin == null) return yield* currentPlace(place)
  return (yield* linkedCommunities(community))[0]?.place ?? place
}
