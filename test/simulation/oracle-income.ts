import type { Command, KeyedCommand } from '../../src/app/command.js'
import type { ChangeIncome } from '../../src/app/income/change-income.js'
import type { ClaimAllowance } from '../../src/app/income/claim-allowance.js'
import { themeOf } from '../../src/core/festivals.js'
import { difference } from './difference.js'
import { expectedIn } from './oracle-moves.js'
import {
  MOST,
  MOST_ISSUED,
  type OracleCommunity,
  type OracleMember,
  type OracleState,
  type Outcome,
  refuseFrozen,
  type Who,
} from './oracle-state.js'

export interface OracleIncomeRule {
  readonly way: 'checkin' | 'starting' | 'allowance'
  readonly source: string
  readonly roleName: string
  readonly amount: number
  readonly streakStep: number
  readonly festivalBonus: number
  readonly dailyCap: number
  readonly newestMember: number
}

const DAY = 86_400_000
/** In the Swedish format: 2026-06-10. */
const dateOf = (state: OracleState, timeZone: string) =>
  new Date(state.now).toLocaleDateString('sv-SE', { timeZone })
const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY

/** The rules of a community in the order in which they are listed. */
export function rulesOf({ income }: OracleCommunity): OracleIncomeRule[] {
  const order = ({ way, source }: OracleIncomeRule) => `${way} ${source}`
  return [...income.values()]
    .sort((one, other) => (order(one) < order(other) ? -1 : 1))
    .map((rule) => ({ ...rule }))
}

export function changeIncome(state: OracleState, command: ChangeIncome): Outcome {
  const { place, way, amount, role } = command
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const all = way === 'allowance' && !role && amount === null
  if (way === 'allowance' && !role && !all) return { kind: 'role_missing' }
  if (way !== 'allowance' && role) return { kind: 'role_not_asked' }
  const source = role ? `${role.platform}:${role.role}` : ''
  const before = community.income.get(`${way} ${source}`)
  const changed = () => ({
    kind: 'income_changed',
    rules: rulesOf(community),
    currency: { ...community.currency },
  })
  if (all) {
    const gone = rulesOf(community).filter((rule) => rule.way === way)
    for (const rule of gone) community.income.delete(`${way} ${rule.source}`)
    return gone.length > 0 ? changed() : { kind: 'nothing_to_change' }
  }
  if (amount === null)
    return community.income.delete(`${way} ${source}`) ? changed() : { kind: 'nothing_to_change' }
  const streakStep = command.streak ?? before?.streakStep ?? 0
  const festivalBonus = command.festival ?? before?.festivalBonus ?? 0
  if (way !== 'checkin' && (streakStep > 0 || festivalBonus > 0)) return { kind: 'only_for_check_in' }
  const dailyCap = command.cap ?? before?.dailyCap
  if (dailyCap === undefined) return { kind: 'cap_missing' }
  const wrong = [amount, dailyCap].some((given) => !Number.isInteger(given) || given < 1 || given > MOST)
  if (
    wrong ||
    [streakStep, festivalBonus].some((given) => !Number.isInteger(given) || given < 0 || given >= MOST)
  )
    return { kind: 'bad_amount' }
  const min = amount + 6 * streakStep + festivalBonus
  if (dailyCap < min) return { kind: 'cap_too_small', min, currency: { ...community.currency } }
  const rule = {
    ...{ way, source, roleName: role?.name ?? '', amount, streakStep, festivalBonus, dailyCap },
    newestMember: before?.newestMember ?? state.members.length,
  }
  if (before && !difference(rule, before)) return { kind: 'nothing_to_change' }
  community.income.set(`${way} ${source}`, rule)
  return changed()
}

/** Returns all currently linked accounts of a person. */
function accountsOf(state: OracleState, { platform, user }: Who): string[] {
  const person = state.personOf({ platform, user })
  return person ? person.identities.map((one) => `${one.platform} ${one.user}`) : [`${platform} ${user}`]
}

