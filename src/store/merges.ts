import { sql } from 'kysely'
import { shareBlock } from './blocks.js'
import { shareOffBoards } from './off-boards.js'
import { build, many, one, type Plan, run, statement } from './plan.js'
import { joinStandings, reassignStandings, returnStandings } from './standings.js'

const NEWEST_TRADE = sql<number>`(SELECT coalesce(max(trade_no), 0) FROM trade)`

const pointIdentities = statement<{ stays: number; goes: number }>()((arg) =>
  build
    .updateTable('identity')
    .set({ original_member: sql<number>`coalesce(original_member, member)`, member: arg('stays') })
    .where('member', '=', arg('goes')),
)

const pointMembers = statement<{ stays: number; goes: number }>()((arg) =>
  build
    .updateTable('member')
    .set({ merged_into: arg('stays'), merged_after: NEWEST_TRADE, treasurer: 0 })
    .where((eb) => eb.or([eb('id', '=', arg('goes')), eb('merged_into', '=', arg('goes'))])),
)

const pointMerged = statement<{ stays: number; goes: number }>()((arg) =>
  build
    .updateTable('member')
    .set({ merged_into: arg('stays'), merged_after: NEWEST_TRADE })
    .where('merged_into', '=', arg('goes')),
)

const freeMember = statement<{ id: number }>()((arg) =>
  build.updateTable('member').set({ merged_into: null, merged_after: null }).where('id', '=', arg('id')),
)

const selectMerged = statement<{ id: number }>()((arg) =>
  build.selectFrom('member').select('id').where('merged_into', '=', arg('id')).limit(sql.lit(1)),
)

const updateRepresents = statement<{ id: number; representsOthers: 0 | 1 }>()((arg) =>
  build
    .updateTable('member')
    .set({ represents_others: arg('representsOthers') })
    .where('id', '=', arg('id')),
)

const selectIdentities = statement<{ member: number }>()((arg) =>
  build
    .selectFrom('identity')
    .select(['platform', 'user', 'original_member as originalMember'])
    .where('member', '=', arg('member'))
    // The identity whose original member this is sorts first.
    .orderBy(sql`original_member IS NOT NULL`)
    .orderBy('original_member'),
)

const restoreOriginal = statement<{ member: number; platform: string; user: string }>()((arg) =>
  build
    .updateTable('identity')
    .set({ member: sql<number>`original_member`, original_member: null })
    .where('member', '=', arg('member'))
    .where('platform', '=', arg('platform'))
    .where('user', '=', arg('user')),
)

const pointOthers = statement<{ from: number; to: number }>()((arg) =>
  build
    .updateTable('identity')
    .set({ member: arg('to'), original_member: sql<number | null>`nullif(original_member, ${arg('to')})` })
    .where('member', '=', arg('from'))
    .where('original_member', 'is not', null),
)

const selectThawed = statement<Record<string, never>>()(() =>
  build
    .selectFrom('member')
    .innerJoin('account', 'account.user_id', 'member.id')
    .innerJoin('account as representative', 'representative.user_id', 'member.merged_into')
    .select([
      'member.id as member',
      'account.account_no as walletNo',
      'representative.account_no as representativeWalletNo',
    ])
    .where('member.merged_into', 'is not', null)
    .where('account.balance', '>', sql.lit(0) as never)
    .where('account.status', '=', sql.lit('active' as const))
    .orderBy('member.id'),
)

/** One of the identities that act as the same member. */
export interface SharedIdentity {
  readonly platform: string
  readonly user: string
  /** Its original member, merged into the shared one; null when the shared one is its original. */
  readonly originalMember: number | null
}

/** Returns the identities that act as a member; the one whose original member it is comes first. */
export function* identitiesOfMember(member: number): Plan<SharedIdentity[]> {
  return yield* many(selectIdentities, { member })
}

/**
 * Makes one member represent another and everyone merged into it. Moves no money. The represented member loses the
 * treasurer role, because no one could dismiss a merged treasurer. If one was blocked, all are, and if one
 * has left the leaderboards, all have.
 */
export function* mergeInto(stays: number, goes: number): Plan<void> {
  yield* run(pointIdentities, { stays, goes })
  yield* run(pointMembers, { stays, goes })
  yield* noteMerged(goes)
  yield* noteMerged(stays)
  yield* shareBlock(stays)
  yield* shareOffBoards(stays)
  yield* joinStandings(stays, goes)
}

/** Records on a member whether others are merged into it. */
function* noteMerged(id: number): Plan<void> {
  const merged = yield* one(selectMerged, { id })
  yield* run(updateRepresents, { id, representsOthers: merged ? 1 : 0 })
}

/** Returns merged members' wallets that hold money and aren't frozen, each with its representative's wallet. */
export function* thawedWallets() {
  return yield* many(selectThawed, {})
}

/** Makes an identity act as its original member again instead of as `shared`. Moves no money. */
export function* restoreOriginalMember(
  shared: number,
  { platform, user, originalMember }: SharedIdentity,
): Plan<void> {
  if (originalMember === null) throw new TypeError(`${user} of ${platform} acts as its original member`)
  yield* run(restoreOriginal, { member: shared, platform, user })
  yield* run(freeMember, { id: originalMember })
  yield* noteMerged(shared)
  yield* returnStandings(shared, originalMember)
}

/**
 * Reduces a member to its original identity: all others now act as `heir`, the original member of one of them. Moves no
 * money.
 */
export function* reassignIdentities(shared: number, heir: number): Plan<void> {
  yield* run(freeMember, { id: heir })
  yield* run(pointMerged, { stays: heir, goes: shared })
  yield* run(pointOthers, { from: shared, to: heir })
  yield* noteMerged(shared)
  yield* noteMerged(heir)
  yield* reassignStandings(shared, heir)
}
