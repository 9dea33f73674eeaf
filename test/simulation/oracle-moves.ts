import type { Operation } from './operation.js'
import { setOffBoards } from './oracle-leaderboard.js'
import type {
  OracleCommunity,
  OracleIdentity,
  OracleMember,
  OracleState,
  Outcome,
  Where,
  Who,
} from './oracle-state.js'

/** Members moved per plan in the simulated worlds, where communities are small. */
export const MOVED_AT_ONCE = 4

/** A confirmed link or unlink whose money is still being moved. */
export type OracleMove = {
  readonly by: Who
  /** Id of the last member moved in this life of the program. */
  upto: number
} & (
  | {
      readonly kind: 'link'
      readonly from: OracleCommunity
      readonly to: OracleCommunity
      readonly startedAt: number
      readonly hostPlace: Where
      readonly joinedPlace: Where
    }
  | { readonly kind: 'unlink'; readonly from: OracleCommunity; readonly origins: readonly OracleCommunity[] }
)

/** Operations that wait while money of their community is being moved. */
const IN_PLACE = new Set<Operation['verb']>([
  ...(['freezeWallet', 'thawWallet', 'reverseTrade', 'previewReversal'] as const),
  ...(['appoint', 'join', 'topUp', 'topUpMany', 'deduct', 'transfer', 'send', 'grab', 'cancel'] as const),
  ...(['block', 'unblock'] as const),
  ...([
    'cancelScheduled',
    'wallet',
    'statement',
    'makeLinkCode',
    'audit',
    'supply',
    'rain',
    'checkIn',
    'leaveBoards',
    'claimAllowance',
    'startingSum',
  ] as const),
])
/** Operations that wait while any money is being moved. */
const ALONE = new Set<Operation['verb']>([
  ...([
    'changeSettings',
    'changeIncome',
    'previewLink',
    'link',
    'previewUnlink',
    'unlink',
    'previewPersonLink',
  ] as const),
  ...(['linkPeople', 'previewUnlinkPerson', 'unlinkPerson', 'migrate', 'finishMigrations'] as const),
])

/** The communities that money is moving out of and into. */
function sidesOf(moving: OracleMove): OracleCommunity[] {
  return moving.kind === 'link' ? [moving.from, moving.to] : [moving.from, ...moving.origins]
}

/** Returns whether an operation must wait for a move. */
export function waits(state: OracleState, operation: Operation): boolean {
  const { moving } = state
  if (!moving) return false
  if (ALONE.has(operation.verb)) return true
  if (operation.verb === 'walletsOf')
    return sidesOf(moving).some((community) => state.identity(community, operation.command.by))
  if (!IN_PLACE.has(operation.verb)) return false
  const { place } = (operation as { command: { place: Where } }).command
  const here = state.communityAt(place)
  const waiting = moving.kind === 'link' ? [moving.from] : moving.origins
  return here !== undefined && waiting.includes(here)
}

/** Returns how much a link will still bring into a community. */
export function expectedIn({ moving }: OracleState, community: OracleCommunity): number {
  return moving?.kind === 'link' && moving.to === community ? moving.from.circulation : 0
}

/** Returns whether money is moving out of or into a community. */
export function isInvolved({ moving }: OracleState, community: OracleCommunity): boolean {
  return moving !== undefined && sidesOf(moving).includes(community)
}

/** Moves the next members; the last batch ends the move. */
export function moveOn(state: OracleState): Outcome {
  const { moving } = state
  if (!moving) return { kind: 'nothing_moves' }
  const last = moving.kind === 'link' ? moveSomeAcross(state, moving) : returnSome(state, moving)
  if (last !== undefined) {
    moving.upto = last
    return { kind: 'moved_on', last }
  }
  if (moving.kind === 'link') beginLink(state, moving)
  state.moving = undefined
  return { kind: 'arrived' }
}

/** The first batch belongs to the deciding plan, and the next one starts over. */
export function decide(state: OracleState, move: OracleMove): void {
  state.moving = move
  moveOn(state)
  if (state.moving) state.moving.upto = 0
}

function moveSomeAcross(state: OracleState, { from, to, by, upto }: OracleMove & { kind: 'link' }) {
  const last = moveMembersAcross(state, from, to, by, upto, MOVED_AT_ONCE)
  return last !== undefined || from.circulation === 0 ? last : 0
}

/**
 * Makes members of a community members of another, with all money. Returns the id of the last one; undefined at the
 * end.
 */
