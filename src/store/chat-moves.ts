import { sql } from 'kysely'
import { byDialect } from './dialect.js'
import { build, many, type Plan, run, statement } from './plan.js'

/** A platform's notice that it gave a chat a new id, while the chat hasn't moved here yet. */
export interface ChatMove {
  readonly platform: string
  readonly from: string
  readonly to: string
}

/** A card to repost. */
export interface StrandedCard {
  readonly id: number
  readonly envelope: number
  readonly envelopeNo: string
  readonly thread: string | null
}

const deleteMove = statement<{ platform: string; from: string }>()((arg) =>
  build.deleteFrom('chat_move').where('platform', '=', arg('platform')).where('from_chat', '=', arg('from')),
)

const insertMove = statement<ChatMove & { tryAt: number }>()((arg) =>
  build.insertInto('chat_move').values({
    platform: arg('platform'),
    from_chat: arg('from'),
    to_chat: arg('to'),
    try_at: arg('tryAt'),
  }),
)

const selectDue = statement<{ now: number }>()((arg) =>
  build
    .selectFrom('chat_move')
    .select(['platform', 'from_chat as from', 'to_chat as to'])
    .where('try_at', '<=', arg('now'))
    .orderBy('try_at')
    .orderBy('platform')
    .orderBy('from_chat')
    .limit(sql.lit(10)),
)

const endPauses = statement<{ now: number }>()((arg) =>
  build.updateTable('chat_move').set({ try_at: 0 }).where('try_at', '>', arg('now')),
)

const aliasChat = statement<ChatMove>()((arg) =>
  build
    .updateTable('chat')
    .set({ moved_to: arg('to') })
    .where('platform', '=', arg('platform'))
    .where((eb) => eb.or([eb('chat', '=', arg('from')), eb('moved_to', '=', arg('from'))])),
)

const takeChats = statement<{ from: number; community: number; origin: number | null }>()((arg) =>
  build
    .updateTable('chat')
    .set({ community: arg('community'), origin: arg('origin') })
    .where('community', '=', arg('from')),
)

const moveHostPlace = statement<ChatMove>()((arg) =>
  build
    .updateTable('link')
    .set({ host_chat: arg('to') })
    .where('host_platform', '=', arg('platform'))
    .where('host_chat', '=', arg('from')),
)

const moveJoinedPlace = statement<ChatMove>()((arg) =>
  build
    .updateTable('link')
    .set({ joined_chat: arg('to') })
    .where('joined_platform', '=', arg('platform'))
    .where('joined_chat', '=', arg('from')),
)

const moveOffer = statement<ChatMove>()((arg) =>
  build
    .updateTable('link_code')
    .set({ chat: arg('to') })
    .where('platform', '=', arg('platform'))
    .where('chat', '=', arg('from')),
)

type At = { platform: string; chat: string }

const selectOpenCards = statement<At>()((arg) =>
  build
    .selectFrom('envelope')
    .innerJoin('envelope_message', 'envelope_message.envelope', 'envelope.id')
    .select(['envelope_message.id', 'envelope_message.envelope', 'envelope.envelope_no as envelopeNo'])
    .select('envelope_message.thread')
    .where('envelope.state', '=', sql.lit('open' as const))
    // Always true; it makes SQLite start from the few open envelopes instead of all cards.
    .where('envelope.deadline', '>', 0)
    .where('envelope_message.state', '=', sql.lit('live' as const))
    .where('envelope_message.platform', '=', arg('platform'))
    .where('envelope_message.chat', '=', arg('chat')),
)

const selectLateCards = statement<At>()((arg) =>
  build
    .selectFrom('envelope_message')
    .innerJoin('envelope', 'envelope.id', 'envelope_message.envelope')
    .select(['envelope_message.id', 'envelope_message.envelope', 'envelope.envelope_no as envelopeNo'])
    .select('envelope_message.thread')
    .where('envelope.state', '<>', 'open')
    // All of them, so that the index applies.
    .where('envelope_message.priority', 'in', sql<number>`(0, 1, 2)`)
    .where('envelope_message.platform', '=', arg('platform'))
    .where('envelope_message.chat', '=', arg('chat'))
    .where(
      byDialect(
        sql<boolean>`envelope_message.desired_rev > envelope_message.observed_rev AND envelope_message.state = 'live'`,
        sql`envelope_message.outdated = 1`,
      ),
    ),
)

/** Records a move that can't happen before `tryAt` (UTC milliseconds). */
export function* putOffMove(move: ChatMove, tryAt: number): Plan<void> {
  yield* run(deleteMove, move)
  yield* run(insertMove, { ...move, tryAt })
}

/** Returns up to ten moves that may be retried now. */
export function* dueMoves(now: number): Plan<ChatMove[]> {
  return yield* many(selectDue, { now })
}

/** Makes every postponed move retry at once. */
export function* endMovePauses(now: number): Plan<void> {
  yield* run(endPauses, { now })
}

/** Turns the old id of a chat into an alias of the new one, including in links and codes. */
export function* finishMove(move: ChatMove): Plan<void> {
  yield* run(aliasChat, move)
  yield* run(moveHostPlace, move)
  yield* run(moveJoinedPlace, move)
  yield* run(moveOffer, move)
  yield* run(deleteMove, move)
}

/** Reassigns all chats of a community to another. */
export function* takeChatsOf(
  from: number,
  to: { readonly community: number; readonly origin: number | null },
): Plan<void> {
  yield* run(takeChats, { from, ...to })
}

/** Returns the live cards of a chat that may still change: those of open envelopes, and outdated ones. */
export function* strandedCards(platform: string, chat: string): Plan<StrandedCard[]> {
  const open = yield* many(selectOpenCards, { platform, chat })
  const late = yield* many(selectLateCards, { platform, chat })
  // Repost in the original order.
  const byAge = (one: StrandedCard, other: StrandedCard) => one.id - other.id
  return [...open.sort(byAge), ...late.sort(byAge)]
}
