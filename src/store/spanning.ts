import { build, many, type Plan, run, statement } from './plan.js'

const insert = statement<{ key: string; body: string; at: number }>()((arg) =>
  build
    .insertInto('spanning')
    .values({ key: arg('key'), body: arg('body'), started_at: arg('at') })
    .onConflict((row) => row.doNothing()),
)

const selectAll = statement<Record<string, never>>()(() =>
  build.selectFrom('spanning').select(['key', 'body']).orderBy('started_at').orderBy('key'),
)

const remove = statement<{ key: string }>()((arg) =>
  build.deleteFrom('spanning').where('key', '=', arg('key')),
)

/** Key of the row that an added database has until the links of people are copied there. */
export const COPY_PEOPLE = 'copy people'

/** A change in all databases that is under way. */
export interface Spanning {
  /** The idempotency key of its command. */
  readonly key: string
  readonly body: string
}

/** Records that a change has begun. The record outlives a crash, until `forgetSpanning`. */
export function* beginSpanning({ key, body }: Spanning, at: number): Plan<void> {
  yield* run(insert, { key, body, at })
}

/** Returns the changes under way, oldest first. */
export function* spanningChanges(): Plan<Spanning[]> {
  return yield* many(selectAll, {})
}

/** Deletes the record of a complete change. */
export function* forgetSpanning(key: string): Plan<void> {
  yield* run(remove, { key })
}
