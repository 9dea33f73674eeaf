import type { Details } from '../../core/ways/ways.js'
import { BrokenInvariant } from '../ledger.js'
import { build, one, type Plan, run, statement } from '../plan.js'

const insertDetails = statement<{ envelope: number; details: string }>()((arg) =>
  build.insertInto('envelope_way').values({ envelope: arg('envelope'), details: arg('details') }),
)

const selectDetails = statement<{ envelope: number }>()((arg) =>
  build.selectFrom('envelope_way').select('details').where('envelope', '=', arg('envelope')),
)

/** Stores everything that a way fixed when an envelope was sent. */
export function* addDetails(envelope: number, details: Details): Plan<void> {
  yield* run(insertDetails, { envelope, details: JSON.stringify(details) })
}

/** Returns everything that a way fixed when an envelope was sent. Throws when there is nothing. */
export function* detailsOf(envelope: number): Plan<Details> {
  const row = yield* one(selectDetails, { envelope })
  if (!row) throw new BrokenInvariant(`envelope ${envelope} has no details of its way`)
  return JSON.parse(row.details) as Details
}
