import type { Person } from '../../core/person.js'
import { getEnvelope } from '../../store/envelopes.js'
import type { Plan } from '../../store/plan.js'
import { usersWithShares } from '../../store/share-holders.js'

/** Everything about an envelope that decides whether a tap may get a share. Times in UTC milliseconds. */
export interface Admission {
  /** Shares that no one has. */
  readonly left: number
  readonly openedAt: number
  readonly deadline: number
  /** Those who have a share, with all identities of theirs in the community. */
  readonly holders: readonly Pick<Person, 'platform' | 'user'>[]
}

/**
 * Returns whom an open envelope still admits. Returns undefined where more than that decides: an envelope that isn't open,
 * or isn't first come, first served, or has chosen recipients or conditions.
 */
export function* admission(envelopeNo: string): Plan<Admission | undefined> {
  const envelope = yield* getEnvelope(envelopeNo)
  if (envelope?.state !== 'open' || envelope.way !== 'speed') return undefined
  if (envelope.audience !== 'everyone' || envelope.conditions > 0) return undefined
  return {
    left: envelope.count - envelope.grabbed_count,
    openedAt: envelope.opens_at ?? envelope.created_at,
    deadline: envelope.deadline,
    holders: yield* usersWithShares(envelope.id),
  }
}
