import { sql } from 'kysely'
import {
  type Audience,
  CLOCK_TOLERANCE,
  type EnvelopeKind,
  type ShownState,
  type Way,
} from '../core/envelope.js'
import type { Theme } from '../core/festivals.js'
import { type Amount, amountOf, type Currency } from '../core/money.js'
import type { Place } from '../core/place.js'
import { communityMoves } from './community-moves.js'
import { numbersIn } from './dialect.js'
import { type Account, accountHash, BrokenInvariant } from './ledger.js'
import { build, many, one, oneAs, type Plan, run, type Statement, statement } from './plan.js'

const selectByNo = statement<{ envelopeNo: string }>()((arg) =>
  build.selectFrom('envelope').selectAll().where('envelope_no', '=', arg('envelopeNo')),
)

const grabColumns = [
  'envelope.id',
  'envelope.community',
  'envelope.account_no',
  'envelope.sender',
  'envelope.kind',
  'envelope.audience',
  'envelope.way',
  'envelope.count',
  'envelope.state',
  'envelope.grabbed_count',
  'envelope.grabbed_total',
  'envelope.deadline',
  'envelope.conditions',
  'community.self_grab',
  'community.currency_name',
  'community.currency_symbol',
  'community.scale',
  'account.id as account_id',
  'account.balance',
  'account.status',
  'account.seq',
  accountHash,
  'share.amount',
] as const

/** An envelope with its community, its account and the share that is next. */
const withNextShare = build
  .selectFrom('envelope')
  .innerJoin('community', 'community.id', 'envelope.community')
  .innerJoin('account', 'account.account_no', 'envelope.account_no')
  .leftJoin('share', (join) =>
    join
      .onRef('share.envelope', '=', 'envelope.id')
      .on('share.position', '=', sql<number>`envelope.grabbed_count + 1`),
  )

// Everything a grab needs in one read, because grabs are by far the busiest use case.
const selectForGrab = statement<{ platform: string; chat: string; envelopeNo: string }>()((arg) =>
  withNextShare
    .innerJoin('chat', 'chat.community', 'envelope.community')
    .select(grabColumns)
    .select(communityMoves)
    .where('envelope.envelope_no', '=', arg('envelopeNo'))
    .where('chat.platform', '=', arg('platform'))
    .where('chat.chat', '=', arg('chat')),
)

const selectForServing = statement<{ id: number }>()((arg) =>
  withNextShare.select(grabColumns).where('envelope.id', '=', arg('id')),
)

const selectById = statement<{ id: number }>()((arg) =>
  build.selectFrom('envelope').selectAll().where('id', '=', arg('id')),
)

const selectEndedAt = statement<{ platform: string; chat: string; envelopeNo: string }>()((arg) =>
  build
    .selectFrom('envelope')
    .innerJoin('envelope_message', 'envelope_message.envelope', 'envelope.id')
    .selectAll('envelope')
    .where('envelope.envelope_no', '=', arg('envelopeNo'))
    .where('envelope.state', '<>', 'open')
    .where('envelope_message.platform', '=', arg('platform'))
    .where('envelope_message.chat', '=', arg('chat'))
    .limit(sql.lit(1)),
)

const insertEnvelope = statement<NewEnvelope>()((arg) =>
  build.insertInto('envelope').values({
    envelope_no: arg('envelopeNo'),
    community: arg('community'),
    account_no: arg('accountNo'),
    sender: arg('sender'),
    kind: arg('kind'),
    audience: arg('audience'),
    way: arg('way'),
    theme: arg('theme'),
    greeting: arg('greeting'),
    total: arg('total'),
    count: arg('count'),
    salt: arg('salt'),
    commitment: arg('commitment'),
    created_at: arg('at'),
    deadline: arg('deadline'),
    state: arg('state'),
    opens_at: arg('opensAt'),
    conditions: arg('conditions'),
  }),
)

