import { sql } from 'kysely'
import { periodStart } from '../core/periods.js'
import { byDialect, GREATEST, LEAST } from './dialect.js'
import { build, many, type Plan, run, statement } from './plan.js'
import type { ChangeType } from './schema.js'

/** Cap for monthly sums, reachable by issuing and taking back the same money for very long. */
export const MOST_COUNTED = 9_000_000_000_000_000_000n

/** Money that the mint issued or took back in one way. */
export interface Supply {
  readonly kind: ChangeType
  /** The admin who did it; null for an operator, and for members' own income. */
  readonly actor: number | null
  readonly name: string | null
  /** Minor units, capped at the largest safe integer. Negative for reversals that took back more than they issued. */
  readonly amount: number
  readonly times: number
}

const addSupply = statement<{
  community: number
  month: number
  kind: ChangeType
  actor: number
  amount: number
}>()((arg) => ({
  compile: () =>
    sql<never>`
      INSERT INTO supply (community, month, kind, actor, amount, times)
      VALUES (${arg('community')}, ${arg('month')}, ${arg('kind')}, ${arg('actor')}, ${arg('amount')}, 1)
      ${byDialect(sql`ON CONFLICT DO UPDATE SET`, sql`ON DUPLICATE KEY UPDATE`)} times = times + 1,
        amount = ${GREATEST}(${LEAST}(amount + ${byDialect(sql`excluded.amount`, sql`values(amount)`)},
          ${sql.lit(MOST_COUNTED)}), ${sql.lit(-MOST_COUNTED)})`.compile(build),
}))

/** For numbers of any size. */
const TOTAL = byDialect(sql`total`, sql`sum`)
const MOST_SHOWN = sql.lit(Number.MAX_SAFE_INTEGER)

const selectSupply = statement<{ community: number; since: number }>()((arg) =>
  build
    .selectFrom('supply')
    .leftJoin('member', 'member.id', 'supply.actor')
    .select(['kind', 'member.id as actor', 'member.name', sql<number>`sum(times)`.as('times')])
    .select(sql<number>`${GREATEST}(${LEAST}(${TOTAL}(amount), ${MOST_SHOWN}), -${MOST_SHOWN})`.as('amount'))
    .where('supply.community', '=', arg('community'))
    .where('month', '>=', arg('since'))
    .groupBy(['kind', 'supply.actor'])
    .orderBy('kind')
    .orderBy('amount', 'desc')
    .orderBy('supply.actor'),
)

/** Counts a trade with the mint; the amount of a reversal is negative when the mint takes it back. `actor`: only for admins' decisions. `at`: UTC milliseconds. */
export function* countSupply(
  trade: { readonly community: number; readonly kind: ChangeType; readonly amount: number },
  actor: number | null,
  at: number,
): Plan<void> {
  const { community, kind, amount } = trade
  yield* run(addSupply, { community, month: periodStart('month', at), kind, actor: actor ?? 0, amount })
}

/** Returns what a community's mint has issued and taken back since the month (UTC) that began then. */
export function* supplySince(community: number, since: number): Plan<Supply[]> {
  return yield* many(selectSupply, { community, since })
}
