/**
 * The expected state, in plain maps and arrays: no database, and nothing of the program but the shape of its commands.
 * The files beside this one say how each use case changes it.
 */

import type { Condition } from '../../src/core/conditions/terms.js'
import type { OracleClaim, OracleIncomeRule } from './oracle-income.js'
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

export type TradeKind =
  | 'send'
  | 'grab'
  | 'refund'
  | 'transfer'
  | 'top_up'
  | 'deduct'
  | 'checkin'
  | 'starting'
  | 'allowance'
  | 'rain'
  | 'reversal'

export interface OracleAccount {
  readonly no: string
  readonly type: 'wallet' | 'envelope' | 'mint'
  readonly community: OracleCommunity
  /** The wallet's member. */
  readonly member: OracleMember | null
  /** The permanent name beside it; a wallet uses its member's. */
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
  /** The trade that this one reverses. */
  reverses: OracleTrade | null
  reversedBy: OracleTrade | null
}

/** One side of a trade. */
export interface OracleEntry {
  readonly id: number
  readonly trade: OracleTrade
  readonly account: OracleAccount
  readonly target: OracleAccount
  readonly flag: -1 | 1
  readonly balance: number
  /** Sequence number within its account, from one. */
  readonly seq: number
}

export interface OracleRules {
  selfGrab: boolean
  defaultLifetime: number
  minLifetime: number
  maxLifetime: number
  maxOpenEnvelopes: number
  maxTotal: number | null
  fairStart: number
  hideAmounts: boolean
  results: boolean
  pictures: boolean
  newcomer: { limit: number; time: number } | null
}

export interface OracleCommunity {
  readonly id: number
  readonly name: string
  currency: { name: string; symbol: string; scale: number }
  rules: OracleRules
  language: string | null
  timeZone: string
  /** What it gives from the mint, by way and source. */
  readonly income: Map<string, OracleIncomeRule>
  /** What was given, by way, source and day. */
  readonly given: Map<string, number>
  /** Issued minus withdrawn. */
  circulation: number
  /** Whether its mint has ever issued or withdrawn money. */
  traded: boolean
  readonly identities: OracleIdentity[]
  readonly mint: OracleAccount
  readonly entries: OracleEntry[]
  /** Freezes and thaws by admins and operators, oldest first. */
  readonly statusChanges: OracleStatusChange[]
  /** Issues and withdrawals, oldest first. */
  readonly decrees: OracleTrade[]
  /** Every envelope ever sent in it. */
  readonly envelopes: OracleEnvelope[]
}

export interface OracleStatusChange {
  readonly member: OracleMember
  readonly kind: 'freeze' | 'thaw'
  readonly reason: string
  readonly actor: OracleMember | null
  readonly at: number
  /** The newest trade at that time. */
  readonly afterTrade: number
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
  /** Why the member may not grab, and by whom; by nobody when it came along with a joining community. */
  block: { readonly reason: string; readonly by: OracleMember | null } | null
  balance: number
  /** The member that represents this one. */
  mergedInto: OracleMember | null
  /** The members that this one represents. */
  readonly merged: Set<OracleMember>
  /** Whether the leaderboards leave the member out. */
  offBoards: boolean
  /** Whether an identity of this member was ever linked to another. */
  everLinked: boolean
  openEnvelopes: number
  readonly createdAt: number
  readonly wallet: OracleAccount
  /** A frozen wallet can't be used by its owner; it receives refunds and what admins give. */
  frozen: boolean
  /** Reason of the last freeze by an admin, unless it was thawed; null when an operator froze it in the file. */
  frozenFor: string | null
  /** When the wallet was opened or last used. */
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
  /** The first to enter it, and the only one from then on. */
  claimer?: string
}

/** The order in which outdated cards are shown: people look at them, they were scheduled, they only expired. */
export const PRIORITIES = ['now', 'soon', 'later'] as const
type Priority = (typeof PRIORITIES)[number]

export interface OracleCard extends Where {
  readonly thread: string | null
  readonly envelope: OracleEnvelope
  readonly nonce: string
  /** Increases with each card. */
  readonly order: number
  id: number | undefined
  message: string | null
  state: 'live' | 'gone'
  wanted: number
  shown: number
  attempts: number
  nextTryAt: number
  priority: Priority
  /** When the first post was confirmed. */
  postedAt: number | null
}

export interface OracleNotification {
  readonly envelope: OracleEnvelope
  readonly platform: string
  readonly kind: 'unposted' | 'vanished' | 'missed' | 'ended'
  id: number | undefined
  attempts: number
  nextTryAt: number
}

