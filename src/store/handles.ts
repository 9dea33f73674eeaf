import { build, one, type Plan, run, statement } from './plan.js'

const select = statement<{ platform: string; handle: string }>()((arg) =>
  build
    .selectFrom('handle')
    .select('user')
    .where('platform', '=', arg('platform'))
    .where('handle', '=', arg('handle')),
)

const insert = statement<Handle & { at: number }>()((arg) =>
  build.insertInto('handle').values({
    platform: arg('platform'),
    handle: arg('handle'),
    user: arg('user'),
    seen_at: arg('at'),
  }),
)

const update = statement<Handle & { at: number }>()((arg) =>
  build
    .updateTable('handle')
    .set({ user: arg('user'), seen_at: arg('at') })
    .where('platform', '=', arg('platform'))
    .where('handle', '=', arg('handle')),
)

/** A user's mention name on a platform, in lower case and without the @. */
export interface Handle {
  readonly platform: string
  readonly handle: string
  readonly user: string
}

/** Records the current owner of a handle. */
export function* rememberHandle(handle: Handle, at: number): Plan<void> {
  const { changes } = yield* run(update, { ...handle, at })
  if (changes === 0) yield* run(insert, { ...handle, at })
}

/**
 * Returns the last known owner of a handle; undefined when unknown. Handles change hands: before money moves, the
 * platform must confirm the owner.
 */
export function* userCalled(platform: string, handle: string): Plan<string | undefined> {
  return (yield* one(select, { platform, handle }))?.user
}
