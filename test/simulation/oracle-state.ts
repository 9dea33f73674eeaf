/**
 * What is true, kept once more in plain maps and arrays: no database, and nothing of the program but the shape
 * of its commands. The files beside this one say how each use case changes it.
 */

import type { OracleMove } from './oracle-moves.js'

export interface Who {
  readonly platform: string
  readonly user: string
  readonly name: string
}

export interface Where {
  readonly platform: string
  readonly chat: string
  readonly thread?: string | null
}

export type TradeKind = 'send' | 'grab' | 'refund' | 'transfer' | 'top_up' | 'deduct'

export interface OracleAccount {
  readonly no: string
  readonly type: 'wallet' | 'envelope' | 'mint'
  readonly community: OracleCommunity
  /** Whose wallet it is. */
  readonly member: OracleMember | null
  /** The name that stands beside it for ever; a wallet has its member's. */
  readonly label: string
  readonly entries: OracleEntry[]
  balance: number
}

export interface OracleTrade {
  readonly no: number
  readonly kind: TradeKind
  readonly from: OracleAccount
  readonly to: OracleAccount
  readonly amount: number
  readonly desc: string
  readonly actor: OracleMember | null
  readonly envelope: OracleEnvelope | null
  readonly at: number
}

/** One side of a trade. */
export interface OracleEntry {
  readonly id: number
  readonly trade: OracleTrade
  readonly account: OracleAccount
  readonly target: OracleAccount
  readonly flag: -1 | 1
  readonly balance: number
  /** Which of its account's it is, from one on. */
  readonly seq: number
}

export interface OracleRules {
  selfGrab: boolean
  defaultLifetime: number
  minLifetime: number
  maxLifetime: number
  maxOpenEnvelopes: number
  maxTotal: number | null
}

export interface OracleCommunity {
  readonly id: number
  readonly name: string
  currency: { name: string; symbol: string; scale: number }
  rules: OracleRules
  language: string | null
  timeZone: string
  /** What was issued and not taken back. */
  circulation: number
  /** Whether its mint has ever issued or taken back anything. */
  traded: boolean
  readonly identities: OracleIdentity[]
  readonly mint: OracleAccount
  readonly entries: OracleEntry[]
  /** What was issued and taken back, the oldest first. */
  readonly decrees: OracleTrade[]
  /** Every envelope that was ever sent in it. */
  readonly envelopes: OracleEnvelope[]
}

export interface OracleChat extends Where {
  readonly createdAt: number
  community: OracleCommunity
  origin: OracleCommunity | null
  movedTo: string | null
}

export interface OracleMember {
  readonly id: number
  readonly community: OracleCommunity
  name: string
  treasurer: boolean
  balance: number
  /** The member that represents this one. */
  mergedInto: OracleMember | null
  /** The members that this one represents. */
  readonly merged: Set<OracleMember>
  /** Whether an identity of this member was ever linked to another. */
  everLinked: boolean
  openEnvelopes: number
  readonly wallet: OracleAccount
  /** A frozen wallet pays nobody and takes nothing but refunds. */
  frozen: boolean
  /** When the wallet was opened or last moved. */
  movedAt: number
}

export interface OracleIdentity {
  readonly joinedAt: number
  readonly platform: string
  readonly user: string
  readonly own: OracleMember
  acts: OracleMember
}

export interface OraclePerson {
  identities: (Who & { readonly linkedAt: number })[]
}

export interface OracleLink {
  readonly id: number
  readonly host: OracleCommunity
  readonly joined: OracleCommunity
  hostPlace: Where
  joinedPlace: Where
}

export interface OracleOffer extends Who {
  readonly kind: 'community' | 'people'
  chat: string | null
  readonly thread: string | null
  readonly expiresAt: number
  /** Who entered it first; nobody else may from then on. */
  claimer?: string
}

export interface OracleCard extends Where {
  readonly thread: string | null
  readonly envelope: OracleEnvelope
  readonly nonce: string
  /** Cards are numbered as they come. */
  readonly order: number
  id: number | undefined
  message: string | null
  state: 'live' | 'gone'
  wanted: number
  shown: number
  attempts: number
  nextTryAt: number
}

