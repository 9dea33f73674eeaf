import { sql } from 'kysely'
import type { Amount } from '../core/money.js'
import type { Person } from '../core/person.js'
import { plainName } from '../core/text.js'
import { byDialect, textsIn } from './dialect.js'
import { type Account, accountHash, BrokenInvariant, openAccount, renameWallet } from './ledger.js'
import { mergeInto } from './merges.js'
import { linkedMember, wasEverLinked } from './people.js'
import { build, many, one, oneAs, type Plan, run, statement } from './plan.js'
import type { AccountStatus } from './schema.js'

export interface Member {
  readonly id: number
  readonly name: string
  readonly treasurer: boolean
  /** True if other members are merged into this one: then their past actions count as well. */
  readonly representsOthers: boolean
  /**
   * True if an identity of this member is or was ever linked: then it may own a share that another identity grabbed.
   */
  readonly everLinked: boolean
  /** UTC milliseconds. */
  readonly createdAt: number
  /** Why admins keep this member from grabbing; null for a member who may. */
  readonly blockReason: string | null
  readonly wallet: Account
}

/** A member that may be merged into another, which then represents it. */
export interface PastMember extends Member {
  /** The member that represents this one; null when it represents itself. */
  readonly mergedInto: number | null
  /** When the wallet was opened or last used, in UTC milliseconds. */
  readonly movedAt: number
}

const columns = [
  'member.id',
  'member.name',
  'member.treasurer',
  'member.represents_others',
  'member.ever_linked',
  'member.created_at',
  'member.block_reason',
  'member.community',
  'account.id as account_id',
  'account.account_no',
  'account.balance',
  'account.status',
  'account.seq',
  accountHash,
] as const

const selectByIdentity = statement<{ community: number; platform: string; user: string }>()((arg) =>
  build
    .selectFrom('identity')
    .innerJoin('member', 'member.id', 'identity.member')
    .innerJoin('account', 'account.user_id', 'member.id')
    .select(columns)
    .where('identity.community', '=', arg('community'))
    .where('identity.platform', '=', arg('platform'))
    .where('identity.user', '=', arg('user')),
)

// A grab needs both, and would otherwise read twice.
const selectWithShare = statement<{ community: number; platform: string; user: string; envelope: number }>()(
  (arg) =>
    build
      .selectFrom('identity')
      .innerJoin('member', 'member.id', 'identity.member')
      .innerJoin('account', 'account.user_id', 'member.id')
      .leftJoin('share', (join) =>
        join.on('share.envelope', '=', arg('envelope')).onRef('share.claimer', '=', 'member.id'),
      )
      .select(columns)
      .select(['share.position', 'share.amount'])
      .where('identity.community', '=', arg('community'))
      .where('identity.platform', '=', arg('platform'))
      .where('identity.user', '=', arg('user')),
)

const selectById = statement<{ id: number }>()((arg) =>
  build
    .selectFrom('member')
    .innerJoin('account', 'account.user_id', 'member.id')
    .select(columns)
    .select(['member.merged_into', 'account.updated_at'])
    .where('member.id', '=', arg('id')),
)

const selectByWallet = statement<{ community: number; walletNo: string }>()((arg) =>
  build
    .selectFrom('member')
    .innerJoin('account', 'account.user_id', 'member.id')
    .select(columns)
    .select(['member.merged_into', 'account.updated_at'])
    .where('member.community', '=', arg('community'))
    .where('account.account_no', '=', arg('walletNo')),
)

const selectOriginal = statement<{ community: number; platform: string; user: string }>()((arg) =>
  build
    .selectFrom('identity')
    .select(sql<number>`coalesce(original_member, member)`.as('id'))
    .where('community', '=', arg('community'))
    .where('platform', '=', arg('platform'))
    .where('user', '=', arg('user')),
)

const selectNewest = statement<Record<string, never>>()(() =>
  build.selectFrom('member').select('id').orderBy('id', 'desc').limit(sql.lit(1)),
)

