import { sql } from 'kysely'
import type { CheckInRule, IncomeWay } from '../core/income.js'
import type { Amount } from '../core/money.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

/** A kind of income from the mint, as set by a community's admins. */
export interface IncomeRule extends CheckInRule {
  readonly way: IncomeWay
  /** An allowance's role as `platform:role`; empty when it is for everyone. */
  readonly source: string
  readonly roleName: string
  /** Daily limit for this way. */
  readonly dailyCap: Amount
  /** The newest member when it was turned on; later ones are newcomers. */
  readonly newestMember: number
}

/** A person's claim for one period: a day, a week, or ever. */
export interface IncomeClaim {
  readonly community: number
  readonly way: IncomeWay
  readonly source: string
  /** The day of a check-in, the Monday of an allowance, or 0 for a starting sum. */
  readonly period: number
  /** Days since 1970-01-01 by the community's calendar. */
  readonly day: number
  readonly member: number
  readonly streak: number
  /** 0 when the daily limit was used up; then there is no trade. */
  readonly amount: Amount
  readonly dayTotal: Amount
  readonly tradeNo: number | null
  /** UTC milliseconds. */
  readonly at: number
}

interface Identity {
  readonly platform: string
  readonly user: string
}

const columns = [
  ...(['way', 'source', 'role_name as roleName', 'amount', 'streak_step as streakStep'] as const),
  ...(['festival_bonus as festivalBonus', 'daily_cap as dailyCap', 'newest_member as newestMember'] as const),
] as const

const selectRules = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('income')
    .select(columns)
    .where('community', '=', arg('community'))
    .orderBy('way')
    .orderBy('source'),
)

const upsertRule = statement<IncomeRule & { community: number }>()((arg) =>
  build
    .insertInto('income')
    .values({
      community: arg('community'),
      way: arg('way'),
      source: arg('source'),
      role_name: arg('roleName'),
      amount: arg('amount'),
      streak_step: arg('streakStep'),
      festival_bonus: arg('festivalBonus'),
      daily_cap: arg('dailyCap'),
      newest_member: arg('newestMember'),
    })
    .onConflict((conflict) =>
      conflict.columns(['community', 'way', 'source']).doUpdateSet((eb) => ({
        role_name: eb.ref('excluded.role_name'),
        amount: eb.ref('excluded.amount'),
        streak_step: eb.ref('excluded.streak_step'),
        festival_bonus: eb.ref('excluded.festival_bonus'),
        daily_cap: eb.ref('excluded.daily_cap'),
      })),
    ),
)

const deleteRule = statement<{ community: number; way: IncomeWay; source: string }>()((arg) =>
  build
    .deleteFrom('income')
    .where('community', '=', arg('community'))
    .where('way', '=', arg('way'))
    .where('source', '=', arg('source')),
)

const deleteRules = statement<{ community: number }>()((arg) =>
  build.deleteFrom('income').where('community', '=', arg('community')),
)

/** A person's claim, wherever it was made. */
export interface EarlierClaim
  extends Pick<IncomeClaim, 'community' | 'period' | 'day' | 'member' | 'streak' | 'at'> {}

/** Claims looked through; older ones don't matter. */
const NEWEST_CLAIMS = 100

// Claims in this community; in one that is or was linked to it, from that time; and in one without chats, which was
// merged into another for good.
const selectClaims = statement<Identity & { community: number; way: IncomeWay }>()<EarlierClaim>((arg) => ({
  compile: () =>
    sql<EarlierClaim>`
      SELECT c.community, c.period, c.day, c.member, c.streak, c.claimed_at AS at
      FROM income_holder h JOIN income_claim c ON c.id = h.claim
      WHERE h.platform = ${arg('platform')} AND h.user = ${arg('user')} AND h.way = ${arg('way')}
        AND (h.community = ${arg('community')}
          OR EXISTS (SELECT 1 FROM link WHERE host = ${arg('community')} AND joined = h.community
                       AND (unlinked_at IS NULL OR c.claimed_at <= unlinked_at))
          OR EXISTS (SELECT 1 FROM link WHERE host = h.community AND joined = ${arg('community')}
                       AND c.claimed_at >= linked_at AND (unlinked_at IS NULL OR c.claimed_at <= unlinked_at))
          OR NOT EXISTS (SELECT 1 FROM chat WHERE chat.community = h.community))
      ORDER BY h.claim DESC LIMIT ${sql.lit(NEWEST_CLAIMS)}`.compile(build),
}))

