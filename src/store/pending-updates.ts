import { build, many, one, type Plan, run, statement } from './plan.js'

const selectKey = statement<{ platform: string; key: string }>()((arg) =>
  build
    .selectFrom('pending_update')
    .select('key')
    .where('platform', '=', arg('platform'))
    .where('key', '=', arg('key')),
)

const insert = statement<PendingUpdate & { platform: string; at: number }>()((arg) =>
  build.insertInto('pending_update').values({
    platform: arg('platform'),
    key: arg('key'),
    body: arg('body'),
    stored_at: arg('at'),
  }),
)

const remove = statement<{ platform: string; key: string }>()((arg) =>
  build.deleteFrom('pending_update').where('platform', '=', arg('platform')).where('key', '=', arg('key')),
)

const selectAll = statement<{ platform: string }>()((arg) =>
  build
    .selectFrom('pending_update')
    .select(['key', 'body'])
    .where('platform', '=', arg('platform'))
    .orderBy('stored_at')
    .orderBy('key'),
)

/** An update exactly as the platform sent it. */
export interface PendingUpdate {
  /** Derived from the platform's own ids: an update always has the same key. */
  readonly key: string
  readonly body: string
}

/** Stores an update until it is handled. Idempotent. */
export function* keepPendingUpdate(platform: string, { key, body }: PendingUpdate, at: number): Plan<void> {
  if (yield* one(selectKey, { platform, key })) return
  yield* run(insert, { platform, key, body, at })
}

/** Deletes a handled update. */
export function* forgetPendingUpdate(platform: string, key: string): Plan<void> {
  yield* run(remove, { platform, key })
}

/** Returns a platform's unhandled updates, oldest first. */
export function* pendingUpdates(platform: string): Plan<PendingUpdate[]> {
  return yield* many(selectAll, { platform })
}
