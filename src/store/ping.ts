import { sql } from 'kysely'
import { build, one, type Plan, statement } from './plan.js'

const selectCommunity = statement<Record<string, never>>()(() =>
  build.selectFrom('community').select('id').limit(sql.lit(1)),
)

/** Reads at most one row; returns true, to show that the engine answers. */
export function* ping(): Plan<true> {
  yield* one(selectCommunity, {})
  return true
}
