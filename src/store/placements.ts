import { sql } from 'kysely'
import { chatAt, chatsOf } from './communities.js'
import { textsIn } from './dialect.js'
import type { ChatId } from './messages.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

const select = statement<ChatId>()((arg) =>
  build
    .selectFrom('placement')
    .select('database_no as databaseNo')
    .where('platform', '=', arg('platform'))
    .where('chat', '=', arg('chat')),
)

const insert = statement<ChatId & { databaseNo: number; at: number }>()((arg) =>
  build
    .insertInto('placement')
    .values({
      platform: arg('platform'),
      chat: arg('chat'),
      database_no: arg('databaseNo'),
      placed_at: arg('at'),
    })
    .onConflict((row) => row.doNothing()),
)

const insertAll = statement<{ platform: string; chats: string; databaseNo: number; at: number }>()((arg) =>
  build
    .insertInto('placement')
    .columns(['platform', 'chat', 'database_no', 'placed_at'])
    .expression(
      build
        .selectFrom(sql<{ value: string }>`${textsIn(arg('chats'))}`.as('known'))
        .select([
          sql<string>`${arg('platform')}`.as('platform'),
          'known.value as chat',
          sql<number>`${arg('databaseNo')}`.as('database_no'),
          sql<number>`${arg('at')}`.as('placed_at'),
        ]),
    )
    .onConflict((row) => row.doNothing()),
)

const update = statement<ChatId & { databaseNo: number; at: number }>()((arg) =>
  build
    .updateTable('placement')
    .set({ database_no: arg('databaseNo'), placed_at: arg('at') })
    .where('platform', '=', arg('platform'))
    .where('chat', '=', arg('chat')),
)

const count = statement<Record<string, never>>()(() =>
  build
    .selectFrom('placement')
    .select((eb) => ['database_no as databaseNo', eb.fn.countAll<number>().as('chats')])
    .groupBy('database_no'),
)

/** Chats read in one plan. */
const CHATS_A_PORTION = 1_000

const selectChats = statement<ChatId>()((arg) =>
  build
    .selectFrom('chat')
    .select(['platform', 'chat'])
    .where(sql<boolean>`(platform, chat) > (${arg('platform')}, ${arg('chat')})`)
    .orderBy('platform')
    .orderBy('chat')
    .limit(sql.lit(CHATS_A_PORTION)),
)

/** Returns the number of the database that a chat was placed in; undefined for one that was never placed. */
export function* placementOf({ platform, chat }: ChatId): Plan<number | undefined> {
  return (yield* one(select, { platform, chat }))?.databaseNo
}

/** Places a chat in a database unless it has a place; returns the number of its database. */
export function* placeChat({ platform, chat }: ChatId, databaseNo: number, at: number): Plan<number> {
  const known = yield* placementOf({ platform, chat })
  if (known !== undefined) return known
  yield* run(insert, { platform, chat, databaseNo, at })
  return databaseNo
}

/** Moves the placements of chats to another database. */
export function* replaceAll(chats: readonly ChatId[], databaseNo: number, at: number): Plan<void> {
  for (const { platform, chat } of chats) yield* run(update, { platform, chat, databaseNo, at })
}

/** Places the chats that have no place yet. */
export function* placeAll(chats: readonly ChatId[], databaseNo: number, at: number): Plan<void> {
  for (const platform of new Set(chats.map((each) => each.platform))) {
    const there = chats.filter((each) => each.platform === platform).map(({ chat }) => chat)
    yield* run(insertAll, { platform, chats: JSON.stringify(there), databaseNo, at })
  }
}

/** Returns the number of chats placed in each database, by its number. */
export function* countPlaced(): Plan<Map<number, number>> {
  const rows = yield* many(count, {})
  return new Map(rows.map(({ databaseNo, chats }) => [databaseNo, chats]))
}

/** Returns the next chats that this database knows, in order, and whether there are more. */
export function* knownChats(
  after: ChatId,
): Plan<{ readonly chats: readonly ChatId[]; readonly more: boolean }> {
  const chats = yield* many(selectChats, { platform: after.platform, chat: after.chat })
  return { chats, more: chats.length === CHATS_A_PORTION }
}

/** Returns whether this database knows a chat. */
export function* isKnown(chat: ChatId): Plan<boolean> {
  return (yield* chatAt(chat)) !== undefined
}

/** Returns all chats of a chat's community; none if it has no community here. */
export function* chatsAt(place: ChatId): Plan<ChatId[]> {
  const chat = yield* chatAt(place)
  const chats = chat ? yield* chatsOf(chat.community) : []
  return chats.map((each) => ({ platform: each.platform, chat: each.chat }))
}
