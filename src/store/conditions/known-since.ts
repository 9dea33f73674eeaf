import type { Person } from '../../core/person.js'
import { build, one, type Plan, statement } from '../plan.js'

type Identity = Pick<Person, 'platform' | 'user'>

// The usual case: an identity that was never linked.
const selectOwn = statement<Identity>()((arg) =>
  build
    .selectFrom('identity')
    .select((eb) => eb.fn.min('created_at').as('since'))
    .where('platform', '=', arg('platform'))
    .where('user', '=', arg('user')),
)

const selectTheirs = statement<Identity>()((arg) =>
  build
    .selectFrom('person_identity as own')
    // CROSS JOIN fixes the order: from a person's few identities to the many of all communities.
    .crossJoin('person_identity as linked')
    .crossJoin('identity')
    .select((eb) => eb.fn.min('identity.created_at').as('since'))
    .whereRef('linked.person', '=', 'own.person')
    .whereRef('identity.platform', '=', 'linked.platform')
    .whereRef('identity.user', '=', 'linked.user')
    .where('own.platform', '=', arg('platform'))
    .where('own.user', '=', arg('user')),
)

/** Returns when the bot first met a member of any community, under any account that is linked now. UTC milliseconds. */
export function* knownSince(
  { everLinked }: { readonly everLinked: boolean },
  { platform, user }: Identity,
): Plan<number> {
  const own = (yield* one(selectOwn, { platform, user }))?.since
  const theirs = everLinked ? (yield* one(selectTheirs, { platform, user }))?.since : null
  return Math.min(own ?? Number.POSITIVE_INFINITY, theirs ?? Number.POSITIVE_INFINITY)
}
