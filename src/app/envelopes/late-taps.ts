import { hasEnded, type ShownState, senderMayGrab } from '../../core/envelope.js'
import type { Place } from '../../core/place.js'
import { getForGrab } from '../../store/envelopes.js'
import { plainMembersWithoutShare } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'

/** Taps of a rush that may have come too late, on one envelope in one chat. */
export interface LateTaps {
  readonly place: Place
  readonly envelopeNo: string
  /** Everyone's user id is of the chat's platform. */
  readonly taps: readonly LateTap[]
}

export interface LateTap {
  readonly key: string
  readonly user: string
  readonly name: string
}

export interface LateTapsOutcome {
  readonly kind: Exclude<ShownState, 'open'>
  /** Keys of the taps that a grab would refuse with this outcome. */
  readonly refused: ReadonlySet<string>
}

/** Longer ids don't fit into the query. */
const LONGEST_USER = 190

/**
 * Refuses many taps at once, as a grab would refuse each. Refuses only those where that is certain: the envelope has ended,
 * and the member is known and unchanged, has no share and is neither blocked nor linked. The others must be grabbed. No
 * key needs to be looked up: it has an answer only where the member has a share.
 */
export function* refuseLate({ place, envelopeNo, taps }: LateTaps): Plan<LateTapsOutcome | undefined> {
  const envelope = yield* getForGrab(place, envelopeNo)
  if (!envelope || !hasEnded(envelope.state) || envelope.way !== 'speed') return undefined
  if (envelope.audience === 'chosen' || envelope.conditions > 0) return undefined
  const members = new Map<string, { id: number; name: string }>()
  const users = taps.map(({ user }) => user).filter((user) => user.length <= LONGEST_USER)
  const { community, id, sender } = envelope
  for (const member of yield* plainMembersWithoutShare(community, id, place.platform, users))
    members.set(member.user, member)
  const refuses = ({ user, name }: LateTap) => {
    const member = members.get(user)
    if (member?.name !== name) return false
    return member.id !== sender || senderMayGrab(envelope.kind, envelope.selfGrab)
  }
  return { kind: envelope.state, refused: new Set(taps.filter(refuses).map(({ key }) => key)) }
}
