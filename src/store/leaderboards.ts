import { sql } from 'kysely'
import { build, many, type Plan, statement } from './plan.js'

export interface Ranked {
  readonly member: number
  readonly name: string
  /** What they sent or received in minor units, or how many times they were the luckiest. */
  readonly score: number
  readonly times: number
}

/** Who acts now for the one who did it then: whoever was merged is counted with the other. */
const ACTING = sql<number>`coalesce(doer.merged_into, doer.id)`

type Since = { community: number; since: number; limit: number }

/** A share is claimed at most so long after its envelope was sent: the longest lifetime there is, 7 days. */
const LONGEST_LIFETIME = 7 * 24 * 3_600_000

const sent = statement<Since>()((arg) =>
  build
    .selectFrom('envelope')
    .innerJoin('member as doer', 'doer.id', 'envelope.sender')
    .innerJoin('member', (join) => join.on('member.id', '=', ACTING))
    .select(['member.id as member', 'member.name'])
    .select((eb) => [
      // What went back was not given away.
      sql<number>`sum(case when state = 'open' then total else grabbed_total end)`.as('score'),
      eb.fn.countAll<number>().as('times'),
    ])
    .where('envelope.community', '=', arg('community'))
    .where('envelope.created_at', '>=', arg('since'))
    .groupBy('member.id')
    .having(sql<boolean>`score > 0`)
    .orderBy('score', 'desc')
    .orderBy('member.id')
    .limit(sql<number>`${arg('limit')}`),
)

const received = statement<Since & { sentSince: number }>()((arg) =>
  build
    .selectFrom('envelope')
    .innerJoin('share', 'share.envelope', 'envelope.id')
    .innerJoin('member as doer', 'doer.id', 'share.claimer')
    .innerJoin('member', (join) => join.on('member.id', '=', ACTING))
    .select(['member.id as member', 'member.name'])
    .select((eb) => [eb.fn.sum<number>('share.amount').as('score'), eb.fn.countAll<number>().as('times')])
    .where('envelope.community', '=', arg('community'))
    .where('envelope.created_at', '>=', arg('sentSince'))
    .where('share.claimed_at', '>=', arg('since'))
    .groupBy('member.id')
    .orderBy('score', 'desc')
    .orderBy('member.id')
    .limit(sql<number>`${arg('limit')}`),
)

const luckiest = statement<Since & { sentSince: number }>()((arg) =>
  build
    .with('ranked', (db) =>
      db
        .selectFrom('envelope')
        .innerJoin('share', 'share.envelope', 'envelope.id')
        .select(['share.claimer', 'share.amount'])
        .select([
          sql<number>`row_number() over (partition by envelope.id order by share.amount desc, share.position)`.as(
            'rank',
          ),
        ])
        .where('envelope.community', '=', arg('community'))
        .where('envelope.created_at', '>=', arg('sentSince'))
        .where('envelope.ended_at', '>=', arg('since'))
        .where('envelope.kind', '=', 'lucky')
        .where('envelope.grabbed_count', '>', 1)
        .where('share.claimer', 'is not', null),
    )
    .selectFrom('ranked')
    .innerJoin('member as doer', 'doer.id', 'ranked.claimer')
    .innerJoin('member', (join) => join.on('member.id', '=', ACTING))
    .select(['member.id as member', 'member.name'])
    .select((eb) => [eb.fn.countAll<number>().as('score'), eb.fn.sum<number>('ranked.amount').as('amount')])
    .where('ranked.rank', '=', 1)
    .groupBy('member.id')
    .orderBy('score', 'desc')
    .orderBy('amount', 'desc')
    .orderBy('member.id')
    .limit(sql<number>`${arg('limit')}`),
)

/** Who sent most, in envelopes sent since then. */
export function* sentMost(community: number, since: number, limit: number): Plan<Ranked[]> {
  return yield* many(sent, { community, since, limit })
}

/** Who grabbed most since then. */
export function* receivedMost(community: number, since: number, limit: number): Plan<Ranked[]> {
  return yield* many(received, { community, since, sentSince: since - LONGEST_LIFETIME, limit })
}

/** Who was the luckiest most often, of envelopes that ended since then. */
export function* luckiestMost(community: number, since: number, limit: number): Plan<Ranked[]> {
  const rows = yield* many(luckiest, { community, since, sentSince: since - LONGEST_LIFETIME, limit })
  return rows.map(({ member, name, score }) => ({ member, name, score, times: score }))
}
