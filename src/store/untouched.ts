import { sql } from 'kysely'
import { build, many, one, type Plan, run, statement } from './plan.js'

const ONE = sql.lit(1 as const)

const selectTouch = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('account')
    .select('id')
    .where('community', '=', arg('community'))
    .where((eb) => eb.or([eb('seq', '>', sql.lit(0)), eb('status', '<>', sql.lit('active' as const))]))
    .unionAll(
      build
        .selectFrom('member')
        .select('id')
        .where('community', '=', arg('community'))
        // Nothing that any member may do: it would keep admins from linking the chat.
        .where((eb) => eb.or([eb('treasurer', '=', ONE), eb('block_reason', 'is not', null)])),
    )
    .unionAll(build.selectFrom('income').select('community as id').where('community', '=', arg('community')))
    .unionAll(
      build.selectFrom('community_cover').select('community as id').where('community', '=', arg('community')),
    )
    .unionAll(
      build.selectFrom('community_day').select('community as id').where('community', '=', arg('community')),
    )
    .unionAll(
      build.selectFrom('festival_off').select('community as id').where('community', '=', arg('community')),
    )
    .unionAll(
      build
        .selectFrom('link')
        .select('id')
        .where((eb) => eb.or([eb('host', '=', arg('community')), eb('joined', '=', arg('community'))])),
    )
    .unionAll(
      build
        .selectFrom('chat')
        .select('community as id')
        .where('community', '=', arg('community'))
        .where((eb) => eb.or([eb('origin', 'is not', null), eb('moved_to', 'is not', null)])),
    )
    .limit(ONE),
)

const selectChats = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('chat')
    .select(['platform', 'chat', 'shard_key as shardKey'])
    .where('community', '=', arg('community'))
    .orderBy('created_at')
    .orderBy('platform')
    .orderBy('chat'),
)

const deleteChats = statement<{ community: number }>()((arg) =>
  build.deleteFrom('chat').where('community', '=', arg('community')),
)

/** A chat that a database knows. */
export interface KnownChat {
  readonly platform: string
  readonly chat: string
  readonly shardKey: number | null
}

/**
 * Returns whether nothing has happened in a community that its members or admins would miss: no trades, no links, no rights,
 * blocks or freezes, and no income, cover or calendar.
 */
export function* isUntouched(community: number): Plan<boolean> {
  return (yield* one(selectTouch, { community })) === undefined
}

/** Returns the chats of a community, oldest first. */
export function* knownChatsOf(community: number): Plan<KnownChat[]> {
  return yield* many(selectChats, { community })
}

/** Removes the chats of an untouched community, so that it can no longer be reached. */
export function* removeChats(community: number): Plan<void> {
  yield* run(deleteChats, { community })
}
