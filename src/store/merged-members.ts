import { sql } from 'kysely'
import type { Amount } from '../core/money.js'
import { build, one, type Plan, statement } from './plan.js'

// Queries about members who are merged into another. Run only for members that represent others.

type ByMember = { envelope: number; member: number }

const selectShare = statement<ByMember>()((arg) =>
  build
    .selectFrom('member')
    .innerJoin('share', 'share.claimer', 'member.id')
    .select(['share.position', 'share.amount'])
    .where('member.merged_into', '=', arg('member'))
    .where('share.envelope', '=', arg('envelope'))
    .orderBy('share.position')
    .limit(sql.lit(1)),
)

const selectChosen = statement<ByMember>()((arg) =>
  build
    .selectFrom('member')
    .innerJoin('chosen', 'chosen.member', 'member.id')
    .select('chosen.member')
    .where('member.merged_into', '=', arg('member'))
    .where('chosen.envelope', '=', arg('envelope'))
    .limit(sql.lit(1)),
)

const countOpen = statement<{ member: number }>()((arg) =>
  build
    .selectFrom('member')
    .innerJoin('envelope', 'envelope.sender', 'member.id')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('member.merged_into', '=', arg('member'))
    .where('envelope.state', '=', sql.lit('open' as const)),
)

const selectMergedInto = statement<{ member: number; into: number }>()((arg) =>
  build
    .selectFrom('member')
    .select('id')
    .where('id', '=', arg('member'))
    .where('merged_into', '=', arg('into')),
)

/** Returns a share of an envelope that a member merged into this one has, if any. */
export function* shareOfMerged(
  envelope: number,
  member: number,
): Plan<{ position: number; amount: Amount } | undefined> {
  return yield* one(selectShare, { envelope, member })
}

/** Returns whether a member merged into this one was chosen. */
export function* isMergedChosen(envelope: number, member: number): Plan<boolean> {
  return (yield* one(selectChosen, { envelope, member })) !== undefined
}

/** Returns how many open envelopes were sent by members merged into this one. */
export function* countOpenOfMerged(member: number): Plan<number> {
  return (yield* one(countOpen, { member }))?.open ?? 0
}

/** Returns whether a member is merged into another. */
export function* isMergedInto(member: number, into: number): Plan<boolean> {
  return (yield* one(selectMergedInto, { member, into })) !== undefined
}