const insertShare = statement<{ envelope: number; position: number; amount: Amount }>()((arg) =>
  build
    .insertInto('share')
    .values({ envelope: arg('envelope'), position: arg('position'), amount: arg('amount') }),
)

const insertChosen = statement<{ envelope: number; member: number }>()((arg) =>
  build.insertInto('chosen').values({ envelope: arg('envelope'), member: arg('member') }),
)

const selectChosen = statement<{ envelope: number; member: number }>()((arg) =>
  build
    .selectFrom('chosen')
    .select('member')
    .where('envelope', '=', arg('envelope'))
    .where('member', '=', arg('member')),
)

const selectChosenNames = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('chosen')
    .innerJoin('member', 'member.id', 'chosen.member')
    .select(['member.id', 'member.name'])
    .where('envelope', '=', arg('envelope'))
    .orderBy('member.id'),
)

const selectChosenUsers = statement<{ envelope: number; platform: string }>()((arg) =>
  build
    .selectFrom('chosen')
    .innerJoin('member', 'member.id', 'chosen.member')
    .innerJoin('identity', (join) =>
      join.on('identity.member', '=', sql<number>`coalesce(member.merged_into, member.id)`),
    )
    .select(['chosen.member', 'identity.user'])
    .where('chosen.envelope', '=', arg('envelope'))
    .where('identity.platform', '=', arg('platform'))
    .orderBy('identity.created_at')
    .orderBy('identity.user'),
)

const insertChosenRole = statement<ChosenRole & { envelope: number }>()((arg) =>
  build.insertInto('chosen_role').values({
    envelope: arg('envelope'),
    platform: arg('platform'),
    role: arg('role'),
    name: arg('name'),
  }),
)

const selectChosenRoles = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('chosen_role')
    .select(['platform', 'role', 'name'])
    .where('envelope', '=', arg('envelope'))
    .orderBy('role'),
)

const selectShareOf = statement<{ envelope: number; claimer: number }>()((arg) =>
  build
    .selectFrom('share')
    .select(['position', 'amount'])
    .where('envelope', '=', arg('envelope'))
    .where('claimer', '=', arg('claimer')),
)

const selectTrade = statement<{ envelope: number; position: number }>()((arg) =>
  build
    .selectFrom('share')
    .select('trade_no')
    .where('envelope', '=', arg('envelope'))
    .where('position', '=', arg('position')),
)

const selectShares = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('share')
    .leftJoin('member', 'member.id', 'share.claimer')
    .select(['position', 'amount', 'claimer', 'claimed_at', 'trade_no', 'member.name'])
    .where('envelope', '=', arg('envelope'))
    .orderBy('position'),
)

const claim = statement<{
  envelope: number
  position: number
  claimer: number
  tradeNo: number
  at: number
  reaction: number | null
}>()((arg) =>
  build
    .updateTable('share')
    .set({
      claimer: arg('claimer'),
      claimed_at: arg('at'),
      trade_no: arg('tradeNo'),
      reaction: arg('reaction'),
    })
    .where('envelope', '=', arg('envelope'))
    .where('position', '=', arg('position'))
    .where('claimer', 'is', null),
)

const countGrab = statement<{
  id: number
  grabbedCount: number
  grabbedTotal: Amount
  previousCount: number
}>()((arg) =>
  build
    .updateTable('envelope')
    .set({ grabbed_count: arg('grabbedCount'), grabbed_total: arg('grabbedTotal') })
    .where('id', '=', arg('id'))
    .where('grabbed_count', '=', arg('previousCount')),
)

const endEnvelope = statement<{
  id: number
  state: 'finished' | 'expired' | 'cancelled'
  refundTradeNo: number | null
  at: number
}>()((arg) =>
  build
    .updateTable('envelope')
    .set({ state: arg('state'), ended_at: arg('at'), refund_trade_no: arg('refundTradeNo') })
    .where('id', '=', arg('id'))
    .where('state', 'in', ['scheduled', 'open']),
)

