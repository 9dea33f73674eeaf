import type { Command } from '../../src/app/command.js'
import type { KnownUsersQuery } from '../../src/app/community/known-users.js'
import {
  Disagreement,
  type OracleChat,
  type OracleMember,
  type OracleState,
  type Outcome,
  type Where,
  type Who,
} from './oracle-state.js'

/** Returns a person's member at a place, without the wallet's id and the program's hash of the last entry. */
export function join(state: OracleState, { place, by }: Command, said: Outcome): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const { id, name, treasurer, merged, everLinked, createdAt, wallet, frozen, block } = state.join(
    community,
    by,
  )
  const { id: walletId, hash } = ((said.member as Record<string, unknown> | undefined)?.wallet ?? {}) as {
    id?: number
    hash?: string
  }
  const seq = wallet.entries.length
  if (seq > 0 && !/^[0-9a-f]{32}$/.test(String(hash)))
    throw new Disagreement(`the last entry of ${wallet.no} has no hash but ${hash}`)
  const account = {
    ...{ id: walletId, accountNo: wallet.no, type: 'wallet', userId: id, balance: wallet.balance },
    ...{ status: frozen ? 'frozen' : 'active', community: community.id, seq, hash },
  }
  return {
    kind: 'member',
    member: {
      id,
      name,
      treasurer,
      representsOthers: merged.size > 0,
      everLinked,
      createdAt,
      blockReason: block?.reason ?? null,
      wallet: account,
    },
  }
}

/** Returns the users to ask a platform about, for authorised askers. */
export function knownUsers(state: OracleState, { place, by, platformAdmin, max }: KnownUsersQuery): Outcome {
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if (!platformAdmin && !state.identity(community, by)?.acts.treasurer) return { kind: 'not_admin' }
  const here = community.identities.filter(({ platform }) => platform === by.platform)
  const users = here.map(({ user }) => user).sort()
  return users.length > max ? { kind: 'too_many_known', max } : { kind: 'known_users', users }
}

/** A person's wallets, the most recently used first; the order of two used at the same time is open. */
export function walletsOf(state: OracleState, by: Who, said: Outcome): Outcome {
  const identities = state.personOf(by)?.identities ?? [by]
  const wallets: { member: OracleMember; shown: Record<string, unknown> }[] = []
  for (const community of state.communities) {
    const member = identities.map((one) => state.identity(community, one)?.acts).find((one) => one)
    const place = placeIn(state, community.id, by.platform)
    if (!member || !place) continue
    const { name, currency } = community
    const { no: walletNo, balance } = member.wallet
    const frozen = member.frozen && { frozen: member.frozenFor ?? '' }
    wallets.push({ member, shown: { name, walletNo, balance, currency: { ...currency }, place, ...frozen } })
  }
  wallets.sort((one, other) => other.member.movedAt - one.member.movedAt)
  const order = (said.wallets as { walletNo: string }[]).map(({ walletNo }) => walletNo)
  const rank = ({ member }: { member: OracleMember }) => order.indexOf(member.wallet.no)
  wallets.sort((one, other) => other.member.movedAt - one.member.movedAt || rank(one) - rank(other))
  return { kind: 'wallets', wallets: wallets.map(({ shown }) => shown) }
}

function placeIn(state: OracleState, community: number, platform: string): Where | undefined {
  const chats = [...state.chats.values()].filter(
    (chat) => chat.community.id === community && chat.movedTo === null,
  )
  const elsewhere = (chat: OracleChat) => (chat.platform === platform ? 0 : 1)
  chats.sort(
    (one, other) =>
      elsewhere(one) - elsewhere(other) ||
      one.createdAt - other.createdAt ||
      (one.chat < other.chat ? -1 : 1),
  )
  return chats[0] && { platform: chats[0].platform, chat: chats[0].chat }
}

/** The newest envelopes with a card in a chat, in their current state. */
export function recent(state: OracleState, place: Where, limit: number): object[] {
  const community = state.communityAt(place)
  const cards = (community?.envelopes ?? [])
    .flatMap(({ cards }) => cards)
    .filter(({ platform, chat }) => platform === place.platform && chat === place.chat)
  cards.sort((one, other) => other.order - one.order)
  return cards.slice(0, limit).map(({ envelope }) => ({
    ...{ envelopeNo: envelope.no, sender: envelope.sender.name, greeting: envelope.greeting },
    ...{ state: envelope.state, total: envelope.total, count: envelope.count },
    ...{ grabbedCount: envelope.claims.length, createdAt: envelope.createdAt },
  }))
}

/** Returns the platform's user id of the representative of an envelope's sender. */
export function senderOf(state: OracleState, envelopeNo: string, platform: string): Outcome {
  const envelope = state.envelopes.get(envelopeNo)
  if (!envelope) return { kind: 'unknown_envelope' }
  const { sender, community } = envelope
  const here = state
    .identitiesOf(sender.mergedInto ?? sender)
    .filter((identity) => identity.platform === platform)
    .sort((one, other) => one.joinedAt - other.joinedAt || (one.user < other.user ? -1 : 1))
  return { kind: 'sender', user: here[0]?.user ?? null, language: community.language }
}

/** A platform's unhandled updates, oldest first. */
export function pendingUpdates(state: OracleState, platform: string): object[] {
  return [...state.pendingUpdates.values()]
    .filter((update) => update.platform === platform)
    .sort((one, other) => one.at - other.at || (one.key < other.key ? -1 : 1))
    .map(({ key, body }) => ({ key, body }))
}

/** Stores an update. Idempotent. */
export function keepUpdate(state: OracleState, platform: string, key: string, body: string): void {
  const name = `${platform} ${key}`
  if (!state.pendingUpdates.has(name)) state.pendingUpdates.set(name, { platform, key, body, at: state.now })
}
