/**
 * What is true, kept once more in plain maps and arrays: no database, and nothing of the program but the shape
 * of its commands. The files beside this one say how each use case changes it.
 */

export interface Who {
  readonly platform: string
  readonly user: string
  readonly name: string
}

export interface Where {
  readonly platform: string
  readonly chat: string
}

export interface ShadowRules {
  selfGrab: boolean
  defaultLifetime: number
  minLifetime: number
  maxLifetime: number
  maxOpenEnvelopes: number
  maxTotal: number | null
}

export interface ShadowCommunity {
  readonly id: number
  readonly name: string
  currency: { name: string; symbol: string; scale: number }
  rules: ShadowRules
  language: string | null
  /** What was issued and not taken back. */
  circulation: number
  /** Whether its mint has ever issued or taken back anything. */
  traded: boolean
  readonly identities: ShadowIdentity[]
}

export interface ShadowChat extends Where {
  community: ShadowCommunity
  origin: ShadowCommunity | null
  movedTo: string | null
}

export interface ShadowMember {
  readonly id: number
  readonly community: ShadowCommunity
  name: string
  treasurer: boolean
  balance: number
  /** Who acts for this one. */
  mergedInto: ShadowMember | null
  /** For whom this one acts. */
  readonly absorbed: Set<ShadowMember>
  openEnvelopes: number
}

export interface ShadowIdentity {
  readonly platform: string
  readonly user: string
  readonly own: ShadowMember
  acts: ShadowMember
}

export interface ShadowPerson {
  identities: (Who & { readonly linkedAt: number })[]
}

export interface ShadowLink {
  readonly id: number
  readonly host: ShadowCommunity
  readonly joined: ShadowCommunity
  hostHome: Where
  joinedHome: Where
}

export interface ShadowOffer extends Who {
  readonly kind: 'community' | 'people'
  chat: string | null
  readonly expiresAt: number
  /** Who entered it first; nobody else may from then on. */
  claimer?: string
}

export interface ShadowCard extends Where {
  readonly envelope: ShadowEnvelope
  readonly nonce: string
  id: number | undefined
  message: string | null
  state: 'live' | 'gone'
  wanted: number
  shown: number
  attempts: number
  nextTryAt: number
}

export interface ShadowNotice {
  readonly envelope: ShadowEnvelope
  readonly platform: string
  readonly news: 'unposted' | 'vanished'
  id: number | undefined
  attempts: number
  nextTryAt: number
}

export interface ShadowEnvelope {
  readonly no: string
  readonly commitment: string
  readonly community: ShadowCommunity
  readonly sender: ShadowMember
  readonly kind: 'equal' | 'lucky'
  readonly total: number
  readonly count: number
  readonly greeting: string
  /** Null when everyone may grab. */
  readonly chosen: Set<ShadowMember> | null
  readonly roles: readonly { platform: string; role: string; name: string }[]
  readonly createdAt: number
  readonly deadline: number
  readonly claims: { by: ShadowMember; amount: number; at: number }[]
  readonly cards: ShadowCard[]
  state: 'open' | 'finished' | 'expired' | 'cancelled'
  endedAt: number | null
  refunded: number
  left: number
}

export type Outcome = { readonly kind: string } & Record<string, unknown>

/** The most that one trade, and one envelope, may move. */
export const MOST = 10 ** 12
/** The most that a community may have in circulation. */
export const MOST_ISSUED = 9 * 10 ** 15

/** What the program said or did is not what the shadow says. */
export class Disagreement extends Error {
  override name = 'Disagreement'
}

export class ShadowState {
  readonly communities: ShadowCommunity[] = []
  readonly chats = new Map<string, ShadowChat>()
  readonly members: ShadowMember[] = []
  readonly identities = new Map<string, ShadowIdentity>()
  readonly persons = new Map<string, ShadowPerson>()
  readonly envelopes = new Map<string, ShadowEnvelope>()
  readonly open = new Set<ShadowEnvelope>()
  readonly links: ShadowLink[] = []
  linksEver = 0
  readonly offers = new Map<string, ShadowOffer>()
  readonly moves = new Map<string, { platform: string; from: string; to: string; tryAt: number }>()
  readonly cardsByNonce = new Map<string, ShadowCard>()
  readonly cardsById = new Map<number, ShadowCard>()
  readonly behind = new Set<ShadowCard>()
  readonly notices: ShadowNotice[] = []
  /** Envelopes of which something changed since the cards were last compared. */
  readonly changed = new Set<ShadowEnvelope>()
  trades = 0

  chatAt({ platform, chat }: Where): ShadowChat | undefined {
    return this.chats.get(`${platform} ${chat}`)
  }

  communityAt(where: Where): ShadowCommunity | undefined {
    return this.chatAt(where)?.community
  }

  addChat({ platform, chat }: Where, community: ShadowCommunity, origin: ShadowCommunity | null): void {
    this.chats.set(`${platform} ${chat}`, { platform, chat, community, origin, movedTo: null })
  }

  currentPlace(where: Where): Where {
    return { platform: where.platform, chat: this.chatAt(where)?.movedTo ?? where.chat }
  }

  identity(community: ShadowCommunity, { platform, user }: Omit<Who, 'name'>): ShadowIdentity | undefined {
    return this.identities.get(`${community.id} ${platform} ${user}`)
  }

  personOf({ platform, user }: Omit<Who, 'name'>): ShadowPerson | undefined {
    return this.persons.get(`${platform} ${user}`)
  }