const selectStreak = statement<Identity & { community: number; way: IncomeWay; period: number }>()((arg) =>
  build
    .selectFrom('income_holder')
    .innerJoin('income_claim', 'income_claim.id', 'income_holder.claim')
    .select('income_claim.streak')
    .where('income_holder.community', '=', arg('community'))
    .where('income_holder.way', '=', arg('way'))
    .where('income_holder.period', '=', arg('period'))
    .where('income_holder.platform', '=', arg('platform'))
    .where('income_holder.user', '=', arg('user')),
)

const selectDayTotal = statement<{ community: number; way: IncomeWay; source: string; day: number }>()(
  (arg) =>
    build
      .selectFrom('income_claim')
      .select('day_total as total')
      .where('community', '=', arg('community'))
      .where('way', '=', arg('way'))
      .where('source', '=', arg('source'))
      .where('day', '=', arg('day'))
      .orderBy('id', 'desc')
      .limit(sql.lit(1)),
)

const insertClaim = statement<IncomeClaim>()((arg) =>
  build.insertInto('income_claim').values({
    community: arg('community'),
    way: arg('way'),
    source: arg('source'),
    period: arg('period'),
    day: arg('day'),
    member: arg('member'),
    streak: arg('streak'),
    amount: arg('amount'),
    day_total: arg('dayTotal'),
    trade_no: arg('tradeNo'),
    claimed_at: arg('at'),
  }),
)

const insertHolder = statement<
  Identity & { community: number; way: IncomeWay; period: number; claim: number }
>()((arg) =>
  build.insertInto('income_holder').values({
    community: arg('community'),
    way: arg('way'),
    period: arg('period'),
    platform: arg('platform'),
    user: arg('user'),
    claim: arg('claim'),
  }),
)

/** Returns a community's income rules. */
export function* incomeOf(community: number): Plan<IncomeRule[]> {
  return yield* many(selectRules, { community })
}

/** Turns a way on or changes it, without changing who counts as a newcomer. */
export function* storeIncome(community: number, rule: IncomeRule): Plan<void> {
  yield* run(upsertRule, { community, ...rule })
}

export function* switchOffIncome(community: number, way: IncomeWay, source: string): Plan<void> {
  yield* run(deleteRule, { community, way, source })
}

/** Turns all ways off, because their amounts were in a currency that the community no longer has. */
export function* switchOffAllIncome(community: number): Plan<void> {
  yield* run(deleteRules, { community })
}

/** Returns the longest streak of any of the identities in a period; undefined when none has a claim. */
export function* streakIn(
  community: number,
  way: IncomeWay,
  period: number,
  identities: readonly Identity[],
): Plan<number | undefined> {
  let longest: number | undefined
  for (const { platform, user } of identities) {
    const claim = yield* one(selectStreak, { community, way, period, platform, user })
    if (claim) longest = Math.max(claim.streak, longest ?? 0)
  }
  return longest
}

/** Returns the newest claims of the identities in a community and in those that were linked or merged with it. */
export function* claimsOf(
  community: number,
  way: IncomeWay,
  identities: readonly Identity[],
): Plan<EarlierClaim[]> {
  const claims: EarlierClaim[] = []
  for (const { platform, user } of identities)
    claims.push(...(yield* many(selectClaims, { community, way, platform, user })))
  return claims
}

/** Returns how much a community has paid in one way on a day, in minor units. */
export function* givenOn(community: number, way: IncomeWay, source: string, day: number): Plan<number> {
  return (yield* one(selectDayTotal, { community, way, source, day }))?.total ?? 0
}

/** Records a claim for all the identities, none of which may have one for that period already. */
export function* storeClaim(claim: IncomeClaim, identities: readonly Identity[]): Plan<void> {
  const { community, way, period } = claim
  const { lastInsertRowid: id } = yield* run(insertClaim, claim)
  for (const { platform, user } of identities)
    yield* run(insertHolder, { community, way, period, platform, user, claim: id })
}
