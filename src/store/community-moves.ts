import { sql } from 'kysely'
import type { Amount } from '../core/money.js'
import type { Person } from '../core/person.js'
import type { Place } from '../core/place.js'
import { plainName } from '../core/text.js'
import { byDialect, textsIn } from './dialect.js'
import type { Link } from './links.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

/** A confirmed link or unlink whose money is still being moved. */
export interface CommunityMove {
  readonly id: number
  readonly kind: 'link' | 'unlink'
  /** Source and destination of the money. */
  readonly from: number
  readonly to: number
  /** The admin who confirmed it. */
  readonly by: Person
  /** UTC milliseconds. */
  readonly startedAt: number
  /** The link that begins once all money has arrived; undefined for an unlink. */
  readonly link: Pick<Link, 'hostPlace' | 'joinedPlace' | 'invitedBy'> | undefined
}

const selectMoves = statement<Record<string, never>>()(() =>
  build.selectFrom('community_move').selectAll().orderBy('id'),
)

const insertMove = statement<{
  kind: 'link' | 'unlink'
  from: number
  to: number
  platform: string
  user: string
  name: string
  at: number
  invitedBy: number | null
  hostPlatform: string | null
  hostChat: string | null
  hostThread: string | null
  joinedPlatform: string | null
  joinedChat: string | null
  joinedThread: string | null
}>()((arg) =>
  build.insertInto('community_move').values({
    kind: arg('kind'),
    from_community: arg('from'),
    to_community: arg('to'),
    by_platform: arg('platform'),
    by_user: arg('user'),
    by_name: arg('name'),
    started_at: arg('at'),
    invited_by: arg('invitedBy'),
    host_platform: arg('hostPlatform'),
    host_chat: arg('hostChat'),
    host_thread: arg('hostThread'),
    joined_platform: arg('joinedPlatform'),
    joined_chat: arg('joinedChat'),
    joined_thread: arg('joinedThread'),
  }),
)

const deleteMove = statement<{ id: number }>()((arg) =>
  build.deleteFrom('community_move').where('id', '=', arg('id')),
)

const selectAny = statement<Record<string, never>>()(() =>
  build.selectFrom('community_move').select('id').limit(sql.lit(1)),
)

/** The community whose chats wait until all money has arrived: the one that joins or leaves. */
const WAITING = sql<number>`CASE community_move.kind WHEN 'link' THEN from_community ELSE to_community END`

/** 1 if commands must wait in the chats of the community that a query reads. */
export const communityMoves = sql<
  0 | 1
>`EXISTS (SELECT 1 FROM community_move WHERE ${WAITING} = community.id)`.as('moving')

// Starts from the moves, which are nearly always empty: this runs before every command.
const selectAt = statement<{ platform: string; chat: string }>()((arg) =>
  build
    .selectFrom('community_move')
    .select('id')
    .where(
      WAITING,
      '=',
      sql<number>`(SELECT community FROM chat WHERE platform = ${arg('platform')} AND chat = ${arg('chat')})`,
    )
    .limit(sql.lit(1)),
)

const selectOf = statement<{ platform: string; user: string }>()((arg) =>
  build
    .selectFrom('community_move')
    .select('community_move.id')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('identity')
          .select('member')
          .where('platform', '=', arg('platform'))
          .where('user', '=', arg('user'))
          .whereRef(sql`community`, 'in', sql`(from_community, to_community)`),
      ),
    )
    .limit(sql.lit(1)),
)

const selectInvolving = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('community_move')
    .select('id')
    .where((eb) =>
      eb.or([eb('from_community', '=', arg('community')), eb('to_community', '=', arg('community'))]),
    )
    .limit(sql.lit(1)),
)

// Only wallets hold money of a moving community, so its mint has issued exactly what is still to come.
const selectExpected = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('community_move')
    .innerJoin('account', (join) => join.on('account_no', '=', sql<string>`'M-' || from_community`))
    .select(sql<number>`coalesce(-sum(balance), 0)`.as('amount'))
    .where('kind', '=', sql.lit('link' as const))
    .where('to_community', '=', arg('community')),
)

const walletColumns = [
  'member.id',
  'member.name',
  'member.merged_into as mergedInto',
  'member.block_reason as blockReason',
  'member.off_boards as offBoards',
  'account.account_no as walletNo',
  'account.balance',
  'account.status',
] as const

const selectMembers = statement<{ community: number; after: number; limit: number }>()((arg) =>
  build
    .selectFrom('member')
    .innerJoin('account', 'account.user_id', 'member.id')
    .select(walletColumns)
    .where('member.community', '=', arg('community'))
    .where('member.id', '>', arg('after'))
    .orderBy('member.id')
    .limit(sql<number>`${arg('limit')}`),
)

const filled = build
  .selectFrom('member')
  .innerJoin('account', 'account.user_id', 'member.id')
  .where('account.balance', '>', sql.lit(0) as never)

/** Returns the condition that a member's representative has no identity on any of these platforms. */
const outOfReach = (kept: string) => sql<boolean>`NOT EXISTS (
  SELECT 1 FROM identity WHERE identity.member = coalesce(member.merged_into, member.id)
    AND identity.platform IN ${textsIn(kept)})`

