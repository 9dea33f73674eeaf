import type { Community } from '../../core/community.js'
import type { Person } from '../../core/person.js'
import { block } from '../../store/blocks.js'
import { chatsOf, communityById, storeSettings } from '../../store/communities.js'
import {
  type CommunityMove,
  endMove,
  leaversAfter,
  membersAfter,
  movesUnderWay,
} from '../../store/community-moves.js'
import { switchOffAllIncome } from '../../store/income.js'
import { BrokenInvariant, getAccount } from '../../store/ledger.js'
import { linksOfHost, rehostLink, startLink } from '../../store/links.js'
import { findMember, joinMember, type Member, memberById } from '../../store/members.js'
import { identitiesOfMember } from '../../store/merges.js'
import { setOffBoards } from '../../store/off-boards.js'
import type { Plan } from '../../store/plan.js'
import { moveAcrossCommunities } from './transfer-balances.js'

/** Members moved per plan: a few milliseconds, so other plans get their turn in between. */
export const MOVED_AT_ONCE = 50

/** Position in a link or unlink: which one it is, and the id of the last member that has moved. */
export interface MoveProgress {
  readonly move: number
  readonly last: number
}

/** Outcome of one plan of a link or unlink. */
export type MovedOn =
  /** There are more members to move. */
  | { readonly kind: 'moved_on'; readonly progress: MoveProgress }
  /** Everything has arrived, and the chats are open again. */
  | { readonly kind: 'arrived' }
  | { readonly kind: 'nothing_moves' }

/**
 * Moves the next `limit` members for the link or unlink in progress. The last batch ends it. `progress`: where to continue,
 * unless another program has finished that move. Starting again, for example after a crash, is always safe.
 */
export function* moveOn(progress: MoveProgress | undefined, limit: number, now: number): Plan<MovedOn> {
  const moves = yield* movesUnderWay()
  const [move] = moves
  if (!move) return { kind: 'nothing_moves' }
  const { link } = move
  const after = progress?.move === move.id ? progress.last : 0
  const last = link
    ? yield* moveSomeAcross(move, after, limit, now)
    : yield* returnSome(moves, after, limit, now)
  if (last !== undefined) return { kind: 'moved_on', progress: { move: move.id, last } }
  if (link) yield* beginLink({ ...move, link }, now)
  for (const { id } of moves) yield* endMove(id)
  return { kind: 'arrived' }
}

/** Last step of a link: the chats now belong to the host, including those that were linked to the joining community. */
function* beginLink(
  { from, to: host, by, startedAt, link }: CommunityMove & { link: NonNullable<CommunityMove['link']> },
  now: number,
): Plan<void> {
  const linkedBy = (yield* joinMember(host, by, now)).id
  const { hostPlace, joinedPlace, invitedBy } = link
  const terms = { host, hostPlace, invitedBy, linkedBy, at: startedAt }
  for (const guest of yield* linksOfHost(from)) yield* rehostLink(guest, terms)
  yield* startLink({ ...terms, joined: from, joinedPlace })
}

function* moveSomeAcross(
  { from, to, by }: CommunityMove,
  after: number,
  limit: number,
  now: number,
): Plan<number | undefined> {
  const source = yield* existing(from)
  const last = yield* moveMembersAcross({ from: source, into: yield* existing(to), by, after, limit }, now)
  if (last !== undefined || (yield* getAccount(source.mintNo)).balance === 0) return last
  if (after === 0) throw new BrokenInvariant(`community ${from} has money outside its wallets`)
  return 0
}

export interface SomeMembers {
  readonly from: Community
  readonly into: Community
  /** The person who caused it; undefined for the program. */
  readonly by: Person | undefined
  /** Id of the last member that has moved. */
  readonly after: number
  readonly limit: number
}

/**
 * Makes some members of a community members of another, with all their money. A person who is a member there already,
 * under any identity, keeps that wallet and gets the money added. Blocks and absence from the leaderboards come along. Returns the id of the last one moved; undefined when
 * there are no more.
 */
export function* moveMembersAcross(
  { from, into, by, after, limit }: SomeMembers,
  now: number,
): Plan<number | undefined> {
  const actor = by && (yield* joinMember(from.id, by, now))
  const linker = actor && (yield* joinAs(actor, into.id, now))
  const some = yield* membersAfter(from.id, after, limit)
  for (const { id, name, mergedInto, blockReason, offBoards, walletNo, balance, status } of some) {
    // Members that represent others move on their own turn, with all their identities.
    if (mergedInto !== null && balance === 0) continue
    const representative = mergedInto === null ? { id, name } : yield* memberOf(mergedInto)
    const there = yield* joinAs(representative, into.id, now)
    if (mergedInto === null && blockReason !== null && there.blockReason === null)
      yield* block(there.id, blockReason, null)
    if (mergedInto === null && offBoards === 1) yield* setOffBoards(there.id, true)
    // An empty wallet stays frozen too: its owner would otherwise get a fresh one.
    if (balance > 0 || status === 'frozen')
      yield* moveAcrossCommunities(
        { walletNo, mintNo: from.mintNo, actor: actor?.id ?? null, other: into.name },
        {
          walletNo: there.wallet.accountNo,
          mintNo: into.mintNo,
          actor: linker?.id ?? null,
          other: from.name,
        },
        now,
      )
  }
  return some.length < limit ? undefined : some.at(-1)?.id
}

