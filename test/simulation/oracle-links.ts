import type { AdminCommand } from '../../src/app/command.js'
import type { MigrateChat } from '../../src/app/community/migrate-chat.js'
import type { LinkCommunities } from '../../src/app/linking/link-communities.js'
import { gone } from './oracle-board.js'
import { decide, endLink, moveMembersAcross } from './oracle-moves.js'
import { missAllIn, scheduledIn, stillScheduled } from './oracle-schedule.js'
import {
  MOST_ISSUED,
  nameKept,
  type OracleCard,
  type OracleChat,
  type OracleCommunity,
  type OracleIdentity,
  type OracleLink,
  type OracleMember,
  type OracleOffer,
  type OracleState,
  type Outcome,
  type Where,
  type Who,
} from './oracle-state.js'

const CODE_LIFETIME = 600_000
/** How far ahead a clock may have been when a code was made. */
const CLOCK_TOLERANCE = 60_000
const HOUR = 3_600_000

/** Converts a code from its displayed to its plain form. */
const plain = (code: string) => code.replace('-', '')

export function makeCode(
  state: OracleState,
  kind: OracleOffer['kind'],
  by: Who,
  where: Where | undefined,
  now: number,
  code: string,
): { code: string; expiresAt: number } {
  const chat = where?.chat ?? null
  for (const [known, offer] of state.offers) {
    const same =
      offer.platform === by.platform && offer.chat === chat && (chat !== null || offer.user === by.user)
    if (same || offer.expiresAt <= now) state.offers.delete(known)
  }
  const expiresAt = now + CODE_LIFETIME
  const { platform, user } = by
  const thread = where?.thread ?? null
  state.offers.set(plain(code), { platform, user, name: nameKept(by.name), kind, chat, thread, expiresAt })
  return { code, expiresAt }
}

export function offerOf(
  state: OracleState,
  kind: OracleOffer['kind'],
  code: string,
  now: number,
  claimer: string,
): OracleOffer | undefined {
  const offer = state.offers.get(plain(code))
  if (!offer || offer.kind !== kind || offer.expiresAt <= now) return undefined
  if (offer.expiresAt > now + CODE_LIFETIME + CLOCK_TOLERANCE) return undefined
  offer.claimer ??= claimer
  return offer.claimer === claimer ? offer : undefined
}

export function makeLinkCode(state: OracleState, command: AdminCommand, now: number, said: Outcome): Outcome {
  const community = state.communityAt(command.place)
  if (!community) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const where = state.currentPlace(command.place)
  return {
    ...{ kind: 'link_code', name: community.name },
    ...makeCode(state, 'community', command.by, where, now, String(said.code)),
  }
}

const whereOf = ({ platform, chat, thread }: OracleOffer): Where => ({ platform, chat: String(chat), thread })

interface Ready {
  readonly host: OracleCommunity
  readonly joined: OracleCommunity
  readonly offer: OracleOffer
  readonly told: object
}

function prepare(state: OracleState, command: LinkCommunities, now: number): Ready | Outcome {
  const joined = state.communityAt(command.place)
  if (!joined) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const offer = offerOf(state, 'community', command.code, now, String(joined.id))
  const host = offer && state.communityAt({ platform: offer.platform, chat: String(offer.chat) })
  if (!host) return { kind: 'bad_code' }
  if (host === joined) return { kind: 'already_linked', name: host.name }
  const links = state.linksOf(joined)
  const refusal = stillScheduled(scheduledIn(state, joined)) ?? refuseToMerge(state, joined, host, links)
  if (refusal) return refusal
  const filled = state.filledIn(joined)
  const told = {
    ...{ host: host.name, joined: joined.name, wallets: filled.length, amount: sumOf(filled) },
    currency: { ...host.currency },
  }
  return { host, joined, offer, told }
}

function refuseToMerge(
  state: OracleState,
  from: OracleCommunity,
  into: OracleCommunity,
  links: readonly OracleLink[],
): Outcome | undefined {
  const open = [...state.open].filter(({ community }) => community === from)
  if (open.length > 0) return openEnvelopes(open)
  for (const community of [from, ...links.map(({ joined }) => joined)])
    if (community.traded && community.currency.scale !== into.currency.scale)
      return {
        ...{ kind: 'other_scale', host: into.name, hostScale: into.currency.scale },
        scale: community.currency.scale,
      }
  const frozen = state.filledIn(from).find((member) => member.frozen)
  if (frozen) return { kind: 'wallet_frozen', name: frozen.name }
  return into.circulation + sumOf(state.filledIn(from)) > MOST_ISSUED
    ? { kind: 'circulation_full', host: into.name }
    : undefined
}