export function moveMembersAcross(
  state: OracleState,
  from: OracleCommunity,
  into: OracleCommunity,
  by: Who | undefined,
  after: number,
  limit: number,
): number | undefined {
  const leaving = by ? state.join(from, by) : null
  const arriving = leaving && joinAs(state, leaving, into)
  const some = state.members.filter(({ community, id }) => community === from && id > after).slice(0, limit)
  for (const member of some) {
    if (member.mergedInto && member.balance === 0) continue
    const there = joinAs(state, member.mergedInto ?? member, into)
    if (!member.mergedInto && member.block && !there.block)
      for (const one of [there, ...there.merged]) one.block = { reason: member.block.reason, by: null }
    if (!member.mergedInto && member.offBoards) setOffBoards(there, true)
    moveBalance(state, member, there, leaving, arriving)
  }
  return some.length < limit ? undefined : some.at(-1)?.id
}

function joinAs(state: OracleState, representative: OracleMember, into: OracleCommunity): OracleMember {
  const { name } = representative
  const there = state
    .identitiesOf(representative)
    .map((identity) => state.identity(into, identity)?.acts ?? state.join(into, { ...who(identity), name }))
  return there[0] as OracleMember
}

const who = ({ platform, user }: OracleIdentity) => ({ platform, user })

/** Moves a frozen balance as well, and freezes the receiving wallet for the same reason. */
function moveBalance(
  state: OracleState,
  from: OracleMember,
  to: OracleMember,
  leaving: OracleMember | null,
  arriving: OracleMember | null,
): void {
  if (from.frozen && !to.frozen)
    state.changeStatus(to, 'freeze', from.frozenFor ?? `🔗 ${from.community.name}`, arriving)
  state.moveAcrossCommunities(from, to, leaving, arriving)
}

function beginLink(
  state: OracleState,
  { from, to, by, startedAt, hostPlace, joinedPlace }: OracleMove & { kind: 'link' },
): void {
  state.join(to, by)
  for (const old of state.linksOf(from)) {
    state.links.splice(state.links.indexOf(old), 1)
    endLink(state, from, old.joined, startedAt)
    start(state, startedAt, to, old.joined, hostPlace, old.joinedPlace)
  }
  start(state, startedAt, to, from, hostPlace, joinedPlace)
  for (const chat of state.chats.values())
    if (chat.community === from) {
      chat.community = to
      chat.origin ??= from
    }
}

/** Notes when a link ended. */
export function endLink(
  state: OracleState,
  host: OracleCommunity,
  joined: OracleCommunity,
  at: number,
): void {
  for (const link of state.linkHistory)
    if (link.host === host && link.joined === joined) link.unlinkedAt ??= at
}

function start(
  state: OracleState,
  linkedAt: number,
  host: OracleCommunity,
  joined: OracleCommunity,
  hostPlace: Where,
  joinedPlace: Where,
): void {
  state.linkHistory.push({ host, joined, linkedAt, unlinkedAt: null })
  state.links.push({ id: ++state.linksEver, host, joined, hostPlace, joinedPlace })
}

/** The platforms on which a community can be reached. */
export const platformsOf = (state: OracleState, community: OracleCommunity) =>
  new Set(
    [...state.chats.values()].filter((chat) => chat.community === community).map((chat) => chat.platform),
  )

function returnSome(state: OracleState, { from, origins, by, upto }: OracleMove & { kind: 'unlink' }) {
  const kept = platformsOf(state, from)
  const leavers = state
    .filledIn(from)
    .filter((member) =>
      state.identitiesOf(member.mergedInto ?? member).every(({ platform }) => !kept.has(platform)),
    )
  const leaving = state.join(from, by)
  const some = leavers.filter(({ id }) => id > upto).slice(0, MOVED_AT_ONCE)
  for (const member of some) {
    const representative = member.mergedInto ?? member
    const { name } = representative
    const identities = state.identitiesOf(representative)
    const origin = (origins.find((joined) => identities.some((one) => state.identity(joined, one))) ??
      origins.find((joined) => identities.some(({ platform }) => platformsOf(state, joined).has(platform))) ??
      origins[0]) as OracleCommunity
    if (!origin.traded) {
      origin.income.clear()
      origin.currency = { ...from.currency }
      const { maxTotal, newcomer } = from.rules
      origin.rules = { ...origin.rules, maxTotal, newcomer }
    }
    const receivers = identities.map((identity) => state.join(origin, { ...who(identity), name }))
    moveBalance(state, member, receivers.at(-1) as OracleMember, leaving, state.join(origin, by))
  }
  if (some.length === MOVED_AT_ONCE) return some.at(-1)?.id
  return leavers.some(({ balance }) => balance > 0) ? 0 : undefined
}
