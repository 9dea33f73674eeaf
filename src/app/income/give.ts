import type { Community } from '../../core/community.js'
import { localDay } from '../../core/local-date.js'
import { type Amount, MAX_CIRCULATION } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import { expectedIn } from '../../store/community-moves.js'
import { givenOn, type IncomeRule, storeClaim } from '../../store/income.js'
import { getAccount, post } from '../../store/ledger.js'
import type { Member } from '../../store/members.js'
import { identitiesOfPerson, personOf } from '../../store/people.js'
import type { Plan } from '../../store/plan.js'

/** Returns all identities of a person, even when there is only one. */
export function* identitiesBehind({ platform, user }: Person): Plan<readonly Omit<Person, 'name'>[]> {
  const person = yield* personOf(platform, user)
  return person === undefined ? [{ platform, user }] : yield* identitiesOfPerson(person)
}

export interface Gift {
  readonly community: Community
  readonly member: Member
  /** All identities of the recipient. */
  readonly identities: readonly Omit<Person, 'name'>[]
  readonly rule: IncomeRule
  readonly period: number
  readonly streak: number
  readonly amount: Amount
}

export type Given =
  | { kind: 'given'; tradeNo: number }
  /** The community's daily limit is used up. */
  | { kind: 'day_full' }
  | { kind: 'circulation_full' }

/**
 * Gives money from the mint to a member once; the caller has checked that none of the identities had it before. Writes
 * nothing when the daily limit leaves no room.
 */
export function* give(gift: Gift, now: number): Plan<Given> {
  const { community, member, rule, amount } = gift
  const day = localDay(now, community.timeZone)
  const given = yield* givenOn(community.id, rule.way, rule.source, day)
  if (given + amount > rule.dailyCap) return { kind: 'day_full' }
  const mint = yield* getAccount(community.mintNo)
  // Money that a link will bring must still fit.
  if (mint.balance - amount - (yield* expectedIn(community.id)) < -MAX_CIRCULATION)
    return { kind: 'circulation_full' }
  const tradeNo = yield* post({
    from: mint,
    to: member.wallet,
    amount,
    kind: rule.way,
    desc: rule.roleName,
    actor: member.id,
    envelope: null,
    at: now,
  })
  yield* writeDown(gift, day, { amount, dayTotal: (given + amount) as Amount, tradeNo, at: now })
  return { kind: 'given', tradeNo }
}

/** Records a claim that got nothing because the daily limit was used up. */
export function* giveNothing(gift: Gift, now: number): Plan<void> {
  const { community, rule } = gift
  const day = localDay(now, community.timeZone)
  const dayTotal = (yield* givenOn(community.id, rule.way, rule.source, day)) as Amount
  yield* writeDown(gift, day, { amount: 0 as Amount, dayTotal, tradeNo: null, at: now })
}

function* writeDown(
  { community, member, identities, rule: { way, source }, period, streak }: Gift,
  day: number,
  paid: {
    readonly amount: Amount
    readonly dayTotal: Amount
    readonly tradeNo: number | null
    readonly at: number
  },
): Plan<void> {
  const claim = { community: community.id, way, source, period, day, member: member.id, streak, ...paid }
  yield* storeClaim(claim, identities)
}
