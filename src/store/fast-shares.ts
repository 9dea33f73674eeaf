import { sql } from 'kysely'
import type { FastShare } from '../core/rush-figures.js'
import { numbersIn, openedAt } from './dialect.js'
import { build, many, type Plan, statement } from './plan.js'

/** An envelope that goes to the fastest is open for a week at most. Milliseconds. */
const LONGEST_LIFETIME = 7 * 24 * 3_600_000
/** How many envelopes are looked at together, and how many of their shares at most, unless one envelope has more. */
const ENVELOPES = 200
const SHARES = 1_000

// An envelope ordered long ago has an old number.
const opening = openedAt('envelope')

const selectEnvelopes = statement<{ community: number; since: number; before: number; beforeId: number }>()(
  (arg) =>
    build
      .selectFrom('envelope')
      .select([
        'id',
        opening.as('opened_at'),
        'grabbed_count',
        'way',
        sql<number | null>`(SELECT min(posted_at) FROM envelope_message WHERE envelope = envelope.id)`.as(
          'posted_at',
        ),
      ])
      .where('community', '=', arg('community'))
      .where(opening, '>=', arg('since'))
      .where(opening, '<=', arg('before'))
      .where((eb) => eb.or([eb(opening, '<', arg('before')), eb('id', '<', arg('beforeId'))]))
      .orderBy(opening, 'desc')
      .orderBy('id', 'desc')
      .limit(sql.lit(ENVELOPES)),
)

const selectShares = statement<{ envelopes: string; since: number }>()((arg) =>
  build
    .selectFrom('share')
    .innerJoin('member', 'member.id', 'share.claimer')
    .select([
      'share.envelope',
      'share.position',
      'share.claimed_at',
      'share.reaction',
      sql<number>`coalesce(member.merged_into, member.id)`.as('member'),
    ])
    .where('share.envelope', 'in', numbersIn(arg('envelopes')))
    .where('share.claimed_at', '>=', arg('since'))
    .orderBy('share.envelope')
    .orderBy('share.position'),
)

/** Returns the first envelopes whose shares fit into a batch; at least one if there are any. */
function firstOf<Envelope extends { grabbed_count: number }>(envelopes: readonly Envelope[]): Envelope[] {
  const some: Envelope[] = []
  let shares = 0
  for (const envelope of envelopes) {
    shares += envelope.grabbed_count
    if (some.length > 0 && shares > SHARES) break
    some.push(envelope)
  }
  return some
}

/** The last envelope of a batch; the next batch begins after it. */
export interface FastSharesCursor {
  readonly openedAt: number
  readonly id: number
}

export interface FastShares {
  readonly shares: readonly FastShare[]
  /** Undefined after the last batch. */
  readonly next: FastSharesCursor | undefined
}

export const FROM_THE_NEWEST: FastSharesCursor = { openedAt: Number.MAX_SAFE_INTEGER, id: 0 }

/**
 * Returns the shares claimed since a moment (UTC milliseconds) from a batch of a community's envelopes that go to the
 * fastest, the newest first.
 */
export function* fastSharesOf(
  community: number,
  since: number,
  { openedAt: before, id: beforeId }: FastSharesCursor,
): Plan<FastShares> {
  const found = yield* many(selectEnvelopes, { community, since: since - LONGEST_LIFETIME, before, beforeId })
  const batch = firstOf(found)
  const last = batch.at(-1)
  const more = batch.length < found.length || found.length === ENVELOPES
  const fast = new Map(
    batch.filter(({ way }) => way === 'speed' || way === 'fair_start').map((each) => [each.id, each]),
  )
  const rows = yield* many(selectShares, { envelopes: JSON.stringify([...fast.keys()]), since })
  return {
    shares: rows.map(({ envelope, position, member, claimed_at, reaction }) => {
      const { posted_at, way } = fast.get(envelope) as (typeof batch)[number]
      const own = posted_at === null ? null : Math.max(0, (claimed_at as number) - posted_at)
      return { envelope, position, member, reaction: reaction ?? own, fairStart: way === 'fair_start' }
    }),
    next: more && last ? { openedAt: last.opened_at, id: last.id } : undefined,
  }
}
