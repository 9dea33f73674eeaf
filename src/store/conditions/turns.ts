import { sql } from 'kysely'
import { openedAt } from '../dialect.js'
import { BrokenInvariant } from '../ledger.js'
import { build, many, one, type Plan, statement } from '../plan.js'

const opening = openedAt('envelope')
const ownOpening = openedAt('own')

const selectEarlier = statement<{ id: number; limit: number }>()((arg) =>
  build
    .selectFrom('envelope as own')
    .crossJoin('envelope')
    .select('envelope.id')
    .where('own.id', '=', arg('id'))
    .whereRef('envelope.community', '=', 'own.community')
    .where(opening, '<=', ownOpening)
    .where((eb) => eb.or([eb(opening, '<', ownOpening), eb('envelope.id', '<', arg('id'))]))
    .where('envelope.state', '<>', 'scheduled')
    .orderBy(opening, 'desc')
    .orderBy('envelope.id', 'desc')
    .limit(sql<number>`${arg('limit')}`),
)

const selectOpening = statement<{ id: number }>()((arg) =>
  build.selectFrom('envelope').select(opening.as('at')).where('id', '=', arg('id')),
)

/** Returns the last envelopes of the same community that were opened before this one. */
export function* earlierEnvelopes(id: number, limit: number): Plan<number[]> {
  return (yield* many(selectEarlier, { id, limit })).map((each) => each.id)
}

/** Returns when an envelope was opened, or was to be. UTC milliseconds. */
export function* openingOf(id: number): Plan<number> {
  const at = (yield* one(selectOpening, { id }))?.at
  if (at === undefined) throw new BrokenInvariant(`no envelope ${id}`)
  return at
}