function openEnvelopes(open: readonly { deadline: number }[]): Outcome {
  return {
    ...{ kind: 'open_envelopes', count: open.length },
    lastDeadline: Math.max(...open.map(({ deadline }) => deadline)),
  }
}

const sumOf = (members: readonly OracleMember[]) => members.reduce((sum, { balance }) => sum + balance, 0)

export function previewLink(state: OracleState, command: LinkCommunities, now: number): Outcome {
  const ready = prepare(state, command, now)
  return 'kind' in ready ? ready : { kind: 'link_preview', ...ready.told }
}

export function link(state: OracleState, command: LinkCommunities, now: number): Outcome {
  const { place, by } = command
  const ready = prepare(state, command, now)
  if ('kind' in ready) return ready
  const { host, joined, offer, told } = ready
  state.offers.delete(plain(command.code))
  const hostPlace = placeFor(state, host, whereOf(offer))
  const joinedPlace = placeFor(state, joined, place)
  state.join(host, offer)
  const link = { kind: 'link', from: joined, to: host, by, upto: 0, hostPlace, joinedPlace } as const
  decide(state, { ...link, startedAt: state.now })
  return { kind: 'communities_linked', ...told }
}

/** Returns where a community shows its cards when its admin links it at a place in it. */
function placeFor(state: OracleState, community: OracleCommunity, where: Where): Where {
  if (!state.chatAt(where)?.origin) return state.currentPlace(where)
  return state.linksOf(community)[0]?.hostPlace ?? where
}

interface Unlinking {
  readonly host: OracleCommunity
  readonly links: OracleLink[]
  readonly leavers: ReadonlySet<OracleMember>
  readonly told: object
}

function prepareToUnlink(state: OracleState, command: AdminCommand): Unlinking | Outcome {
  const chat = state.chatAt(command.place)
  if (!chat) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const host = chat.community
  const links = state.linksOf(host).filter(({ joined }) => chat.origin === null || chat.origin === joined)
  if (links.length === 0) return { kind: 'not_linked' }
  const goes = ({ origin }: OracleChat) => links.some(({ joined }) => joined === origin)
  const chats = [...state.chats.values()].filter(({ community }) => community === host)
  const kept = new Set(chats.filter((one) => !goes(one)).map(({ platform }) => platform))
  const leaving = chats.filter(goes)
  const leavers = new Map<OracleMember, OracleIdentity[]>()
  for (const identity of state.identitiesIn(host))
    leavers.set(identity.acts, [...(leavers.get(identity.acts) ?? []), identity])
  for (const [member, identities] of leavers)
    if (identities.some(({ platform }) => kept.has(platform))) leavers.delete(member)

  const held = [...state.open].filter(
    ({ community, sender, cards }) =>
      community === host &&
      (leavers.has(sender.mergedInto ?? sender) ||
        cards.some((card) => card.state === 'live' && leaving.includes(state.chatAt(card) as OracleChat))),
  )
  if (held.length > 0) return openEnvelopes(held)
  const waiting = stillScheduled(
    scheduledIn(state, host).filter(({ sender, appointment }) => {
      const chat = appointment && state.chatAt(appointment.place)
      return leavers.has(sender.mergedInto ?? sender) || (chat && leaving.includes(chat))
    }),
  )
  if (waiting) return waiting

  const moves = state.filledIn(host).filter((member) => leavers.has(member.mergedInto ?? member))
  const frozen = moves.find((member) => member.frozen)
  if (frozen) return { kind: 'wallet_frozen', name: frozen.name }
  const told = {
    ...{ host: host.name, left: links.map(({ joined }) => joined.name), wallets: moves.length },
    ...{ amount: sumOf(moves), currency: { ...host.currency } },
  }
  return { host, links, leavers: new Set(leavers.keys()), told }
}

export function previewUnlink(state: OracleState, command: AdminCommand): Outcome {
  const ready = prepareToUnlink(state, command)
  return 'kind' in ready ? ready : { kind: 'unlink_preview', ...ready.told }
}