const total = [
  sql<number>`count(*)`.as('wallets'),
  sql<Amount>`coalesce(sum(account.balance), 0)`.as('amount'),
  byDialect(
    // With a single min(), SQLite takes the other columns from the row of the minimum.
    sql<string | null>`CASE WHEN min(iif(account.status = 'active', NULL, member.id)) THEN member.name END`,
    sql`substring(min(if(account.status = 'active', NULL, concat(lpad(member.id, 20, '0'), member.name))), 21)`,
  ).as('frozen'),
] as const

const selectPurse = statement<{ community: number }>()((arg) =>
  filled.select(total).where('member.community', '=', arg('community')),
)

const selectPurseOfLeavers = statement<{ community: number; kept: string }>()((arg) =>
  filled
    .select(total)
    .where('member.community', '=', arg('community'))
    .where(outOfReach(arg('kept'))),
)

const selectLeavers = statement<{ community: number; kept: string; after: number; limit: number }>()((arg) =>
  filled
    .select(walletColumns)
    .where('member.community', '=', arg('community'))
    .where('member.id', '>', arg('after'))
    .where(outOfReach(arg('kept')))
    .orderBy('member.id')
    .limit(sql<number>`${arg('limit')}`),
)

/** Records the decision to link or unlink. */
export function* startMove(move: Omit<CommunityMove, 'id'>): Plan<void> {
  const { kind, from, to, by, startedAt: at, link } = move
  yield* run(insertMove, {
    ...{ kind, from, to, platform: by.platform, user: by.user, name: plainName(by.name), at },
    invitedBy: link?.invitedBy ?? null,
    hostPlatform: link?.hostPlace.platform ?? null,
    hostChat: link?.hostPlace.chat ?? null,
    hostThread: link?.hostPlace.thread ?? null,
    joinedPlatform: link?.joinedPlace.platform ?? null,
    joinedChat: link?.joinedPlace.chat ?? null,
    joinedThread: link?.joinedPlace.thread ?? null,
  })
}

/** Returns the moves in progress: one link, or all communities leaving a host together. Nearly always empty. */
export function* movesUnderWay(): Plan<CommunityMove[]> {
  return (yield* many(selectMoves, {})).map((row) => ({
    ...{ id: row.id, kind: row.kind, from: row.from_community, to: row.to_community },
    by: { platform: row.by_platform, user: row.by_user, name: row.by_name },
    startedAt: row.started_at,
    link:
      row.invited_by === null
        ? undefined
        : {
            invitedBy: row.invited_by,
            hostPlace: placeOf(row.host_platform, row.host_chat, row.host_thread),
            joinedPlace: placeOf(row.joined_platform, row.joined_chat, row.joined_thread),
          },
  }))
}

function placeOf(platform: string | null, chat: string | null, thread: string | null): Place {
  return { platform: platform as string, chat: chat as string, thread }
}

/** Deletes a finished move. */
export function* endMove(id: number): Plan<void> {
  yield* run(deleteMove, { id })
}

/** Returns whether any community is moving. */
export function* anythingMoves(): Plan<boolean> {
  return (yield* one(selectAny, {})) !== undefined
}

/** Returns whether commands in a chat must wait because its community's money is moving. */
export function* movesAt({ platform, chat }: Place): Plan<boolean> {
  return (yield* one(selectAt, { platform, chat })) !== undefined
}

/** Returns whether an identity is a member of a community that money is moving into or out of. */
export function* movesFor({ platform, user }: Omit<Person, 'name'>): Plan<boolean> {
  return (yield* one(selectOf, { platform, user })) !== undefined
}

/** Returns whether money is moving into or out of a community. */
export function* involvedInMove(community: number): Plan<boolean> {
  return (yield* one(selectInvolving, { community })) !== undefined
}

/** Returns how much a link will still bring into a community; that much room must stay free. */
export function* expectedIn(community: number): Plan<number> {
  return (yield* one(selectExpected, { community }))?.amount ?? 0
}

/** Returns members of a community with their wallets, including empty and merged ones, in the order of joining. */
export function* membersAfter(community: number, after: number, limit: number) {
  return yield* many(selectMembers, { community, after, limit })
}

/** Total of the non-empty wallets, and the first member with a frozen one. */
export interface Purse {
  readonly wallets: number
  readonly amount: Amount
  readonly frozen: string | null
}

const EMPTY: Purse = { wallets: 0, amount: 0 as Amount, frozen: null }

/**
 * Returns the money of a community's members. A merged member's wallet can hold some, if a refund reached it while
 * frozen.
 */
export function* purseOf(community: number): Plan<Purse> {
  return (yield* one(selectPurse, { community })) ?? EMPTY
}

/** Returns the money of the members who can't reach the community on any platform it keeps. */
export function* purseOfLeavers(community: number, kept: ReadonlySet<string>): Plan<Purse> {
  return (yield* one(selectPurseOfLeavers, { community, kept: JSON.stringify([...kept]) })) ?? EMPTY
}

/** Returns those members' non-empty wallets, in the order of joining. */
export function* leaversAfter(community: number, kept: ReadonlySet<string>, after: number, limit: number) {
  return yield* many(selectLeavers, { community, kept: JSON.stringify([...kept]), after, limit })
}