/** Pays a member within the daily limit; returns the trade, or why there is none. */
function give(
  state: OracleState,
  community: OracleCommunity,
  member: OracleMember,
  rule: OracleIncomeRule,
  amount: number,
  day: number,
): { tradeNo: number } | 'day_full' | 'circulation_full' {
  const key = `${rule.way} ${rule.source} ${day}`
  const given = community.given.get(key) ?? 0
  if (given + amount > rule.dailyCap) return 'day_full'
  if (community.circulation + expectedIn(state, community) + amount > MOST_ISSUED) return 'circulation_full'
  community.given.set(key, given + amount)
  community.circulation += amount
  community.traded = true
  return { tradeNo: state.book(rule.way, community.mint, member.wallet, amount, rule.roleName, member) }
}

/** A claim of a person; `accounts` are all that were linked then. */
export interface OracleClaim {
  readonly community: OracleCommunity
  readonly way: string
  readonly period: number
  readonly day: number
  readonly at: number
  readonly by: OracleMember
  readonly streak: number
  readonly accounts: readonly string[]
}

/** The claims of any of the accounts in a community and in those that belong, or belonged, to it. */
function claimsOf(
  state: OracleState,
  community: OracleCommunity,
  way: string,
  accounts: readonly string[],
): OracleClaim[] {
  const during = (host: OracleCommunity, joined: OracleCommunity, at: number, fromLink: boolean) =>
    state.linkHistory.some(
      (link) =>
        link.host === host &&
        link.joined === joined &&
        (!fromLink || at >= link.linkedAt) &&
        (link.unlinkedAt === null || at <= link.unlinkedAt),
    )
  const isDormant = (one: OracleCommunity) =>
    ![...state.chats.values()].some((chat) => chat.community === one)
  return state.claims.filter(
    (claim) =>
      claim.way === way &&
      claim.accounts.some((account) => accounts.includes(account)) &&
      (claim.community === community ||
        during(community, claim.community, claim.at, false) ||
        during(claim.community, community, claim.at, true) ||
        isDormant(claim.community)),
  )
}

export function checkIn(state: OracleState, { place, by }: KeyedCommand): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const rule = community.income.get('checkin ')
  if (!rule) return { kind: 'income_off' }
  const member = state.join(community, by)
  if (member.block) return { kind: 'blocked', reason: member.block.reason }
  if (member.frozen) return refuseFrozen(member)
  const day = dayOf(dateOf(state, community.timeZone))
  const accounts = accountsOf(state, by)
  const claims = claimsOf(state, community, 'checkin', accounts)
  const today = claims.filter((claim) => claim.community === community && claim.day === day)
  if (today.length > 0)
    return { kind: 'already_checked_in', streak: Math.max(...today.map(({ streak }) => streak)) }
  const dated = (at: number) =>
    dayOf(new Date(at).toLocaleDateString('sv-SE', { timeZone: community.timeZone }))
  const isSoon = (claim: OracleClaim) =>
    Math.abs(state.now - claim.at) < 20 * 3_600_000 &&
    (claim.community !== community || dated(claim.at) !== claim.day)
  // By account, the newest claim of each first.
  const inOrder = accounts.flatMap((account) =>
    claims.filter((claim) => claim.accounts.includes(account)).reverse(),
  )
  const soon = inOrder.find(isSoon)
  if (soon) return { kind: 'already_checked_in', streak: soon.streak }
  const own = claims.filter(
    (claim) => claim.community === community && claim.day === day - 1 && state.represents(member, claim.by),
  )
  const streak = Math.max(0, ...own.map(({ streak }) => streak)) + 1
  const feast = themeOf(day * DAY + DAY / 6) !== 'classic' ? rule.festivalBonus : 0
  const amount = rule.amount + (Math.min(streak, 7) - 1) * rule.streakStep + feast
  const given = give(state, community, member, rule, amount, day)
  if (given === 'circulation_full') return { kind: given }
  const at = state.now
  state.claims.push({ community, way: 'checkin', period: day, day, at, by: member, streak, accounts })
  if (given === 'day_full') return { kind: 'checked_in_unpaid', streak }
  const currency = { ...community.currency }
  return { kind: 'checked_in', amount, currency, streak, festival: feast > 0, ...given }
}