const insertMember = statement<{ community: number; name: string; everLinked: 0 | 1; at: number }>()((arg) =>
  build.insertInto('member').values({
    community: arg('community'),
    name: arg('name'),
    ever_linked: arg('everLinked'),
    created_at: arg('at'),
  }),
)

const insertIdentity = statement<{
  community: number
  platform: string
  user: string
  member: number
  at: number
}>()((arg) =>
  build.insertInto('identity').values({
    community: arg('community'),
    platform: arg('platform'),
    user: arg('user'),
    member: arg('member'),
    created_at: arg('at'),
  }),
)

const updateName = statement<{ id: number; name: string }>()((arg) =>
  build
    .updateTable('member')
    .set({ name: arg('name') })
    .where('id', '=', arg('id')),
)

const updateTreasurer = statement<{ id: number; treasurer: 0 | 1 }>()((arg) =>
  build
    .updateTable('member')
    .set({ treasurer: arg('treasurer') })
    .where('id', '=', arg('id')),
)

// The literal lets SQLite see that the partial index applies; a bound parameter would hide it.
const selectTreasurers = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('member')
    .select(['id', 'name'])
    .where('community', '=', arg('community'))
    .where('treasurer', '=', sql.lit(1 as const))
    .orderBy('id'),
)

const selectUser = statement<{ member: number; platform: string }>()((arg) =>
  build
    .selectFrom('identity')
    .select('user')
    .where('member', '=', arg('member'))
    // The unary plus stops SQLite from using the index over everyone on the platform; a member has few identities.
    .where(byDialect(sql<string>`+platform`, sql`platform`), '=', arg('platform'))
    .orderBy('created_at')
    .orderBy('user')
    .limit(sql.lit(1)),
)

const selectUsers = statement<{ community: number; platform: string; limit: number }>()((arg) =>
  build
    .selectFrom('identity')
    .select('user')
    .where('community', '=', arg('community'))
    .where('platform', '=', arg('platform'))
    .orderBy('user')
    .limit(arg('limit')),
)

const selectPlainWithoutShare = statement<{
  community: number
  envelope: number
  platform: string
  users: string
}>()((arg) =>
  build
    .selectFrom('identity')
    .innerJoin('member', 'member.id', 'identity.member')
    .select(['identity.user', 'member.id', 'member.name'])
    .where('identity.community', '=', arg('community'))
    .where('identity.platform', '=', arg('platform'))
    .where('identity.user', 'in', textsIn(arg('users')))
    .where('member.block_reason', 'is', null)
    .where('member.ever_linked', '=', sql.lit(0 as const))
    .where('member.represents_others', '=', sql.lit(0 as const))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('share')
            .select('share.envelope')
            .where('share.envelope', '=', arg('envelope'))
            .whereRef('share.claimer', '=', 'member.id'),
        ),
      ),
    ),
)

type MemberRow = {
  id: number
  name: string
  treasurer: number
  represents_others: number
  ever_linked: number
  created_at: number
  block_reason: string | null
  community: number
  account_id: number
  account_no: string
  balance: Amount
  status: AccountStatus
  seq: number
  hash: string
}

function memberOf(row: MemberRow): Member {
  return {
    id: row.id,
    name: row.name,
    treasurer: row.treasurer === 1,
    representsOthers: row.represents_others === 1,
    everLinked: row.ever_linked === 1,
    createdAt: row.created_at,
    blockReason: row.block_reason,
    wallet: {
      id: row.account_id,
      accountNo: row.account_no,
      type: 'wallet',
      userId: row.id,
      balance: row.balance,
      status: row.status,
      community: row.community,
      seq: row.seq,
      hash: row.hash,
    },
  }
}

/** Returns the member that a person is in a community, or undefined before the person's first action there. */
export function findMember(community: number, { platform, user }: Person) {
  return oneAs(selectByIdentity, { community, platform, user }, memberOf)
}

/** Returns the same with the member's own share of an envelope, if any. */
export function findWithShare(community: number, { platform, user }: Person, envelope: number) {
  return oneAs(selectWithShare, { community, platform, user, envelope }, (row) => ({
    member: memberOf(row),
    share:
      row.position === null || row.amount === null
        ? undefined
        : { position: row.position, amount: row.amount },
  }))
}

