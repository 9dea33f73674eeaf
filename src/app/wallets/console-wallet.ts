import type { Community } from '../../core/community.js'
import type { Place } from '../../core/place.js'
import { communityAt, communityById } from '../../store/communities.js'
import { involvedInMove } from '../../store/community-moves.js'
import { linkOfJoined } from '../../store/links.js'
import { memberById, memberByWallet, type PastMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'

/** A wallet as an operator names it at the console. */
export interface ConsoleWallet {
  /** The community's number, or one of its chats. */
  readonly community: number | Place
  readonly walletNo: string
}

export type ConsoleWalletRefusal =
  | { kind: 'unknown_community' }
  | { kind: 'unknown_wallet' }
  /** The member was merged into another, who has this wallet. */
  | { kind: 'wallet_merged'; name: string; walletNo: string }
  | ConsoleCommunityRefusal

type ConsoleCommunityRefusal =
  | { kind: 'unknown_community' }
  /** The community is linked to this one, which has its members and their money. */
  | { kind: 'community_linked'; community: number; name: string }
  /** The community is being linked or unlinked; the running program is completing that. */
  | { kind: 'community_moving'; name: string }

/** Finds a community whose money an operator may move, or returns why it can't be moved there. */
export function* findConsoleCommunity(where: number | Place): Plan<Community | ConsoleCommunityRefusal> {
  const community = typeof where === 'number' ? yield* communityById(where) : yield* communityAt(where)
  if (!community) return { kind: 'unknown_community' }
  const link = yield* linkOfJoined(community.id)
  if (link) return { kind: 'community_linked', community: link.host, name: community.name }
  if (yield* involvedInMove(community.id)) return { kind: 'community_moving', name: community.name }
  return community
}

/** Finds the wallet that an operator named. */
export function* findConsoleWallet({
  community: where,
  walletNo,
}: ConsoleWallet): Plan<
  { readonly community: Community; readonly member: PastMember } | ConsoleWalletRefusal
> {
  const community = yield* findConsoleCommunity(where)
  if ('kind' in community) return community
  const member = yield* memberByWallet(community.id, walletNo)
  if (!member) return { kind: 'unknown_wallet' }
  const representative = member.mergedInto === null ? undefined : yield* memberById(member.mergedInto)
  if (representative) {
    const { name, wallet } = representative
    return { kind: 'wallet_merged', name, walletNo: wallet.accountNo }
  }
  return { community, member }
}