// The literal state lets SQLite see that the partial index applies; a bound parameter would hide it.
const selectDue = statement<{ now: number; limit: number; except: string }>()((arg) =>
  build
    .selectFrom('envelope')
    .selectAll()
    .where('state', '=', sql.lit('open' as const))
    .where('deadline', '<=', arg('now'))
    .where('id', 'not in', numbersIn(arg('except')))
    .orderBy('deadline')
    .orderBy('id')
    .limit(sql<number>`${arg('limit')}`),
)

const correctDeadlines = statement<{ now: number; latest: number }>()((arg) =>
  build
    .insertInto('corrected_deadline')
    .columns(['envelope', 'deadline'])
    .expression((eb) =>
      eb
        .selectFrom('envelope')
        .select(['id', sql<number>`${arg('now')} + deadline - created_at`.as('corrected')])
        .where('state', '=', sql.lit('open' as const))
        .where('created_at', '>', arg('latest')),
    )
    // A clock may be corrected in two steps; the later correction gives the earlier deadline.
    .onConflict((conflict) =>
      conflict
        .column('envelope')
        .doUpdateSet((eb) => ({ deadline: eb.ref('excluded.deadline') }))
        .whereRef('excluded.deadline', '<', 'corrected_deadline.deadline'),
    ),
)

const selectDueEarly = statement<{ now: number; latest: number; limit: number; except: string }>()((arg) =>
  build
    .selectFrom('envelope')
    // CROSS JOIN starts with open envelopes dated in the future: nearly always none.
    .crossJoin('corrected_deadline')
    .selectAll('envelope')
    .whereRef('corrected_deadline.envelope', '=', 'envelope.id')
    .where('state', '=', sql.lit('open' as const))
    .where('envelope.created_at', '>', arg('latest'))
    .where('corrected_deadline.deadline', '<=', arg('now'))
    .where('envelope.id', 'not in', numbersIn(arg('except')))
    .orderBy('corrected_deadline.deadline')
    .limit(sql<number>`${arg('limit')}`),
)

const selectCorrected = statement<{ id: number }>()((arg) =>
  build.selectFrom('corrected_deadline').select('deadline').where('envelope', '=', arg('id')),
)

const countOpen = statement<{ sender: number }>()((arg) =>
  build
    .selectFrom('envelope')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('state', '=', sql.lit('open' as const))
    .where('sender', '=', arg('sender')),
)

/** How many of a chat's newest cards are searched for those of its community. */
const RECENT_CARDS = 1_000

const selectRecent = statement<{ community: number; platform: string; chat: string; limit: number }>()(
  (arg) =>
    build
      // A linked or unlinked chat may have many cards of another community.
      .selectFrom((eb) =>
        eb
          .selectFrom('envelope_message')
          .select(['id', 'envelope'])
          .where('platform', '=', arg('platform'))
          .where('chat', '=', arg('chat'))
          // Ids ascend with time, so the index yields the newest first.
          .orderBy('id', 'desc')
          .limit(sql.lit(RECENT_CARDS))
          .as('card'),
      )
      .innerJoin('envelope', 'envelope.id', 'card.envelope')
      .innerJoin('member', 'member.id', 'envelope.sender')
      .select([
        'envelope_no',
        'greeting',
        'envelope.state',
        'total',
        'count',
        'grabbed_count',
        'envelope.created_at',
        'member.name',
      ])
      .where('envelope.community', '=', arg('community'))
      .orderBy('card.id', 'desc')
      .limit(sql<number>`${arg('limit')}`),
)

/** A platform role whose members may grab. */
export interface ChosenRole {
  readonly platform: string
  readonly role: string
  readonly name: string
}

export interface NewEnvelope {
  readonly envelopeNo: string
  readonly community: number
  readonly accountNo: string
  readonly sender: number
  readonly kind: EnvelopeKind
  readonly audience: Audience
  readonly way: Way
  readonly theme: Theme
  readonly greeting: string
  readonly total: Amount
  readonly count: number
  readonly salt: string
  readonly commitment: string
  readonly at: number
  readonly deadline: number
  readonly state: 'scheduled' | 'open'
  /** When it is to be opened; null for one that is open at once. */
  readonly opensAt: number | null
  /** Number of conditions. */
  readonly conditions: number
}

