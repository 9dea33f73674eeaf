import type { Amount } from '../core/money.js'
import {
  type Community,
  chatAt,
  chatsOf,
  communityAt,
  communityById,
  storeSettings,
} from '../store/communities.js'
import { BrokenInvariant, lockAccount } from '../store/ledger.js'
import {
  filledWallets,
  identitiesIn,
  type Link,
  linksOfHost,
  openEnvelopesOf,
  openEnvelopesShownAt,
  stopLink,
} from '../store/links.js'
import { findMember, joinMember, makeTreasurer, type Person, treasurersOf } from '../store/members.js'
import type { Plan } from '../store/plan.js'
import { type KeyReused, once } from '../store/requests.js'
import { bodyOf } from './body-of.js'
import { carryOver } from './carry-money.js'
import type { AdminCommand, UnknownChat } from './command.js'
import { type Moved, type OpenEnvelopes, openEnvelopes } from './link-communities.js'

export type UnlinkRefusal =
  | { kind: 'not_admin' }
  | { kind: 'not_linked' }
  | OpenEnvelopes
  | { kind: 'wallet_frozen'; name: string }
  | UnknownChat

/** Who parts: `left` are the communities that go back to their own chats, `host` is the one they leave. */
type Parted = { host: string; left: string[] } & Moved

export type PreviewUnlinkOutcome = ({ kind: 'unlink_preview' } & Parted) | UnlinkRefusal

export type UnlinkOutcome = ({ kind: 'communities_unlinked' } & Parted) | UnlinkRefusal | KeyReused

/** What unlinking would do, or why it cannot be done. Changes nothing. */
export function* previewUnlink(command: Omit<AdminCommand, 'key'>): Plan<PreviewUnlinkOutcome> {
  const ready = yield* prepare(command)
  return 'kind' in ready ? ready : { kind: 'unlink_preview', ...told(ready) }
}

/**
 * Parts what was linked. Given in a chat that was linked to a community: all chats that came with it return to
 * their own community. Given in a chat of the host: all that were linked to it return. Members who can no
 * longer reach the host on any platform take their money along and are no treasurers of it any more; everybody
 * else's money stays.
 */
export function* unlinkCommunities(command: AdminCommand, now: number): Plan<UnlinkOutcome> {
  const { key, by } = command
  const body = bodyOf('unlink', command)
  return yield* once<UnlinkOutcome>({ key, body, at: now }, function* () {
    const ready = yield* prepare(command)
    if ('kind' in ready) return ready
    const { host, links, leavers, moves } = ready
    const actor = (yield* joinMember(host.id, by, now)).id
    for (const { walletNo, identities, home } of moves) {
      const origin = yield* acceptMoney(home.joined, host)
      const receiver = (yield* joinAll(origin.id, identities, now)).wallet.accountNo
      const unlinker = (yield* joinMember(origin.id, by, now)).id
      yield* carryOver(
        { walletNo, mintNo: host.mintNo, actor, other: origin.name },
        { walletNo: receiver, mintNo: origin.mintNo, actor: unlinker, other: host.name },
        now,
      )
    }
    // Nobody could dismiss them any more, and linked again they would be treasurers unseen.
    for (const { id } of yield* treasurersOf(host.id)) if (leavers.has(id)) yield* makeTreasurer(id, false)
    for (const link of links) yield* stopLink(link, actor, now)
    return { kind: 'communities_unlinked', ...told(ready) }
  })
}

/** A wallet that is emptied because its member goes home. */
interface Move {
  readonly walletNo: string
  readonly balance: Amount
  readonly identities: readonly Person[]
  /** The link by which the member came. */
  readonly home: Link
}

interface Ready {
  readonly host: Community
  readonly links: readonly (Link & { name: string })[]
  /** The members who can no longer reach the host, also those without money. */
  readonly leavers: ReadonlyMap<number, readonly Person[]>
  readonly moves: readonly Move[]
}

function told({ host, links, moves }: Ready): Parted {
  const amount = moves.reduce((sum, { balance }) => sum + balance, 0) as Amount
  const left = links.map(({ name }) => name)
  return { host: host.name, left, wallets: moves.length, amount, currency: host.currency }
}

function* prepare(command: Omit<AdminCommand, 'key'>): Plan<Ready | UnlinkRefusal> {
  const host = yield* communityAt(command.place)
  const chat = yield* chatAt(command.place)
  if (!host || !chat) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const links = (yield* linksOfHost(host.id)).filter(
    ({ joined }) => chat.origin === null || chat.origin === joined,
  )
  if (links.length === 0) return { kind: 'not_linked' }

  const origins = new Set(links.map(({ joined }) => joined))
  const chats = yield* chatsOf(host.id)
  const leaving = chats.filter(({ origin }) => origin !== null && origins.has(origin))
  const kept = new Set(chats.filter((one) => !leaving.includes(one)).map(({ platform }) => platform))
  const leavers = new Map<number, Person[]>()
  for (const { member, ...person } of yield* identitiesIn(host.id))
    leavers.set(member, [...(leavers.get(member) ?? []), person])
  for (const [member, people] of leavers)
    if (people.some(({ platform }) => kept.has(platform))) leavers.delete(member)

  const shown = new Set<number>()
  for (const origin of origins) for (const id of yield* openEnvelopesShownAt(host.id, origin)) shown.add(id)
  const open = (yield* openEnvelopesOf(host.id)).filter(
    ({ id, owner }) => shown.has(id) || leavers.has(owner),
  )
  if (open.length > 0) return openEnvelopes(open)

  const moves: Move[] = []
  for (const { id, mergedInto, name, walletNo, balance, status } of yield* filledWallets(host.id)) {
    const identities = leavers.get(mergedInto ?? id)
    if (!identities) continue
    if (status !== 'active') return { kind: 'wallet_frozen', name }
    const home = yield* homeOf(identities, links, leaving)
    moves.push({ walletNo, balance, identities, home })
  }
  return { host, links, leavers, moves }
}

/** By which of the links a person came: where one of the identities is a member, else where its platform is. */
function* homeOf(
  identities: readonly Person[],
  links: readonly Link[],
  leaving: readonly { platform: string; origin: number | null }[],
): Plan<Link> {
  for (const link of links)
    for (const person of identities) if (yield* findMember(link.joined, person)) return link
  const reached = links.find(({ joined }) =>
    leaving.some(
      ({ origin, platform }) =>
        origin === joined && identities.some((person) => person.platform === platform),
    ),
  )
  return reached ?? (links[0] as Link)
}

/** The community to which money returns; it takes over the host's currency when it never had any money. */
function* acceptMoney(id: number, host: Community): Plan<Community> {
  const community = yield* communityById(id)
  if (!community) throw new BrokenInvariant(`no community ${id}`)
  if ((yield* lockAccount(community.mintNo)).seq > 0) {
    if (community.currency.scale === host.currency.scale) return community
    throw new BrokenInvariant(`money of community ${host.id} has other decimals than that of ${id}`)
  }
  // Its own limit was an amount of another currency.
  const { maxTotal } = host.rules
  const changed = { ...community, currency: host.currency, rules: { ...community.rules, maxTotal } }
  yield* storeSettings(changed)
  return changed
}

/** The member that all the identities of a person are. */
function* joinAll(community: number, identities: readonly Person[], now: number) {
  let member = yield* joinMember(community, identities[0] as Person, now)
  for (const person of identities.slice(1)) member = yield* joinMember(community, person, now)
  return member
}
