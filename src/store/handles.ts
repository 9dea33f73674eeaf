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

/** The name by which a user of a platform can be mentioned, in lower case and without the @. */
export interface Handle {
  readonly platform: string
  readonly handle: string
  readonly user: string
}

/** Remembers whose a handle is now. */
export function* rememberHandle(handle: Handle, at: number): Plan<void> {
  const { changes } = yield* run(update, { ...handle, at })
  if (changes === 0) yield* run(insert, { ...handle, at })
}

/**
 * Whose a handle was when it was last seen; undefined when it never was. Handles change hands: before money
 * moves, the platform has to say that it is still so.
 */
export function* userCalled(platform: string, handle: string): Plan<string | undefined> {
  return (yield* one(select, { platform, handle }))?.user
}