/** Returns an envelope, with the right to change it until the transaction ends. */
export function* getEnvelope(envelopeNo: string) {
  return yield* one(selectByNo, { envelopeNo })
}

/** An envelope as a grab reads it: with its account and its next share. */
export interface GrabbedFrom {
  readonly id: number
  readonly community: number
  /** True if a tap must wait because the community's money is moving. */
  readonly moving: boolean
  readonly sender: number
  readonly kind: EnvelopeKind
  readonly audience: Audience
  readonly way: Way
  readonly count: number
  readonly state: ShownState
  readonly grabbedCount: number
  readonly grabbedTotal: Amount
  /** UTC milliseconds. */
  readonly deadline: number
  /** Number of conditions. */
  readonly conditions: number
  readonly selfGrab: boolean
  readonly currency: Currency
  readonly account: Account
  /** Null when every share is taken. */
  readonly nextShare: Amount | null
}

type GrabRow =
  typeof selectForServing extends Statement<infer _, infer Row> ? Row & { moving?: 0 | 1 } : never

/** The envelope, locked for a grab from this chat; undefined when its community has no envelope with that number. */
export function getForGrab({ platform, chat }: Place, envelopeNo: string) {
  return oneAs(selectForGrab, { platform, chat, envelopeNo }, grabbedFrom)
}

/** Finds it by id, to hand out a share without a tap. */
export function getForServing(id: number) {
  return oneAs(selectForServing, { id }, grabbedFrom)
}

/** Of a scheduled one no card was seen yet: nothing is grabbed from it. */
function grabbedFrom(row: GrabRow): GrabbedFrom | undefined {
  const { state } = row
  if (state === 'scheduled') return undefined
  return {
    id: row.id,
    community: row.community,
    moving: row.moving === 1,
    sender: row.sender,
    kind: row.kind,
    audience: row.audience,
    way: row.way,
    count: row.count,
    state,
    grabbedCount: row.grabbed_count,
    grabbedTotal: row.grabbed_total,
    deadline: row.deadline,
    conditions: row.conditions,
    selfGrab: row.self_grab === 1,
    currency: { name: row.currency_name, symbol: row.currency_symbol, scale: row.scale },
    account: {
      id: row.account_id,
      accountNo: row.account_no,
      type: 'envelope',
      userId: null,
      balance: row.balance,
      status: row.status,
      community: row.community,
      seq: row.seq,
      hash: row.hash,
    },
    nextShare: row.amount,
  }
}

export function* envelopeById(id: number) {
  return yield* one(selectById, { id })
}

/** Writes the envelope, its shares in the order in which they are handed out, and the chosen. Returns its id. */
export function* writeEnvelope(
  envelope: NewEnvelope,
  shares: Amount[],
  chosen: { members: Iterable<number>; roles: Iterable<ChosenRole> },
): Plan<number> {
  const { lastInsertRowid: id } = yield* run(insertEnvelope, envelope)
  for (const [index, amount] of shares.entries())
    yield* run(insertShare, { envelope: id, position: index + 1, amount })
  for (const member of chosen.members) yield* run(insertChosen, { envelope: id, member })
  for (const { platform, role, name } of chosen.roles)
    yield* run(insertChosenRole, { envelope: id, platform, role, name })
  return id
}

export function* isChosen(envelope: number, member: number): Plan<boolean> {
  return (yield* one(selectChosen, { envelope, member })) !== undefined
}

export function* chosenOf(envelope: number) {
  return yield* many(selectChosenNames, { envelope })
}

/** Returns the user ids of the chosen members that the platform knows: for each, the first identity there. */
export function* chosenUsersOf(envelope: number, platform: string): Plan<Map<number, string>> {
  const users = new Map<number, string>()
  for (const { member, user } of yield* many(selectChosenUsers, { envelope, platform }))
    if (!users.has(member)) users.set(member, user)
  return users
}

