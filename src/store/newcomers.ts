import { sql } from 'kysely'
import type { Person } from '../core/person.js'
import { build, one, type Plan, statement } from './plan.js'

type Identity = Omit<Person, 'name'>

const selectKnownSince = statement<Identity & { community: number }>()((arg) =>
  build
    .selectFrom('identity')
    .select((eb) => eb.fn.min('created_at').as('since'))
    .where('platform', '=', arg('platform'))
    .where('user', '=', arg('user'))
    .where((eb) =>
      eb.or([
        eb('community', '=', arg('community')),
        eb(
          'community',
          'in',
          eb
            .selectFrom('link')
            .select('joined')
            .where('host', '=', arg('community'))
            .where('unlinked_at', 'is', null),
        ),
      ]),
    ),
)

// CROSS JOIN fixes the order: from the few wallets of a person to their payments.
const selectSpent = statement<{ member: number; since: number; linked: string }>()((arg) =>
  build
    .selectFrom('account')
    .crossJoin('trade')
    .innerJoin('account as receiver', 'receiver.id', 'trade.to_account')
    .leftJoin('member as target', 'target.id', 'receiver.user_id')
    .select(sql<number>`coalesce(sum(trade.amount), 0)`.as('spent'))
    .where((eb) =>
      eb.or([
        eb('account.user_id', '=', arg('member')),
        eb(
          'account.user_id',
          'in',
          eb.selectFrom('member').select('id').where('merged_into', '=', arg('member')),
        ),
      ]),
    )
    .whereRef('trade.from_account', '=', 'account.id')
    .where('trade.kind', 'in', [
      sql.lit('send' as const),
      sql.lit('transfer' as const),
      sql.lit('rain' as const),
    ])
    .where('trade.created_at', '>=', arg('since'))
    // A payment to an account that was linked later.
    .where(sql<boolean>`coalesce(target.merged_into, target.id, 0) <> ${arg('member')}`)
    // Money that only moved because accounts were linked or unlinked.
    .where(sql<boolean>`NOT (trade.kind = 'transfer' AND trade.desc = ${arg('linked')})`),
)

/**
 * Returns since when a community, or one that is linked to it, has known any of the identities (UTC milliseconds);
 * undefined when it never has.
 */
export function* knownSince(community: number, identities: readonly Identity[]): Plan<number | undefined> {
  let earliest: number | undefined
  for (const { platform, user } of identities) {
    const since = (yield* one(selectKnownSince, { community, platform, user }))?.since
    if (since != null) earliest = Math.min(since, earliest ?? since)
  }
  return earliest
}

/**
 * Returns what a member, and all that it represents, has sent and given since then, in minor units. `linked` is the note
 * of transfers that only follow from linking.
 */
export function* spentSince(member: number, since: number, linked: string): Plan<number> {
  return (yield* one(selectSpent, { member, since, linked }))?.spent ?? 0
}