export interface OracleNotification {
  readonly envelope: OracleEnvelope
  readonly platform: string
  readonly kind: 'unposted' | 'vanished' | 'missed'
  id: number | undefined
  attempts: number
  nextTryAt: number
}

export interface OracleEnvelope {
  readonly no: string
  readonly commitment: string
  readonly community: OracleCommunity
  readonly sender: OracleMember
  readonly kind: 'equal' | 'lucky'
  readonly total: number
  readonly count: number
  readonly greeting: string
  /** Null when everyone may grab. */
  readonly chosen: Set<OracleMember> | null
  readonly roles: readonly { platform: string; role: string; name: string }[]
  readonly createdAt: number
  readonly deadline: number
  /** `holders` are all identities that were one person with the one that grabbed, by platform and user. */
  readonly claims: { by: OracleMember; amount: number; at: number; holders: Set<string> }[]
  readonly cards: OracleCard[]
  readonly account: OracleAccount
  /** The how manieth of all it is. */
  readonly number: number
  /** When it is to be opened, and where; null for one that was open at once. */
  readonly opensAt: number | null
  readonly appointment: { readonly place: Where; readonly everywhere: boolean } | null
  openedAt: number | null
  state: 'scheduled' | 'open' | 'finished' | 'expired' | 'cancelled'
  endedAt: number | null
  refunded: number
  left: number
}

export type Outcome = { readonly kind: string } & Record<string, unknown>

/** The most that one trade, and one envelope, may move. */
export const MOST = 10 ** 12
/** The most that a community may have in circulation. */
export const MOST_ISSUED = 9 * 10 ** 15

/** What follows only from linking has a sign instead of a reason. */
const LINKED = '🔗'

/** What the program said or did is not what the oracle says. */
export class Disagreement extends Error {
  override name = 'Disagreement'
}

export class OracleState {
  readonly communities: OracleCommunity[] = []
  readonly chats = new Map<string, OracleChat>()
  readonly members: OracleMember[] = []
  readonly identities = new Map<string, OracleIdentity>()
  readonly persons = new Map<string, OraclePerson>()
  readonly envelopes = new Map<string, OracleEnvelope>()
  readonly open = new Set<OracleEnvelope>()
  readonly scheduled = new Set<OracleEnvelope>()
  readonly links: OracleLink[] = []
  linksEver = 0
  /** The link or unlink whose money is on its way, if any. */
  moving: OracleMove | undefined
  readonly offers = new Map<string, OracleOffer>()
  readonly moves = new Map<string, { platform: string; from: string; to: string; tryAt: number }>()
  readonly cardsByNonce = new Map<string, OracleCard>()
  readonly cardsById = new Map<number, OracleCard>()
  readonly behind = new Set<OracleCard>()
  readonly notifications: OracleNotification[] = []
  /** Envelopes of which something changed since the cards were last compared. */
  readonly changed = new Set<OracleEnvelope>()
  trades = 0
  /** The clock of the plan that is being followed. */
  now = 0
  /** Whose a name on a platform was when it was last seen. */
  readonly handles = new Map<string, string>()
  /** Updates that are kept over a crash, by platform and key. */
  readonly pendingUpdates = new Map<string, { platform: string; key: string; body: string; at: number }>()
  /** Due envelopes that were listed to be ended one by one, the next first. */
  readonly listed: OracleEnvelope[] = []

  chatAt({ platform, chat }: Where): OracleChat | undefined {
    return this.chats.get(`${platform} ${chat}`)
  }

  communityAt(where: Where): OracleCommunity | undefined {
    return this.chatAt(where)?.community
  }

  addChat({ platform, chat }: Where, community: OracleCommunity, origin: OracleCommunity | null): void {
    const createdAt = this.now
    this.chats.set(`${platform} ${chat}`, { platform, chat, community, origin, movedTo: null, createdAt })
  }

  currentPlace(where: Where): Where {
    return { ...where, chat: this.chatAt(where)?.movedTo ?? where.chat }
  }

  identity(community: OracleCommunity, { platform, user }: Omit<Who, 'name'>): OracleIdentity | undefined {
    return this.identities.get(`${community.id} ${platform} ${user}`)
  }

  personOf({ platform, user }: Omit<Who, 'name'>): OraclePerson | undefined {
    return this.persons.get(`${platform} ${user}`)
  }

