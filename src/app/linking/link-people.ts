import { readCode } from '../../core/link-code.js'
import type { Amount, Currency } from '../../core/money.js'
import { plainName } from '../../core/text.js'
import { communityById } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { BrokenInvariant } from '../../store/ledger.js'
import { claimedOffer, type LinkOffer, useUpOffer } from '../../store/links.js'
import { type Member, memberById } from '../../store/members.js'
import { identitiesOfPerson, membershipsOf, personOf, unite } from '../../store/people.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { PersonalCommand } from '../command.js'
import { mergeMembers } from './merge-members.js'

export interface LinkPeople extends PersonalCommand {
  /** As typed. */
  readonly code: string
}

export type LinkPeopleRefusal =
  /** Unknown, expired, used or claimed by someone else: one answer for all, so that guessing reveals nothing. */
  | { kind: 'bad_code' }
  | { kind: 'same_identity' }
  | { kind: 'already_linked' }
  | { kind: 'wallet_frozen'; name: string }

/** An amount of money in one community. */
export interface Purse {
  /** Name of the community. */
  readonly name: string
  readonly amount: Amount
  readonly currency: Currency
}

export type PreviewLinkPeopleOutcome =
  | {
      kind: 'people_preview'
      /** The other identity: its platform, and its name there when the code was made. */
      platform: string
      name: string
      /** Money that would move from the asker's wallets into the other's. */
      moves: Purse[]
    }
  | LinkPeopleRefusal

export type LinkPeopleOutcome =
  | {
      kind: 'people_linked'
      platform: string
      name: string
      /** Balance of every wallet that results from a merge. */
      wallets: Purse[]
    }
  | LinkPeopleRefusal
  | KeyReused

/**
 * Returns whom a code would link the asker with, for confirmation: anyone talked into entering a stranger's code must
 * see whose it is. Changes nothing, except that it claims the code for the asker.
 */
export function* previewPersonLink(
  command: Omit<LinkPeople, 'key'>,
  now: number,
): Plan<PreviewLinkPeopleOutcome> {
  const ready = yield* prepare(command, now)
  if ('kind' in ready) return ready
  const { platform, name } = ready.offer
  const moves: Purse[] = []
  for (const { community, goes } of ready.pairs)
    if (goes.wallet.balance > 0) moves.push(yield* purse(community, goes.wallet.balance))
  return { kind: 'people_preview', platform, name, moves }
}

/**
 * Makes the asker and the code's maker one person. In every community where they were two members, the maker's member
 * stays and receives the other's money; the other loses the treasurer role.
 */
export function* linkPeople(command: LinkPeople, now: number): Plan<LinkPeopleOutcome> {
  const { key, by } = command
  const body = bodyOf('link_people', command)
  return yield* idempotent<LinkPeopleOutcome>({ key, body, at: now }, function* () {
    const ready = yield* prepare(command, now)
    if ('kind' in ready) return ready
    const { offer, pairs } = ready
    yield* useUpOffer('people', ready.code, claimerOf(by))
    const wallets: Purse[] = []
    for (const { community, stays, goes } of pairs) {
      const moved = yield* mergeMembers(stays, goes, now)
      wallets.push(yield* purse(community, (stays.wallet.balance + moved) as Amount))
    }
    yield* unite(offer, { ...by, name: plainName(by.name) }, now)
    return { kind: 'people_linked', platform: offer.platform, name: offer.name, wallets }
  })
}

/** Two members of a community that will be merged. */
export interface Pair {
  readonly community: number
  readonly stays: Member
  readonly goes: Member
}

interface Ready {
  readonly code: string
  readonly offer: LinkOffer
  readonly pairs: readonly Pair[]
}

/** A code is bound to the first account that enters it, because others may be reading along. */
export function claimerOf({ platform, user }: PersonalCommand['by']): string {
  return JSON.stringify([platform, user])
}

function* prepare(command: Omit<LinkPeople, 'key'>, now: number): Plan<Ready | LinkPeopleRefusal> {
  const { by } = command
  const code = readCode(command.code)
  const offer = code === undefined ? undefined : yield* claimedOffer('people', code, claimerOf(by), now)
  if (code === undefined || !offer) return { kind: 'bad_code' }
  if (offer.platform === by.platform && offer.user === by.user) return { kind: 'same_identity' }
  const maker = yield* personOf(offer.platform, offer.user)
  const asker = yield* personOf(by.platform, by.user)
  if (maker !== undefined && maker === asker) return { kind: 'already_linked' }

  const pairs = yield* pairsOf(yield* membersOf(maker, offer), yield* membersOf(asker, by))
  const frozen = frozenIn(pairs)
  return frozen ? { kind: 'wallet_frozen', name: frozen.name } : { code, offer, pairs }
}

/** Returns the pairs of members that will be merged, from the members of two people. */
export function* pairsOf(
  staying: ReadonlyMap<number, number>,
  going: ReadonlyMap<number, number>,
): Plan<Pair[]> {
  const pairs: Pair[] = []
  for (const [community, goer] of going) {
    const stayer = staying.get(community)
    if (stayer === undefined) continue
    pairs.push({ community, stays: yield* existing(stayer), goes: yield* existing(goer) })
  }
  return pairs
}

/** Returns a member whose wallet is frozen. */
export function frozenIn(pairs: readonly Pair[]): Member | undefined {
  return pairs.flatMap(({ goes, stays }) => [goes, stays]).find(({ wallet }) => wallet.status !== 'active')
}

/** Returns the member as which a person, or an unlinked identity, acts in each community. */
export function* membersOf(
  person: number | undefined,
  alone: { readonly platform: string; readonly user: string },
): Plan<Map<number, number>> {
  return yield* membersAs(person === undefined ? [alone] : yield* identitiesOfPerson(person))
}

/** Returns the members that these identities act as, one for each community. */
export function* membersAs(
  identities: readonly { readonly platform: string; readonly user: string }[],
): Plan<Map<number, number>> {
  const members = new Map<number, number>()
  for (const { platform, user } of identities)
    for (const { community, member } of yield* membershipsOf(platform, user)) members.set(community, member)
  return members
}

function* existing(id: number): Plan<Member> {
  const member = yield* memberById(id)
  if (!member) throw new BrokenInvariant(`member ${id} does not exist`)
  return member
}

export function* purse(id: number, amount: Amount): Plan<Purse> {
  const community = yield* communityById(id)
  if (!community) throw new BrokenInvariant(`community ${id} does not exist`)
  return { name: community.name, amount, currency: community.currency }
}
