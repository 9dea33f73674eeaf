import { readCode } from '../core/link-code.js'
import { type Amount, type Currency, MAX_CIRCULATION } from '../core/money.js'
import { type Community, communityAt, communityById } from '../store/communities.js'
import { BrokenInvariant, lockAccount } from '../store/ledger.js'
import {
  claimedOffer,
  filledWallets,
  identitiesIn,
  type Link,
  type LinkOffer,
  linksOfHost,
  loneMembers,
  openEnvelopesOf,
  rehostLink,
  startLink,
  useUpOffer,
} from '../store/links.js'
import { findMember, joinMember, type Member, type Person } from '../store/members.js'
import type { Plan } from '../store/plan.js'
import { type KeyReused, once } from '../store/requests.js'
import { bodyOf } from './body-of.js'
import { carryOver } from './carry-money.js'
import type { AdminCommand, UnknownChat } from './command.js'
import { homeFor } from './linked-parts.js'

export interface LinkCommunities extends AdminCommand {
  /** As typed. */
  readonly code: string
}

/** What moves between two communities. */
export interface Moved {
  readonly wallets: number
  readonly amount: Amount
  readonly currency: Currency
}

export type LinkRefusal =
  | { kind: 'not_admin' }
  /** Unknown, expired, used or entered elsewhere before: one answer for all, so that guessing teaches nothing. */
  | { kind: 'bad_code' }
  | { kind: 'already_linked'; name: string }
  | OpenEnvelopes
  /** Money of the one has other decimals than that of the other. */
  | { kind: 'other_scale'; host: string; hostScale: number; scale: number }
  | { kind: 'circulation_full'; host: string }
  | { kind: 'wallet_frozen'; name: string }
  | UnknownChat

/** Red packets that must end first. */
export interface OpenEnvelopes {
  readonly kind: 'open_envelopes'
  readonly count: number
  /** UTC milliseconds: by then the last of them has ended. */
  readonly lastDeadline: number
}

export type PreviewLinkOutcome =
  | ({ kind: 'link_preview'; host: string; joined: string } & Moved)
  | LinkRefusal

export type LinkOutcome =
  | ({ kind: 'communities_linked'; host: string; joined: string } & Moved)
  | LinkRefusal
  | KeyReused

/** Some members have joined the host ahead: nothing is linked yet, and the same command has to go on from here. */
export interface JoiningHost {
  readonly kind: 'joining_host'
  readonly host: number
  readonly joined: number
  /** The id of the last of them. */
  readonly last: number
}

/**
 * What linking this chat's community by a code would do, or why it cannot be done. Changes nothing but for whom
 * the code is: from now on for this community alone.
 */
export function* previewLink(command: Omit<LinkCommunities, 'key'>, now: number): Plan<PreviewLinkOutcome> {
  const ready = yield* prepare(command, now)
  return 'kind' in ready ? ready : { kind: 'link_preview', ...told(ready) }
}

/**
 * Links this chat's community to the one for which the code was made: all its chats belong to that one from
 * now on, all its members are members there, and all its money moves along. Nothing of it is deleted, so that
 * it can part again. `ahead` is what the same command said before, as long as members join ahead.
 */
export function* linkCommunities(
  command: LinkCommunities,
  now: number,
  ahead?: JoiningHost,
): Plan<LinkOutcome | JoiningHost> {
  const { key, place, by } = command
  const body = bodyOf('link', command)
  const remember = ({ kind }: LinkOutcome | JoiningHost) => kind !== 'joining_host'
  return yield* once<LinkOutcome | JoiningHost>({ key, body, at: now, remember }, function* () {
    const further = ahead && (yield* joinAhead(ahead, now))
    if (further) return further
    const ready = yield* prepare(command, now)
    if ('kind' in ready) return ready
    const first = ahead
      ? undefined
      : yield* joinAhead({ host: ready.host.id, joined: ready.joined.id, last: 0 }, now)
    if (first) return first
    const { host, joined, offer, links } = ready
    yield* useUpOffer('community', ready.code, claimerOf(joined))
    const hostHome = yield* homeFor(host, { ...offer, chat: offer.chat as string })
    const joinedHome = yield* homeFor(joined, place)
    yield* moveIn(joined, host, by, now)
    const invitedBy = (yield* joinMember(host.id, offer, now)).id
    const linkedBy = (yield* joinMember(host.id, by, now)).id
    const terms = { host: host.id, hostHome, invitedBy, linkedBy, at: now }
    for (const link of links) yield* rehostLink(link, terms)
    yield* startLink({ ...terms, joined: joined.id, joinedHome })
    return { kind: 'communities_linked', ...told(ready) }
  })
}

/** How many members join the host in one plan: a few milliseconds, so that clicks get their turn in between. */
const JOINED_AT_ONCE = 50

/**
 * Members of a large community join the host with empty wallets, some in each plan, before it is linked: so linking itself
 * stops everybody for less long. They may have joined for nothing when it is refused after all, or the program ends:
 * that harms nobody. Members with several identities, and the last few, are left to the linking itself.
 * Undefined when no more are to join ahead.
 */
