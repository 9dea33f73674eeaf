import type { Community } from '../../core/community.js'
import type { Amount, Currency } from '../../core/money.js'
import { dayAround } from '../../core/newcomers.js'
import type { Person } from '../../core/person.js'
import type { Member } from '../../store/members.js'
import { knownSince, spentSince } from '../../store/newcomers.js'
import type { Plan } from '../../store/plan.js'
import { identitiesBehind } from '../income/give.js'
import { LINKED } from '../linking/transfer-balances.js'

/** A newcomer wants to send or give more than is left today. */
export interface OverNewcomerLimit {
  readonly kind: 'newcomer_limit'
  /** Per day. */
  readonly limit: Amount
  /** Of today. */
  readonly left: Amount
  readonly currency: Currency
  /** When the next day begins, UTC milliseconds. */
  readonly renews: number
  /** When the person stops being a newcomer, UTC milliseconds. */
  readonly until: number
}

interface Spending {
  readonly community: Community
  readonly member: Member
  readonly by: Person
  /** Minor units. */
  readonly amount: number
}

/**
 * Returns the refusal when a newcomer would send or give more than a newcomer may in a day; linked accounts count as one
 * person, known since the first of them was seen. Treasurers have no limit. Runs no query for members who have been here
 * long enough.
 */
export function* overNewcomerLimit(
  { community, member, by, amount }: Spending,
  now: number,
): Plan<OverNewcomerLimit | undefined> {
  const { newcomer } = community.rules
  if (!newcomer || member.treasurer || now - member.createdAt >= newcomer.time) return undefined
  const since = (yield* knownSince(community.id, yield* identitiesBehind(by))) ?? member.createdAt
  if (now - since >= newcomer.time) return undefined
  const { start, end } = dayAround(now, community.timeZone)
  const left = Math.max(0, newcomer.limit - (yield* spentSince(member.id, start, LINKED))) as Amount
  if (amount <= left) return undefined
  return {
    ...{ kind: 'newcomer_limit', limit: newcomer.limit as Amount, left, currency: community.currency },
    ...{ renews: end, until: since + newcomer.time },
  }
}