  /** The member as which somebody acts; joins when new. Acting shows the name under which one acts. */
  join(community: ShadowCommunity, who: Who): ShadowMember {
    const known = this.identity(community, who)
    if (known) {
      known.acts.name = who.name
      return known.acts
    }
    const { platform, user, name } = who
    const own: ShadowMember = {
      ...{ id: this.members.length + 1, community, name, treasurer: false, balance: 0 },
      ...{ mergedInto: null, absorbed: new Set<ShadowMember>(), openEnvelopes: 0 },
    }
    this.members.push(own)
    const identity: ShadowIdentity = { platform, user, own, acts: own }
    const kin = this.personOf(who)
      ?.identities.map((other) => this.identity(community, other)?.acts)
      .find((member) => member !== undefined)
    this.identities.set(`${community.id} ${platform} ${user}`, identity)
    community.identities.push(identity)
    if (kin) this.merge(kin, own)
    return kin ?? own
  }

  /** From now on the one acts for the other, and for all for whom that one acted. Moves no money. */
  merge(stays: ShadowMember, goes: ShadowMember): void {
    for (const identity of goes.community.identities) if (identity.acts === goes) identity.acts = stays
    for (const member of [goes, ...goes.absorbed]) {
      member.mergedInto = stays
      member.treasurer = false
      stays.absorbed.add(member)
    }
    goes.absorbed.clear()
  }

  /** The identities that act as a member, the one whose own it is first. */
  identitiesOf(member: ShadowMember): ShadowIdentity[] {
    return inOrder(member.community.identities.filter(({ acts }) => acts === member))
  }

  /** Everybody's identities in a community, by who acts, the one whose own member that is first. */
  identitiesIn(community: ShadowCommunity): ShadowIdentity[] {
    return inOrder([...community.identities])
  }

  actsFor(member: ShadowMember, other: ShadowMember): boolean {
    return member === other || member.absorbed.has(other)
  }

  openOf(member: ShadowMember): number {
    let open = member.openEnvelopes
    for (const other of member.absorbed) open += other.openEnvelopes
    return open
  }

  filledIn(community: ShadowCommunity): ShadowMember[] {
    return this.members.filter((member) => member.community === community && member.balance > 0)
  }

  linksOf(host: ShadowCommunity): ShadowLink[] {
    return this.links.filter((link) => link.host === host)
  }

  /** What lives in a community besides the part in which a place lies, and where each is at home. */
  otherParts(
    community: ShadowCommunity,
    where: Where,
  ): { origin: ShadowCommunity | null; name: string; home: Where }[] {
    const links = this.linksOf(community)
    const [first] = links
    if (!first) return []
    const own = { origin: null, name: community.name, home: first.hostHome }
    const parts = links.map((link) => ({
      origin: link.joined,
      name: link.joined.name,
      home: link.joinedHome,
    }))
    const here = this.chatAt(where)?.origin ?? null
    return [own, ...parts].filter(({ origin }) => origin !== here)
  }

  /** A trade within a community; a negative amount of the mint's is issued. Returns its number. */
  pay(from: ShadowMember, to: ShadowMember, amount: number): number {
    from.balance -= amount
    to.balance += amount
    return this.booked()
  }

  issue(to: ShadowMember, amount: number): number {
    to.balance += amount
    to.community.circulation += amount
    to.community.traded = true
    return this.booked()
  }

  takeBack(from: ShadowMember, amount: number): number {
    from.balance -= amount
    from.community.circulation -= amount
    from.community.traded = true
    return this.booked()
  }

  /** One trade more; returns its number. */
  booked(): number {
    this.trades++
    return this.trades
  }

  /** All of one wallet to another of the same community, in as many trades as it takes. */
  handOver(from: ShadowMember, to: ShadowMember): number {
    const { balance } = from
    for (const amount of portions(balance)) this.pay(from, to, amount)
    return balance
  }

  /** All of one wallet into that of another community. */
  carryOver(from: ShadowMember, to: ShadowMember): void {
    for (const amount of portions(from.balance)) {
      this.takeBack(from, amount)
      this.issue(to, amount)
    }
  }

  want(envelope: ShadowEnvelope, { platform, chat }: Where): void {
    const nonce = `${envelope.no}-${envelope.cards.length + 1}`
    const card: ShadowCard = {
      ...{ envelope, platform, chat, nonce, id: undefined, message: null, state: 'live' },
      ...{ wanted: 1, shown: 0, attempts: 0, nextTryAt: 0 },
    }
    envelope.cards.push(card)
    this.cardsByNonce.set(nonce, card)
    this.touch(card)
  }

  /** All envelopes of which a card may still be behind, and all that are open. */
  changedOrOpen(): Set<ShadowEnvelope> {
    return new Set([...this.open, ...[...this.behind].map(({ envelope }) => envelope)])
  }

  bump(envelope: ShadowEnvelope): void {
    for (const card of envelope.cards) {
      card.wanted++
      this.touch(card)
    }
  }

  touch(card: ShadowCard): void {
    this.changed.add(card.envelope)
    if (card.state === 'live' && card.wanted > card.shown) this.behind.add(card)
    else this.behind.delete(card)
  }
}

function portions(balance: number): number[] {
  const portions: number[] = []
  for (let left = balance; left > 0; left -= MOST) portions.push(Math.min(left, MOST))
  return portions
}

function inOrder(identities: ShadowIdentity[]): ShadowIdentity[] {
  const rank = ({ own, acts }: ShadowIdentity) => (own === acts ? 0 : own.id)
  return identities.sort((one, other) => one.acts.id - other.acts.id || rank(one) - rank(other))
}