function* joinAhead(ahead: Omit<JoiningHost, 'kind'>, now: number): Plan<JoiningHost | undefined> {
  const { host, joined, last } = ahead
  const some = yield* loneMembers(joined, last, JOINED_AT_ONCE)
  if (some.length < JOINED_AT_ONCE) return undefined
  for (const { platform, user, name } of some)
    if (!(yield* findMember(host, { platform, user, name })))
      yield* joinMember(host, { platform, user, name }, now)
  return { kind: 'joining_host', host, joined, last: some.at(-1)?.member ?? last }
}

interface Ready extends Pick<Moved, 'wallets' | 'amount'> {
  readonly host: Community
  readonly joined: Community
  readonly code: string
  readonly offer: LinkOffer
  /** Of the communities that live in the one that joins, and come along. */
  readonly links: readonly Link[]
}

function told({ host, joined, wallets, amount }: Ready) {
  return { host: host.name, joined: joined.name, wallets, amount, currency: host.currency }
}

/** A code is for the first community in which it is entered: there everybody may be able to read it. */
function claimerOf({ id }: Pick<Community, 'id'>): string {
  return String(id)
}

function* prepare(command: Omit<LinkCommunities, 'key'>, now: number): Plan<Ready | LinkRefusal> {
  const joined = yield* communityAt(command.place)
  if (!joined) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const code = readCode(command.code)
  const offer =
    code === undefined ? undefined : yield* claimedOffer('community', code, claimerOf(joined), now)
  // The chat of the code is asked for its community only now: that may have been linked to another since.
  const host = offer && (yield* communityAt({ platform: offer.platform, chat: offer.chat as string }))
  if (code === undefined || !host) return { kind: 'bad_code' }
  if (host.id === joined.id) return { kind: 'already_linked', name: host.name }
  const links = yield* linksOfHost(joined.id)
  const refusal = yield* refuseToMerge(joined, host, links)
  if (refusal) return refusal
  const filled = yield* filledWallets(joined.id)
  const amount = filled.reduce((sum, { balance }) => sum + balance, 0) as Amount
  return { host, joined, code, offer, links, wallets: filled.length, amount }
}

/** Why the members and the money of one community cannot move into another. */
export function* refuseToMerge(
  from: Community,
  into: Community,
  links: readonly Link[],
): Plan<
  Exclude<LinkRefusal, { kind: 'not_admin' | 'bad_code' | 'already_linked' | 'unknown_chat' }> | undefined
> {
  const open = yield* openEnvelopesOf(from.id)
  if (open.length > 0) return openEnvelopes(open)
  // Whoever comes along may leave with money one day, which must then fit.
  for (const id of [from.id, ...links.map(({ joined }) => joined)]) {
    const { currency, mintNo } = yield* existing(id)
    if (currency.scale !== into.currency.scale && (yield* lockAccount(mintNo)).seq > 0)
      return {
        kind: 'other_scale',
        ...{ host: into.name, hostScale: into.currency.scale, scale: currency.scale },
      }
  }
  const filled = yield* filledWallets(from.id)
  const frozen = filled.find(({ status }) => status !== 'active')
  if (frozen) return { kind: 'wallet_frozen', name: frozen.name }
  const amount = filled.reduce((sum, { balance }) => sum + balance, 0)
  const mint = yield* lockAccount(into.mintNo)
  return mint.balance - amount < -MAX_CIRCULATION ? { kind: 'circulation_full', host: into.name } : undefined
}

/** How many there are, and when the last of them has ended. There must be one. */
export function openEnvelopes(open: readonly { readonly deadline: number }[]): OpenEnvelopes {
  const lastDeadline = open.reduce((last, { deadline }) => Math.max(last, deadline), 0)
  return { kind: 'open_envelopes', count: open.length, lastDeadline }
}

/**
 * Makes every member of a community one of another, with all money. Whoever is a member there already, under
 * whichever identity, keeps that wallet and gets the money added. `by` is whose doing it is; the program's own
 * when not given.
 */
export function* moveIn(from: Community, into: Community, by: Person | undefined, now: number): Plan<void> {
  const actor = by ? (yield* joinMember(from.id, by, now)).id : null
  const members = new Map<number, Member>()
  // The identity whose own member it is comes first, so that the others follow it as they did here.
  for (const { platform, user, member, name } of yield* identitiesIn(from.id)) {
    const there =
      (yield* findMember(into.id, { platform, user, name })) ??
      (yield* joinMember(into.id, { platform, user, name }, now))
    if (!members.has(member)) members.set(member, there)
  }
  const linker = by ? (yield* joinMember(into.id, by, now)).id : null
  for (const { id, mergedInto, walletNo } of yield* filledWallets(from.id)) {
    const there = members.get(mergedInto ?? id)
    if (!there) throw new BrokenInvariant(`member ${id} has money and no identity`)
    yield* carryOver(
      { walletNo, mintNo: from.mintNo, actor, other: into.name },
      { walletNo: there.wallet.accountNo, mintNo: into.mintNo, actor: linker, other: from.name },
      now,
    )
  }
}

function* existing(id: number): Plan<Community> {
  const community = yield* communityById(id)
  if (!community) throw new BrokenInvariant(`no community ${id}`)
  return community
}
