import { sql } from 'kysely'
import { build, many, one, type Plan, run, statement } from './plan.js'

// A block covers a member and everyone merged into it, so that neither linking nor unlinking accounts gets around it.

const selectBlocked = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('member')
    .leftJoin('member as admin', 'admin.id', 'member.blocked_by')
    .select(['member.id', 'member.name', 'member.block_reason as reason', 'admin.name as by'])
    .where('member.community', '=', arg('community'))
    .where('member.block_reason', 'is not', null)
    .where('member.merged_into', 'is', null)
    .orderBy('member.id'),
)

const updateBlock = statement<{ id: number; reason: string | null; by: number | null }>()((arg) =>
  build
    .updateTable('member')
    .set({ block_reason: arg('reason'), blocked_by: arg('by') })
    .where((eb) => eb.or([eb('id', '=', arg('id')), eb('merged_into', '=', arg('id'))])),
)

const selectFirstBlock = statement<{ id: number }>()((arg) =>
  build
    .selectFrom('member')
    .select(['block_reason as reason', 'blocked_by as by'])
    .where((eb) => eb.or([eb('id', '=', arg('id')), eb('merged_into', '=', arg('id'))]))
    .where('block_reason', 'is not', null)
    .orderBy('id')
    .limit(sql.lit(1)),
)

const copyBlock = statement<{ id: number; reason: string | null; by: number | null }>()((arg) =>
  build
    .updateTable('member')
    .set({ block_reason: arg('reason'), blocked_by: arg('by') })
    .where((eb) => eb.or([eb('id', '=', arg('id')), eb('merged_into', '=', arg('id'))]))
    .where('block_reason', 'is', null),
)

/** A blocked member, with the reason and the name of the admin; null when the block came from a joined community. */
export interface BlockedMember {
  readonly id: number
  readonly name: string
  readonly reason: string
  readonly by: string | null
}

/** Keeps a member from grabbing; `by` is the admin. */
export function* block(id: number, reason: string, by: number | null): Plan<void> {
  yield* run(updateBlock, { id, reason, by })
}

/** Lets a member grab again. */
export function* unblock(id: number): Plan<void> {
  yield* run(updateBlock, { id, reason: null, by: null })
}

/** Blocks a member and everyone merged into it if one of them is blocked. */
export function* shareBlock(id: number): Plan<void> {
  const block = yield* one(selectFirstBlock, { id })
  if (block) yield* run(copyBlock, { id, ...block })
}

/** Returns a community's blocked members, in the order of joining. */
export function* blockedMembersOf(community: number): Plan<BlockedMember[]> {
  return (yield* many(selectBlocked, { community })) as BlockedMember[]
}