export function* memberById(id: number): Plan<PastMember | undefined> {
  const row = yield* one(selectById, { id })
  return row && { ...memberOf(row), mergedInto: row.merged_into, movedAt: row.updated_at }
}

/** Returns the member of a community whose wallet has this number, if any. */
export function* memberByWallet(community: number, walletNo: string): Plan<PastMember | undefined> {
  const row = yield* one(selectByWallet, { community, walletNo })
  return row && { ...memberOf(row), mergedInto: row.merged_into, movedAt: row.updated_at }
}

/**
 * Returns the member that a person is; at the first action the person joins with an empty wallet, or, if a linked
 * identity is here already, as that member. Updates a name that changed on the platform.
 */
export function* joinMember(community: number, person: Person, at: number): Plan<Member> {
  const member = yield* findMember(community, person)
  if (member) {
    // Most people keep their name; normalise only when the raw text differs.
    if (member.name === person.name) return member
    const name = plainName(person.name)
    if (member.name === name) return member
    yield* run(updateName, { id: member.id, name })
    yield* renameWallet(member.wallet.accountNo, name)
    return { ...member, name }
  }
  const { platform, user } = person
  const linked = yield* linkedMember(community, platform, user)
  const name = plainName(person.name)
  const everLinked = yield* wasEverLinked(platform, user)
  const joining = { community, name, at, everLinked: everLinked ? 1 : 0 } as const
  const { lastInsertRowid: id } = yield* run(insertMember, joining)
  yield* run(insertIdentity, { community, platform, user, member: id, at })
  const wallet = yield* openAccount({
    accountNo: `W-${id}`,
    name: 'Wallet',
    type: 'wallet',
    userId: id,
    username: name,
    community,
    at,
  })
  if (linked === undefined)
    return {
      id,
      name,
      treasurer: false,
      representsOthers: false,
      everLinked,
      createdAt: at,
      blockReason: null,
      wallet,
    }
  // The identity still gets an original member of its own, to return to when it is unlinked.
  yield* mergeInto(linked, id)
  const same = yield* memberById(linked)
  if (!same) throw new BrokenInvariant(`no member ${linked}`)
  const { mergedInto, movedAt, ...representative } = same
  return representative
}

/** The original member of an identity, which has a higher number than all that were there before; undefined for none. */
export function* originalMemberOf(
  community: number,
  { platform, user }: Omit<Person, 'name'>,
): Plan<number | undefined> {
  return (yield* one(selectOriginal, { community, platform, user }))?.id
}

/** The number of the newest member of all communities; 0 when there is none. */
export function* newestMember(): Plan<number> {
  return (yield* one(selectNewest, {}))?.id ?? 0
}

/** Allows a member to top up and deduct, or revokes that. */
export function* makeTreasurer(id: number, treasurer: boolean): Plan<void> {
  yield* run(updateTreasurer, { id, treasurer: treasurer ? 1 : 0 })
}

/** Returns the members who may top up and deduct without being platform admins, in the order of joining. */
export function* treasurersOf(community: number): Plan<{ id: number; name: string }[]> {
  return yield* many(selectTreasurers, { community })
}

/** Returns a member's user id on a platform, from the member's first identity there; undefined when there is none. */
export function* userOf(member: number, platform: string): Plan<string | undefined> {
  return (yield* one(selectUser, { member, platform }))?.user
}

/** Returns up to `limit` user ids of a community's members on a platform. */
export function* usersOf(community: number, platform: string, limit: number): Plan<string[]> {
  return (yield* many(selectUsers, { community, platform, limit })).map(({ user }) => user)
}

/** Returns those of a platform's users that aren't blocked, were never linked, and have no share of the envelope. */
export function* plainMembersWithoutShare(
  community: number,
  envelope: number,
  platform: string,
  users: readonly string[],
): Plan<{ user: string; id: number; name: string }[]> {
  return yield* many(selectPlainWithoutShare, { community, envelope, platform, users: JSON.stringify(users) })
}