export function claimAllowance(state: OracleState, command: ClaimAllowance): Outcome {
  const { place, by, roles } = command
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const rules = rulesOf(community).filter(({ way }) => way === 'allowance')
  if (rules.length === 0) return { kind: 'income_off' }
  const member = state.join(community, by)
  if (member.block) return { kind: 'blocked', reason: member.block.reason }
  if (member.frozen) return refuseFrozen(member)
  const day = dayOf(dateOf(state, community.timeZone))
  // 1970-01-05 was a Monday.
  const week = Math.floor((day - 4) / 7)
  const accounts = accountsOf(state, by)
  if (claimsOf(state, community, 'allowance', accounts).some(({ period }) => period === week))
    return { kind: 'already_paid' }
  let best: OracleIncomeRule | undefined
  for (const rule of rules) {
    const held = roles.some((role) => rule.source === `${by.platform}:${role}`)
    if (held && rule.amount > (best?.amount ?? 0)) best = rule
  }
  if (!best) return { kind: 'no_role', roles: rules.map(({ roleName }) => roleName) }
  const { amount, roleName: role } = best
  const given = give(state, community, member, best, amount, day)
  if (typeof given === 'string') return { kind: given }
  const claim = { community, way: 'allowance', period: week, day, at: state.now, by: member, streak: 1 }
  state.claims.push({ ...claim, accounts })
  return { kind: 'allowance_paid', amount, currency: { ...community.currency }, role, ...given }
}

export function startingSum(state: OracleState, { place, by }: KeyedCommand): Outcome {
  const none = { kind: 'no_starting_sum' }
  const community = state.communityAt(place)
  const rule = community?.income.get('starting ')
  if (!community) return none
  if (!rule) return { kind: 'starting_sums_off' }
  const member = state.join(community, by)
  if (member.frozen || member.block) return none
  const accounts = accountsOf(state, by)
  if (claimsOf(state, community, 'starting', accounts).length > 0) return none
  const own = accounts.map((account) => state.identities.get(`${community.id} ${account}`)?.own.id)
  if (own.some((id) => id !== undefined && id <= rule.newestMember)) return none
  const day = dayOf(dateOf(state, community.timeZone))
  const given = give(state, community, member, rule, rule.amount, day)
  if (typeof given === 'string') return none
  const claim = { community, way: 'starting', period: 0, day, at: state.now, by: member, streak: 1 }
  state.claims.push({ ...claim, accounts })
  return { kind: 'starting_sum', amount: rule.amount, currency: { ...community.currency }, ...given }
}

/** Sums what the mint has issued and taken back since a month began, from its own entries. */
function since({ mint }: OracleCommunity, start: number): object[] {
  const rows = new Map<
    string,
    { kind: string; actor: number | null; name: string | null; amount: number; times: number }
  >()
  for (const { trade } of mint.entries) {
    const { kind, at } = trade
    const amount = kind === 'reversal' && trade.to === mint ? -trade.amount : trade.amount
    const actor = ['top_up', 'deduct', 'reversal'].includes(kind) ? trade.actor : null
    if (at < start) continue
    const row = rows.get(`${kind} ${actor?.id}`) ?? {
      kind,
      actor: actor?.id ?? null,
      name: actor?.name ?? null,
      amount: 0,
      times: 0,
    }
    rows.set(`${kind} ${actor?.id}`, { ...row, amount: row.amount + amount, times: row.times + 1 })
  }
  const most = ({ amount, ...row }: { amount: number }) => ({
    ...row,
    amount: Math.max(Math.min(amount, Number.MAX_SAFE_INTEGER), -Number.MAX_SAFE_INTEGER),
  })
  return [...rows.values()]
    .sort(
      (one, other) =>
        (one.kind < other.kind ? -1 : one.kind > other.kind ? 1 : 0) ||
        other.amount - one.amount ||
        (one.actor ?? 0) - (other.actor ?? 0),
    )
    .map(most)
}

export function supply(state: OracleState, { place }: Command): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const date = new Date(state.now)
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  const { currency, circulation } = community
  const made = { month: since(community, month), ever: since(community, 0) }
  return { kind: 'supply', currency: { ...currency }, circulation, ...made }
}
