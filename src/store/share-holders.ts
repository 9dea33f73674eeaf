import { sql } from 'kysely'
import type { Amount } from '../core/money.js'
import { linkedIdentities } from './linked-identities.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

type EnvelopeIdentity = { envelope: number; platform: string; user: string }

const selectHeld = statement<EnvelopeIdentity>()((arg) =>
  build
    .selectFrom('share_holder')
    .innerJoin('share', (join) =>
      join
        .onRef('share.envelope', '=', 'share_holder.envelope')
        .onRef('share.position', '=', 'share_holder.position'),
    )
    .select(['share.position', 'share.amount'])
    .where('share_holder.envelope', '=', arg('envelope'))
    .where((eb) =>
      eb.or([
        eb.and([
          eb('share_holder.platform', '=', arg('platform')),
          eb('share_holder.user', '=', arg('user')),
        ]),
        eb.exists(
          eb
            .selectFrom('person_identity as own')
            .innerJoin('person_identity as linked', 'linked.person', 'own.person')
            .select('linked.person')
            .where('own.platform', '=', arg('platform'))
            .where('own.user', '=', arg('user'))
            .whereRef('linked.platform', '=', 'share_holder.platform')
            .whereRef('linked.user', '=', 'share_holder.user'),
        ),
      ]),
    )
    .orderBy('share.position')
    .limit(sql.lit(1)),
)

const insertHolders = statement<EnvelopeIdentity & { position: number }>()((arg) =>
  build
    .insertInto('share_holder')
    .columns(['envelope', 'platform', 'user', 'position'])
    .expression(
      linkedIdentities(arg('platform'), arg('user')).select([
        sql<number>`${arg('envelope')}`.as('envelope'),
        'linked.platform',
        'linked.user',
        sql<number>`${arg('position')}`.as('position'),
      ]),
    ),
)

const selectUsersWithShares = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('share')
    .innerJoin('member', 'member.id', 'share.claimer')
    .innerJoin('identity', (join) =>
      join.on('identity.member', '=', sql<number>`coalesce(member.merged_into, member.id)`),
    )
    .select(['identity.platform', 'identity.user'])
    .where('share.envelope', '=', arg('envelope')),
)

/**
 * Returns the share of an envelope that an identity owns through a link, its own or that of an identity linked to it
 * now; undefined when there is none.
 */
export function* heldShare(
  identity: EnvelopeIdentity,
): Plan<{ position: number; amount: Amount } | undefined> {
  return yield* one(selectHeld, identity)
}

/** Makes a share belong to the identity that grabbed it and to all identities linked to that one now. */
export function* holdShare(grabbed: EnvelopeIdentity & { position: number }): Plan<void> {
  yield* run(insertHolders, grabbed)
}

/** Returns the users who have a share of an envelope, on all platforms. A merged member's share is its representative's. */
export function* usersWithShares(envelope: number): Plan<{ platform: string; user: string }[]> {
  return yield* many(selectUsersWithShares, { envelope })
}