/** Returns the roles whose members may grab. */
export function* chosenRolesOf(envelope: number): Plan<ChosenRole[]> {
  return yield* many(selectChosenRoles, { envelope })
}

/**
 * Returns an ended envelope with a card in this chat, from any community: a chat linked since then keeps its old cards.
 */
export function* endedCardAt(place: Place, envelopeNo: string) {
  return yield* one(selectEndedAt, { platform: place.platform, chat: place.chat, envelopeNo })
}

/** Returns a member's share of an envelope, if any. */
export function shareOf(envelope: number, claimer: number) {
  return one(selectShareOf, { envelope, claimer })
}

/** The trade by which a share was handed out. Throws when it was not. */
export function* tradeOfShare(envelope: number, position: number): Plan<number> {
  const tradeNo = (yield* one(selectTrade, { envelope, position }))?.trade_no
  if (!tradeNo) throw new BrokenInvariant(`share ${position} of envelope ${envelope} has no trade`)
  return tradeNo
}

/** All shares of an envelope in the order of handing out, with the names of those who have them. */
export function* sharesOf(envelope: number) {
  return yield* many(selectShares, { envelope })
}

/** Claims the envelope's next share for a member and counts it. Throws when it is already claimed. */
export function* claimNextShare(claimed: {
  envelope: GrabbedFrom
  amount: Amount
  claimer: number
  tradeNo: number
  at: number
  /** Milliseconds from the card to the tap, where known. */
  reaction: number | null
}): Plan<void> {
  const { envelope, amount, claimer, tradeNo, at, reaction } = claimed
  const position = envelope.grabbedCount + 1
  const taken = yield* run(claim, { envelope: envelope.id, position, claimer, tradeNo, at, reaction })
  const counted = yield* run(countGrab, {
    id: envelope.id,
    grabbedCount: position,
    grabbedTotal: amountOf(envelope.grabbedTotal + amount),
    previousCount: envelope.grabbedCount,
  })
  if (taken.changes !== 1 || counted.changes !== 1)
    throw new BrokenInvariant(`share ${position} of envelope ${envelope.id} was already taken`)
}

/** Ends an open or scheduled envelope. Throws when it has already ended. */
export function* end(ended: {
  id: number
  state: 'finished' | 'expired' | 'cancelled'
  refundTradeNo: number | null
  at: number
}): Plan<void> {
  const { changes } = yield* run(endEnvelope, ended)
  if (changes !== 1) throw new BrokenInvariant(`envelope ${ended.id} has ended before`)
}

/**
 * Returns open envelopes at or past their deadline, the most overdue first, skipping the ids in `except`. An envelope
 * sent while the clock was ahead is due one lifetime after the correction, which is detected here.
 */
export function* dueEnvelopes(now: number, limit: number, exceptIds: readonly number[] = []) {
  const latest = now + CLOCK_TOLERANCE
  const except = JSON.stringify(exceptIds)
  yield* run(correctDeadlines, { now, latest })
  const due = yield* many(selectDue, { now, limit, except })
  if (due.length === limit) return due
  return [...due, ...(yield* many(selectDueEarly, { now, latest, limit: limit - due.length, except }))]
}

/** Returns whether an open envelope is due. */
export function* isDue(
  { id, created_at, deadline }: { id: number; created_at: number; deadline: number },
  now: number,
): Plan<boolean> {
  if (now >= deadline) return true
  if (created_at <= now + CLOCK_TOLERANCE) return false
  const corrected = yield* one(selectCorrected, { id })
  return corrected !== undefined && now >= corrected.deadline
}

export function* countOpenOf(sender: number): Plan<number> {
  return (yield* one(countOpen, { sender }))?.open ?? 0
}

/** Returns a community's newest envelopes, searching the newest thousand cards of the chat. */
export function* recentIn({ platform, chat }: Place, community: number, limit: number) {
  return yield* many(selectRecent, { community, platform, chat, limit })
}