export function unlink(state: OracleState, command: AdminCommand): Outcome {
  const { by } = command
  const ready = prepareToUnlink(state, command)
  if ('kind' in ready) return ready
  const { host, links, leavers, told } = ready
  state.join(host, by)
  for (const member of leavers) member.treasurer = false
  for (const link of links) {
    state.links.splice(state.links.indexOf(link), 1)
    endLink(state, host, link.joined, state.now)
    for (const chat of state.chats.values())
      if (chat.community === host && chat.origin === link.joined) {
        chat.community = link.joined
        chat.origin = null
      }
  }
  decide(state, { kind: 'unlink', from: host, origins: links.map(({ joined }) => joined), by, upto: 0 })
  return { kind: 'communities_unlinked', ...told }
}

export function migrate(state: OracleState, move: MigrateChat, now: number): Outcome {
  const { platform, from, to } = move
  const old = state.chatAt({ platform, chat: from })
  if (!old || from === to) return { kind: 'unknown_chat' }
  if (old.movedTo === to) return { kind: 'migrated' }
  const target = { platform, chat: to }
  const known = state.chatAt(target)
  if (known?.movedTo) return migrate(state, { platform, from, to: known.movedTo }, now)
  if (!known) state.addChat(target, old.community, old.origin)
  else if (known.community !== old.community || known.origin !== old.origin) {
    const refusal = mergeCommunity(state, known, old)
    if (refusal) {
      const tryAt = refusal.kind === 'open_envelopes' ? Number(refusal.lastDeadline) : now + HOUR
      state.moves.set(`${platform} ${from}`, { ...move, tryAt })
      if (refusal.kind !== 'open_envelopes')
        for (const card of stranded(state, { platform, chat: from })) gone(state, card, now)
      return { kind: 'migration_waits', because: refusal.kind, tryAt }
    }
  }
  for (const chat of state.chats.values())
    if (chat.platform === platform && (chat.chat === from || chat.movedTo === from)) chat.movedTo = to
  const at = (where: Where) => where.platform === platform && where.chat === from
  for (const link of state.links) {
    if (at(link.hostPlace)) link.hostPlace = { ...link.hostPlace, chat: to }
    if (at(link.joinedPlace)) link.joinedPlace = { ...link.joinedPlace, chat: to }
  }
  for (const offer of state.offers.values())
    if (offer.platform === platform && offer.chat === from) offer.chat = to
  state.moves.delete(`${platform} ${from}`)
  for (const card of stranded(state, { platform, chat: from })) {
    card.state = 'gone'
    state.touch(card)
    state.want(card.envelope, { ...target, thread: card.thread })
  }
  return { kind: 'migrated' }
}

/** The live cards of a chat that may still change, those of open envelopes first. */
function stranded(state: OracleState, { platform, chat }: Where): OracleCard[] {
  const cards = [...state.changedOrOpen()].flatMap((envelope) =>
    envelope.cards.filter(
      (card) =>
        card.platform === platform &&
        card.chat === chat &&
        card.state === 'live' &&
        (envelope.state === 'open' || card.wanted > card.shown),
    ),
  )
  const late = ({ envelope }: OracleCard) => (envelope.state === 'open' ? 0 : 1)
  return cards.sort((one, other) => late(one) - late(other) || one.order - other.order)
}

/** Merges the community under the new id into the old one, unless something prevents that for now. */
function mergeCommunity(state: OracleState, newer: OracleChat, older: OracleChat): Outcome | undefined {
  const from = newer.community
  const into = older.community
  const links = state.linksOf(from)
  if (newer.origin !== null || links.length > 0) return { kind: 'already_linked' }
  const refusal = refuseToMerge(state, from, into, links)
  if (refusal) return refusal
  missAllIn(state, from, state.now)
  const second = refuseToMerge(state, from, into, links)
  if (second) return second
  moveMembersAcross(state, from, into, undefined, 0, Infinity)
  for (const chat of state.chats.values())
    if (chat.community === from) {
      chat.community = into
      chat.origin = older.origin
    }
  return undefined
}

/** Retries postponed moves; returns how many chats moved. */
export function finishMigrations(state: OracleState, now: number): number {
  const due = [...state.moves.values()].filter(({ tryAt }) => tryAt <= now)
  const before = (one: MigrateChat, other: MigrateChat) =>
    one.platform < other.platform || (one.platform === other.platform && one.from < other.from)
  due.sort((one, other) => one.tryAt - other.tryAt || (before(one, other) ? -1 : 1))
  return due.slice(0, 10).filter((move) => migrate(state, move, now).kind === 'migrated').length
}