/** A message below a card that tells how its envelope ended. */
export interface OracleResult {
  readonly card: OracleCard
  readonly endedAt: number
  state: 'waiting' | 'begun' | 'posted' | 'left_out'
  nextTryAt: number
}

/** An entrant of an envelope whose shares are handed out later; the list position is the ticket. */
export interface OracleEntrant {
  readonly by: OracleMember
  readonly platform: string
  readonly user: string
  /** All identities linked to the one that joined, by platform and user. */
  readonly holders: ReadonlySet<string>
  /** Idempotency key of the tap that joined a fair start. */
  readonly key: string | null
  /** Milliseconds from the card to the tap, where known. */
  readonly reaction: number | null
  /** Position of the share it won, from 1. */
  position: number | null
}

/** An envelope's condition, with the answers so far. */
/** A condition that asks nothing. */
export type Gate = Exclude<Condition, { readonly kind: 'password' | 'quiz' | 'wish_wall' }>

export type OracleCondition = Exclude<Condition, Gate> & {
  readonly answered: {
    readonly by: OracleMember
    /** The identity that answered, and those linked to it then. */
    readonly holders: ReadonlySet<string>
    readonly accepted: boolean
    readonly text: string | undefined
  }[]
  /** Answers to a quiz as they are shown, once they were. */
  shown: string[] | undefined
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
  readonly way: 'speed' | 'draw' | 'fair_start' | 'shake'
  /** For a shake: each try's ticket, and whether it won. */
  readonly tries: { readonly ticket: number; readonly won: boolean }[]
  /** Null without a fair start. */
  readonly fairStart: { readonly window: number; endsAt: number | null; served: boolean } | null
  readonly entrants: OracleEntrant[]
  readonly condition: OracleCondition | null
  /** In the order in which they are checked. */
  readonly gates: readonly Gate[]
  /** Null when everyone may grab. */
  readonly chosen: Set<OracleMember> | null
  readonly roles: readonly { platform: string; role: string; name: string }[]
  readonly createdAt: number
  readonly deadline: number
  /** `holders` are all identities linked to the one that grabbed, by platform and user. */
  readonly claims: {
    by: OracleMember
    amount: number
    at: number
    holders: Set<string>
    tradeNo: number
    /** Milliseconds from the card to the tap, as far as it was known at the grab. */
    reaction: number | null
  }[]
  readonly cards: OracleCard[]
  readonly results: OracleResult[]
  readonly account: OracleAccount
  /** Sequence number among all envelopes. */
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

/** Limit for one trade, and for one envelope. */
export const MOST = 10 ** 12
/** Limit for a community's circulation. */
export const MOST_ISSUED = 9 * 10 ** 15

/** Movements that only follow from linking have an emoji instead of a reason. */
const LINKED = '🔗'

/** The program's behaviour differs from the oracle's prediction. */
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
  /** Every link there ever was. */
  readonly linkHistory: {
    readonly host: OracleCommunity
    readonly joined: OracleCommunity
    readonly linkedAt: number
    unlinkedAt: number | null
  }[] = []
  /** What people had of the income, oldest first. */
  readonly claims: OracleClaim[] = []
  /** The link or unlink in progress, if any. */
  moving: OracleMove | undefined
  readonly offers = new Map<string, OracleOffer>()
  readonly moves = new Map<string, { platform: string; from: string; to: string; tryAt: number }>()
  readonly cardsByNonce = new Map<string, OracleCard>()
  readonly cardsById = new Map<number, OracleCard>()
  readonly behind = new Set<OracleCard>()
  readonly notifications: OracleNotification[] = []
  /** Results that are waiting or begun. */
  readonly results = new Set<OracleResult>()
  /** Envelopes that changed since the cards were last compared. */
  readonly changed = new Set<OracleEnvelope>()
  trades = 0
  readonly tradesByNo = new Map<number, OracleTrade>()
  /** Clock of the plan being followed. */
  now = 0
  /** Last known owner of each handle. */
  readonly handles = new Map<string, string>()
  /** Updates stored against a crash, by platform and key. */
  readonly pendingUpdates = new Map<string, { platform: string; key: string; body: string; at: number }>()
  /** Due envelopes listed to be ended one by one, in order. */
  readonly listed: OracleEnvelope[] = []
  /** Envelopes whose fair start has ended, listed to be served one by one. */
  readonly waiting: OracleEnvelope[] = []

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

  /** Returns the member as which a person acts, who joins when new. Updates the name to the one used now. */
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
      ...{ id, community, name, treasurer: false, offBoards: false, balance: 0, frozen: false, movedAt: now },
      ...{ frozenFor: null, block: null },
      createdAt: now,
      ...{ mergedInto: null, merged: new Set<OracleMember>(), openEnvelopes: 0 },
      everLinked: this.personOf(who) !== undefined || this.holdsSomething(who),
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

  private holdsSomething({ platform, user }: Omit<Who, 'name'>): boolean {
    const holds = ({ holders }: { holders: ReadonlySet<string> }) => holders.has(`${platform} ${user}`)
    for (const { claims, entrants } of this.envelopes.values())
      if (claims.some(holds) || entrants.some(holds)) return true
    return false
  }

  /** Makes one member represent another and everyone that one represented. Moves no money. */
  merge(stays: OracleMember, goes: OracleMember): void {
    for (const identity of goes.community.identities) if (identity.acts === goes) identity.acts = stays
    for (const member of [goes, ...goes.merged]) {
      member.mergedInto = stays
      member.treasurer = false
      stays.merged.add(member)
    }
    goes.merged.clear()
    // A block of one is a block of all.
    const all = [stays, ...stays.merged].sort((one, other) => one.id - other.id)
    const block = all.find((member) => member.block)?.block ?? null
    for (const member of all) member.block ??= block
    if (all.some(({ offBoards }) => offBoards)) for (const member of all) member.offBoards = true
  }

  /** The identities that act as a member, its original one first. */
  identitiesOf(member: OracleMember): OracleIdentity[] {
    return inOrder(member.community.identities.filter(({ acts }) => acts === member))
  }

  /** All identities in a community, by acting member, the original one first. */
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

  /** The linked communities other than the one that a place belongs to, and where each shows its cards. */
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

  /** Records a trade between two wallets of a community. Returns its number. */
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

  /** Returns the account that holds an envelope's money. */
  openAccountOf(no: string, community: OracleCommunity, owner: string): OracleAccount {
    return account(`E-${no}`, 'envelope', community, null, owner)
  }

  /** Records one trade with its two entries. Returns its number. */
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
    const trade: OracleTrade = {
      ...{ no, kind, from, to, amount, desc, actor, envelope, at: this.now },
      ...{ reverses: null, reversedBy: null },
    }
    this.tradesByNo.set(no, trade)
    const { community } = from
    if (kind === 'top_up' || kind === 'deduct' || kind === 'reversal') community.decrees.push(trade)
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

  /** Freezes or thaws a member's wallet. */
  changeStatus(member: OracleMember, kind: 'freeze' | 'thaw', reason: string, actor: OracleMember | null) {
    member.frozen = kind === 'freeze'
    member.frozenFor = kind === 'freeze' ? reason : null
    const change = { member, kind, reason, actor, at: this.now, afterTrade: this.trades }
    member.community.statusChanges.push(change)
  }

  /** Moves the whole balance of a wallet to another in the same community. */
  transferBalance(from: OracleMember, to: OracleMember): number {
    const { balance } = from
    if (balance > 0) this.pay(from, to, balance, LINKED)
    return balance
  }

  /** Moves the whole balance of a wallet into another community's, with the actor on either side, if any. */
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

  want(envelope: OracleEnvelope, { platform, chat, thread = null }: Where, priority: Priority = 'now'): void {
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
      ...{ wanted: 1, shown: 0, attempts: 0, nextTryAt: 0, priority, postedAt: null },
    }
    envelope.cards.push(card)
    this.cardsByNonce.set(nonce, card)
    this.touch(card)
  }

  /** Returns all envelopes with a possibly outdated card, and all open ones. */
  changedOrOpen(): Set<OracleEnvelope> {
    return new Set([...this.open, ...[...this.behind].map(({ envelope }) => envelope)])
  }

  bump(envelope: OracleEnvelope, priority?: Priority): void {
    for (const card of envelope.cards) {
      card.wanted++
      card.priority = priority ?? card.priority
      this.touch(card)
    }
  }

  touch(card: OracleCard): void {
    this.changed.add(card.envelope)
    if (card.state === 'live' && card.wanted > card.shown) this.behind.add(card)
    else this.behind.delete(card)
  }
}

/** The refusal for the owner of a frozen wallet. */
export function refuseFrozen({ name, frozenFor }: OracleMember): Outcome {
  return { kind: 'wallet_frozen', name, ...(frozenFor && { reason: frozenFor }) }
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

/** Returns a name as stored: on one line, without invisible characters, at most 48 characters. */
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