  /** Opens the mint of a new community. */
  found(community: Omit<OracleCommunity, 'mint'>): OracleCommunity {
    const founded = community as OracleCommunity
    Object.assign(founded, { mint: account(`M-${community.id}`, 'mint', founded, null, '') })
    this.communities.push(founded)
    return founded
  }

  /** The member as which somebody acts; joins when new. Acting shows the name under which one acts. */
  join(community: OracleCommunity, who: Who): OracleMember {
    const known = this.identity(community, who)
    const name = nameKept(who.name)
    if (known) {
      known.acts.name = name
      return known.acts
    }
    const { platform, user } = who
    const { now } = this
    const id = this.members.length + 1
    const own = {
      ...{ id, community, name, treasurer: false, balance: 0, frozen: false, movedAt: now },
      ...{ mergedInto: null, merged: new Set<OracleMember>(), openEnvelopes: 0 },
      everLinked: this.personOf(who) !== undefined || this.holdsShare(who),
    } as unknown as OracleMember
    Object.assign(own, { wallet: account(`W-${id}`, 'wallet', community, own, '') })
    this.members.push(own)
    const identity: OracleIdentity = { platform, user, own, acts: own, joinedAt: now }
    const linked = this.personOf(who)
      ?.identities.map((other) => this.identity(community, other)?.acts)
      .find((member) => member !== undefined)
    this.identities.set(`${community.id} ${platform} ${user}`, identity)
    community.identities.push(identity)
    if (linked) this.merge(linked, own)
    return linked ?? own
  }

  private holdsShare({ platform, user }: Omit<Who, 'name'>): boolean {
    for (const { claims } of this.envelopes.values())
      if (claims.some(({ holders }) => holders.has(`${platform} ${user}`))) return true
    return false
  }

  /** From now on the one represents the other, and all whom that one represented. Moves no money. */
  merge(stays: OracleMember, goes: OracleMember): void {
    for (const identity of goes.community.identities) if (identity.acts === goes) identity.acts = stays
    for (const member of [goes, ...goes.merged]) {
      member.mergedInto = stays
      member.treasurer = false
      stays.merged.add(member)
    }
    goes.merged.clear()
  }

  /** The identities that act as a member, the one whose own it is first. */
  identitiesOf(member: OracleMember): OracleIdentity[] {
    return inOrder(member.community.identities.filter(({ acts }) => acts === member))
  }

  /** Everybody's identities in a community, by who acts, the one whose own member that is first. */
  identitiesIn(community: OracleCommunity): OracleIdentity[] {
    return inOrder([...community.identities])
  }

  represents(member: OracleMember, other: OracleMember): boolean {
    return member === other || member.merged.has(other)
  }

  openOf(member: OracleMember): number {
    let open = member.openEnvelopes
    for (const other of member.merged) open += other.openEnvelopes
    return open
  }

  filledIn(community: OracleCommunity): OracleMember[] {
    return this.members.filter((member) => member.community === community && member.balance > 0)
  }

  linksOf(host: OracleCommunity): OracleLink[] {
    return this.links.filter((link) => link.host === host)
  }

  /** The linked communities besides the one in which a place lies, and where the cards of each are shown. */
  otherLinkedCommunities(
    community: OracleCommunity,
    where: Where,
  ): { origin: OracleCommunity | null; name: string; place: Where }[] {
    const links = this.linksOf(community)
    const [first] = links
    if (!first) return []
    const own = { origin: null, name: community.name, place: first.hostPlace }
    const others = links.map((link) => ({
      origin: link.joined,
      name: link.joined.name,
      place: link.joinedPlace,
    }))
    const here = this.chatAt(where)?.origin ?? null
    return [own, ...others].filter(({ origin }) => origin !== here)
  }

  /** A trade between two wallets of a community. Returns its number. */
  pay(from: OracleMember, to: OracleMember, amount: number, desc: string): number {
    return this.book('transfer', from.wallet, to.wallet, amount, desc, from)
  }

  issue(to: OracleMember, amount: number, desc: string, actor: OracleMember | null): number {
    const { community } = to
    community.circulation += amount
    community.traded = true
    return this.book('top_up', community.mint, to.wallet, amount, desc, actor)
  }

