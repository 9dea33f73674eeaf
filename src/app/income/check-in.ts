import type { Community } from '../../core/community.js'
import { checkInAmount, isFestival } from '../../core/income.js'
import { localDay } from '../../core/local-date.js'
import type { Amount, Currency } from '../../core/money.js'
import { communityAt } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { claimsOf, type EarlierClaim, incomeOf, streakIn } from '../../store/income.js'
import { joinMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'
import type { Blocked } from '../community/block-member.js'
import { represents } from '../linking/represents.js'
import { refuseFrozen, type WalletFrozen } from '../wallets/frozen.js'
import { give, giveNothing, identitiesBehind } from './give.js'

export type CheckInOutcome =
  | {
      kind: 'checked_in'
      amount: Amount
      currency: Currency
      /** Days in a row, including this one. */
      streak: number
      /** True if the amount includes a festival bonus. */
      festival: boolean
      tradeNo: number
    }
  /** The daily limit is used up, but the day counts for the streak. */
  | { kind: 'checked_in_unpaid'; streak: number }
  | { kind: 'already_checked_in'; streak: number }
  | { kind: 'income_off' }
  | { kind: 'circulation_full' }
  | Blocked
  | WalletFrozen
  | UnknownChat
  | KeyReused

/** Shortest time between two check-ins when the date alone doesn't tell them apart. Milliseconds. */
const SHORTEST = 20 * 3_600_000

/**
 * Returns whether an earlier check-in still counts for today: one in another community that belongs to this one now, or
 * by another time zone. Otherwise midnight decides.
 */
function isTooRecent(
  { community: where, day, at }: EarlierClaim,
  { id, timeZone }: Community,
  now: number,
): boolean {
  const ordinary = where === id && localDay(at, timeZone) === day
  return !ordinary && Math.abs(now - at) < SHORTEST
}

/**
 * Checks a person in, which pays money from the mint once per date of the community's calendar, whichever linked
 * account they use. A date that comes again after a change of clock or time zone pays nothing more.
 */
export function* checkIn(command: KeyedCommand, now: number): Plan<CheckInOutcome> {
  const { key, place, by } = command
  const body = bodyOf('check_in', command)
  return yield* idempotent<CheckInOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const rule = (yield* incomeOf(community.id)).find(({ way }) => way === 'checkin')
    if (!rule) return { kind: 'income_off' }
    const member = yield* joinMember(community.id, by, now)
    if (member.blockReason !== null) return { kind: 'blocked', reason: member.blockReason }
    if (member.wallet.status !== 'active') return yield* refuseFrozen(member)
    const day = localDay(now, community.timeZone)
    const identities = yield* identitiesBehind(by)
    const streakOf = (period: number) => streakIn(community.id, 'checkin', period, identities)
    const today = yield* streakOf(day)
    if (today !== undefined) return { kind: 'already_checked_in', streak: today }
    const claims = yield* claimsOf(community.id, 'checkin', identities)
    const recent = claims.find((claim) => isTooRecent(claim, community, now))
    if (recent) return { kind: 'already_checked_in', streak: recent.streak }
    let streak = 1
    // A streak belongs to the member who had it: accounts that were linked for a while don't copy it.
    for (const claim of claims)
      if (claim.community === community.id && claim.day === day - 1)
        if (yield* represents(member, claim.member)) streak = Math.max(streak, claim.streak + 1)
    const amount = checkInAmount(rule, streak, day)
    const gift = { community, member, identities, rule, period: day, streak, amount }
    const given = yield* give(gift, now)
    if (given.kind === 'circulation_full') return given
    if (given.kind === 'day_full') {
      yield* giveNothing(gift, now)
      return { kind: 'checked_in_unpaid', streak }
    }
    const festival = rule.festivalBonus > 0 && isFestival(day)
    const { currency } = community
    return { kind: 'checked_in', amount, currency, streak, festival, tradeNo: given.tradeNo }
  })
}