/** Joins all identities of a member to another community; returns the member that the first of them becomes. */
function* joinAs(member: Pick<Member, 'id' | 'name'>, community: number, now: number): Plan<Member> {
  let first: Member | undefined
  for (const person of yield* peopleOf(member)) {
    const there = (yield* findMember(community, person)) ?? (yield* joinMember(community, person, now))
    first ??= there
  }
  if (!first) throw new BrokenInvariant(`member ${member.id} has no identity`)
  return first
}

/**
 * Returns money to the next members who can no longer reach the host, in the communities that they came from. Returns
 * the id of the last one; undefined when none is left.
 */
function* returnSome(
  moves: readonly CommunityMove[],
  after: number,
  limit: number,
  now: number,
): Plan<number | undefined> {
  const [{ from, by }] = moves as readonly [CommunityMove]
  const host = yield* existing(from)
  const kept = platformsIn(yield* chatsOf(from))
  const origins: Origin[] = []
  for (const { to } of moves) origins.push({ joined: to, platforms: platformsIn(yield* chatsOf(to)) })
  const actor = (yield* joinMember(from, by, now)).id
  const some = yield* leaversAfter(from, kept, after, limit)
  for (const { id, name, mergedInto, walletNo } of some) {
    const people = yield* peopleOf(mergedInto === null ? { id, name } : yield* memberOf(mergedInto))
    const origin = yield* acceptMoney(yield* originOf(people, origins), host)
    const receiver = (yield* joinAll(origin.id, people, now)).wallet.accountNo
    const unlinker = (yield* joinMember(origin.id, by, now)).id
    yield* moveAcrossCommunities(
      { walletNo, mintNo: host.mintNo, actor, other: origin.name },
      { walletNo: receiver, mintNo: origin.mintNo, actor: unlinker, other: host.name },
      now,
    )
  }
  if (some.length === limit) return some.at(-1)?.id
  // No member after this batch can have received anything; if one did, it must not stay behind.
  return after > 0 && (yield* leaversAfter(from, kept, 0, 1)).length > 0 ? 0 : undefined
}

/** A community that people return to, and the platforms that reach it. */
interface Origin {
  readonly joined: number
  readonly platforms: ReadonlySet<string>
}

/**
 * Returns which of the communities a person came from: the one with one of the identities as a member, else one on the
 * same platform.
 */
function* originOf(people: readonly Person[], origins: readonly Origin[]): Plan<number> {
  for (const { joined } of origins)
    for (const person of people) if (yield* findMember(joined, person)) return joined
  const reached = origins.find(({ platforms }) => people.some(({ platform }) => platforms.has(platform)))
  return (reached ?? (origins[0] as Origin)).joined
}

/** Returns the platforms of some chats. */
export function platformsIn(chats: readonly { readonly platform: string }[]): Set<string> {
  return new Set(chats.map(({ platform }) => platform))
}

/** Returns the community that receives the money; it adopts the host's currency when it never had any money. */
function* acceptMoney(id: number, host: Community): Plan<Community> {
  const community = yield* existing(id)
  if ((yield* getAccount(community.mintNo)).seq > 0) {
    if (community.currency.scale === host.currency.scale) return community
    throw new BrokenInvariant(`money of community ${host.id} and community ${id} differ in decimals`)
  }
  // Its own limit was an amount in another currency.
  const { maxTotal, newcomer } = host.rules
  const rules = { ...community.rules, maxTotal, newcomer }
  const changed = { ...community, currency: host.currency, rules }
  yield* storeSettings(changed)
  yield* switchOffAllIncome(id)
  return changed
}

/** Returns the single member that all of a person's identities join as. */
function* joinAll(community: number, identities: readonly Person[], now: number) {
  let member = yield* joinMember(community, identities[0] as Person, now)
  for (const person of identities.slice(1)) member = yield* joinMember(community, person, now)
  return member
}

/** Returns the identities that act as a member, its original one first, all under its name. */
function* peopleOf({ id, name }: Pick<Member, 'id' | 'name'>): Plan<Person[]> {
  return (yield* identitiesOfMember(id)).map(({ platform, user }) => ({ platform, user, name }))
}

function* memberOf(id: number): Plan<Member> {
  const member = yield* memberById(id)
  if (!member) throw new BrokenInvariant(`member ${id} does not exist`)
  return member
}

function* existing(id: number): Plan<Community> {
  const community = yield* communityById(id)
  if (!community) throw new BrokenInvariant(`community ${id} does not exist`)
  return community
}