  takeBack(from: OracleMember, amount: number, desc: string, actor: OracleMember | null): number {
    const { community } = from
    community.circulation -= amount
    community.traded = true
    return this.book('deduct', from.wallet, community.mint, amount, desc, actor)
  }

  /** The account that holds an envelope's money. */
  openAccountOf(no: string, community: OracleCommunity, owner: string): OracleAccount {
    return account(`E-${no}`, 'envelope', community, null, owner)
  }

  /** One trade, with its two entries. Returns its number. */
  book(
    kind: TradeKind,
    from: OracleAccount,
    to: OracleAccount,
    amount: number,
    desc: string,
    actor: OracleMember | null,
    envelope: OracleEnvelope | null = null,
  ): number {
    const no = ++this.trades
    const trade = { no, kind, from, to, amount, desc, actor, envelope, at: this.now }
    const { community } = from
    if (kind === 'top_up' || kind === 'deduct') community.decrees.push(trade)
    this.enter(trade, from, to, -1)
    this.enter(trade, to, from, 1)
    return no
  }

  private enter(trade: OracleTrade, account: OracleAccount, target: OracleAccount, flag: -1 | 1): void {
    account.balance += flag * trade.amount
    const { balance, entries, member } = account
    const id = 2 * trade.no - (flag === -1 ? 1 : 0)
    const entry = { id, trade, account, target, flag, balance, seq: entries.length + 1 }
    entries.push(entry)
    account.community.entries.push(entry)
    if (!member) return
    member.balance = balance
    member.movedAt = trade.at
  }

  /** All of one wallet to another of the same community. */
  transferBalance(from: OracleMember, to: OracleMember): number {
    const { balance } = from
    if (balance > 0) this.pay(from, to, balance, LINKED)
    return balance
  }

  /** All of one wallet into that of another community, by whom it is done in either, if it is anybody. */
  moveAcrossCommunities(
    from: OracleMember,
    to: OracleMember,
    leaving: OracleMember | null,
    arriving: OracleMember | null,
  ): void {
    const amount = from.balance
    if (amount === 0) return
    this.takeBack(from, amount, `${LINKED} ${to.community.name}`, leaving)
    this.issue(to, amount, `${LINKED} ${from.community.name}`, arriving)
  }

  want(envelope: OracleEnvelope, { platform, chat, thread = null }: Where): void {
    const nonce = `${envelope.no}-${envelope.cards.length + 1}`
    const card: OracleCard = {
      ...{
        envelope,
        platform,
        chat,
        thread,
        nonce,
        order: this.cardsByNonce.size,
        id: undefined,
        message: null,
        state: 'live',
      },
      ...{ wanted: 1, shown: 0, attempts: 0, nextTryAt: 0 },
    }
    envelope.cards.push(card)
    this.cardsByNonce.set(nonce, card)
    this.touch(card)
  }

  /** All envelopes of which a card may still be behind, and all that are open. */
  changedOrOpen(): Set<OracleEnvelope> {
    return new Set([...this.open, ...[...this.behind].map(({ envelope }) => envelope)])
  }

  bump(envelope: OracleEnvelope): void {
    for (const card of envelope.cards) {
      card.wanted++
      this.touch(card)
    }
  }

  touch(card: OracleCard): void {
    this.changed.add(card.envelope)
    if (card.state === 'live' && card.wanted > card.shown) this.behind.add(card)
    else this.behind.delete(card)
  }
}

function account(
  no: string,
  type: OracleAccount['type'],
  community: OracleCommunity,
  member: OracleMember | null,
  label: string,
): OracleAccount {
  return { no, type, community, member, label, entries: [], balance: 0 }
}

/** A name as it is kept: on one line, without what nobody sees, of 48 characters at the most. */
export function nameKept(typed: string): string {
  const words = [...typed].filter((character) => character !== '\u200b' && character !== '\u202e').join('')
  const shown = [...words.split(' ').filter(Boolean).join(' ')]
  if (shown.length === 0) return '?'
  return shown.length > 48 ? `${shown.slice(0, 47).join('')}…` : shown.join('')
}

function inOrder(identities: OracleIdentity[]): OracleIdentity[] {
  const rank = ({ own, acts }: OracleIdentity) => (own === acts ? 0 : own.id)
  return identities.sort((one, other) => one.acts.id - other.acts.id || rank(one) - rank(other))
}
