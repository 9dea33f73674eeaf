import { sql } from 'kysely'
import type { Community, CommunityLanguage } from '../core/community.js'
import { DEFAULT_RULES, type EnvelopeRules } from '../core/envelope.js'
import type { Currency } from '../core/money.js'
import { DEFAULT_NEWCOMER_TIME } from '../core/newcomers.js'
import type { Place } from '../core/place.js'
import { openAccount } from './ledger.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

type CommunityRow = {
  id: number
  name: string
  currency_name: string
  currency_symbol: string
  scale: number
  self_grab: number
  default_lifetime: number
  min_lifetime: number
  max_lifetime: number
  max_open_envelopes: number
  max_total: number | null
  fair_start: number
  hide_amounts: number
  results: number
  pictures: number
  cover: string | null
  newcomer_limit: number | null
  newcomer_time: number
  language: CommunityLanguage | null
  time_zone: string
}

const columns = [
  'community.id',
  'community.name',
  'currency_name',
  'currency_symbol',
  'scale',
  'self_grab',
  'default_lifetime',
  'min_lifetime',
  'max_lifetime',
  'max_open_envelopes',
  'max_total',
  'fair_start',
  'hide_amounts',
  'results',
  'pictures',
  'cover',
  'newcomer_limit',
  'newcomer_time',
  'language',
  'time_zone',
] as const

const selectAtPlace = statement<{ platform: string; chat: string }>()((arg) =>
  build
    .selectFrom('chat')
    .innerJoin('community', 'community.id', 'chat.community')
    .select(columns)
    .where('chat.platform', '=', arg('platform'))
    .where('chat.chat', '=', arg('chat')),
)

const selectById = statement<{ id: number }>()((arg) =>
  build.selectFrom('community').select(columns).where('id', '=', arg('id')),
)

const insertCommunity = statement<
  Omit<CommunityRow, 'id' | 'self_grab' | 'hide_amounts' | 'results' | 'pictures' | 'cover' | 'time_zone'> & {
    self_grab: 0 | 1
    hide_amounts: 0 | 1
    results: 0 | 1
    pictures: 0 | 1
    at: number
  }
>()((arg) =>
  build.insertInto('community').values({
    name: arg('name'),
    currency_name: arg('currency_name'),
    currency_symbol: arg('currency_symbol'),
    scale: arg('scale'),
    self_grab: arg('self_grab'),
    default_lifetime: arg('default_lifetime'),
    min_lifetime: arg('min_lifetime'),
    max_lifetime: arg('max_lifetime'),
    max_open_envelopes: arg('max_open_envelopes'),
    max_total: arg('max_total'),
    fair_start: arg('fair_start'),
    hide_amounts: arg('hide_amounts'),
    results: arg('results'),
    pictures: arg('pictures'),
    newcomer_limit: arg('newcomer_limit'),
    newcomer_time: arg('newcomer_time'),
    language: arg('language'),
    created_at: arg('at'),
  }),
)

const insertChat = statement<NewChat>()((arg) =>
  build.insertInto('chat').values({
    platform: arg('platform'),
    chat: arg('chat'),
    community: arg('community'),
    origin: arg('origin'),
    created_at: arg('at'),
    shard_key: arg('shardKey'),
  }),
)

const selectChat = statement<{ platform: string; chat: string }>()((arg) =>
  build
    .selectFrom('chat')
    .select(['community', 'origin', 'moved_to'])
    .where('platform', '=', arg('platform'))
    .where('chat', '=', arg('chat')),
)

const selectChats = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('chat')
    .select(['platform', 'chat', 'origin', 'moved_to'])
    .where('community', '=', arg('community'))
    .orderBy('created_at')
    .orderBy('platform')
    .orderBy('chat'),
)

const updateCommunity = statement<
  Omit<CommunityRow, 'name' | 'self_grab' | 'hide_amounts' | 'results' | 'pictures' | 'cover'> & {
    self_grab: 0 | 1
    hide_amounts: 0 | 1
    results: 0 | 1
    pictures: 0 | 1
  }
>()((arg) =>
  build
    .updateTable('community')
    .set({
      currency_name: arg('currency_name'),
      currency_symbol: arg('currency_symbol'),
      scale: arg('scale'),
      self_grab: arg('self_grab'),
      default_lifetime: arg('default_lifetime'),
      min_lifetime: arg('min_lifetime'),
      max_lifetime: arg('max_lifetime'),
      max_open_envelopes: arg('max_open_envelopes'),
      max_total: arg('max_total'),
      fair_start: arg('fair_start'),
      hide_amounts: arg('hide_amounts'),
      results: arg('results'),
      pictures: arg('pictures'),
      newcomer_limit: arg('newcomer_limit'),
      newcomer_time: arg('newcomer_time'),
      language: arg('language'),
      time_zone: arg('time_zone'),
    })
    .where('id', '=', arg('id')),
)

function communityOf(row: CommunityRow): Community {
  return {
    id: row.id,
    name: row.name,
    currency: { name: row.currency_name, symbol: row.currency_symbol, scale: row.scale },
    rules: {
      selfGrab: row.self_grab === 1,
      defaultLifetime: row.default_lifetime,
      minLifetime: row.min_lifetime,
      maxLifetime: row.max_lifetime,
      maxOpenEnvelopes: row.max_open_envelopes,
      maxTotal: row.max_total,
      fairStart: row.fair_start,
      hideAmounts: row.hide_amounts === 1,
      results: row.results === 1,
      pictures: row.pictures === 1,
      newcomer: row.newcomer_limit === null ? null : { limit: row.newcomer_limit, time: row.newcomer_time },
    },
    language: row.language,
    timeZone: row.time_zone,
    cover: row.cover,
    mintNo: mintNoOf(row.id),
  }
}

/** Returns the number of the account that issues a community's money. */
export function mintNoOf(community: number): string {
  return `M-${community}`
}

/** Returns the community that a chat belongs to, or undefined when none was founded there. */
export function* communityAt(place: Place): Plan<Community | undefined> {
  const row = yield* one(selectAtPlace, { platform: place.platform, chat: place.chat })
  return row && communityOf(row)
}

export function* communityById(id: number): Plan<Community | undefined> {
  const row = yield* one(selectById, { id })
  return row && communityOf(row)
}

/** Founds a community with an empty mint and this chat as its first. */
export function* insertCommunityAt(
  place: Place,
  name: string,
  currency: Currency,
  rules: Partial<EnvelopeRules>,
  language: CommunityLanguage | null,
  at: number,
): Plan<Community> {
  const all = { ...DEFAULT_RULES, ...rules }
  const { lastInsertRowid: id } = yield* run(insertCommunity, {
    name,
    currency_name: currency.name,
    currency_symbol: currency.symbol,
    scale: currency.scale,
    self_grab: all.selfGrab ? 1 : 0,
    default_lifetime: all.defaultLifetime,
    min_lifetime: all.minLifetime,
    max_lifetime: all.maxLifetime,
    max_open_envelopes: all.maxOpenEnvelopes,
    max_total: all.maxTotal,
    fair_start: all.fairStart,
    hide_amounts: all.hideAmounts ? 1 : 0,
    results: all.results ? 1 : 0,
    pictures: all.pictures ? 1 : 0,
    newcomer_limit: all.newcomer?.limit ?? null,
    newcomer_time: all.newcomer?.time ?? DEFAULT_NEWCOMER_TIME,
    language,
    at,
  })
  const community: Community = {
    id,
    name,
    currency,
    rules: all,
    language,
    timeZone: 'UTC',
    cover: null,
    mintNo: mintNoOf(id),
  }
  yield* openAccount({
    accountNo: community.mintNo,
    name: `Mint of ${name}`,
    type: 'mint',
    userId: null,
    username: '',
    community: community.id,
    at,
  })
  yield* addChat(place, { community: community.id, origin: null }, at)
  return community
}

/** The community that a chat belongs to, and the one it returns to if it is only linked. */
export interface Belonging {
  readonly community: number
  /** Null when the chat is in its own community. */
  readonly origin: number | null
}

type NewChat = Belonging & { platform: string; chat: string; at: number; shardKey: number | null }

/** Adds a chat that belongs to no community to this one. */
export function* addChat(place: Place, { community, origin }: Belonging, at: number): Plan<void> {
  const { platform, chat, within } = place
  yield* run(insertChat, { platform, chat, community, origin, at, shardKey: within?.shardKey ?? null })
}

/** A chat that belongs to a community; `moved_to` is the platform's later id for it, if any. */
export interface Chat extends Belonging {
  readonly moved_to: string | null
}

/** Returns the chat at a place; undefined when it belongs to no community. */
export function* chatAt(place: Place): Plan<Chat | undefined> {
  return yield* one(selectChat, { platform: place.platform, chat: place.chat })
}

/** Returns all chats of a community, linked ones included, oldest first. */
export function* chatsOf(community: number) {
  return yield* many(selectChats, { community })
}

const selectPlace = statement<{ community: number; platform: string }>()((arg) =>
  build
    .selectFrom('chat')
    .select(['platform', 'chat'])
    .where('community', '=', arg('community'))
    .where('moved_to', 'is', null)
    .orderBy((eb) => eb('platform', '<>', arg('platform')))
    .orderBy('created_at')
    .orderBy('chat')
    .limit(sql.lit(1)),
)

/** Returns the oldest chat of a community, preferably on this platform; undefined when it has none. */
export function* placeIn(community: number, platform: string): Plan<Place | undefined> {
  return yield* one(selectPlace, { community, platform })
}

/** Translates a place to its chat's current id, which the platform may have changed. */
export function* currentPlace(place: Place): Plan<Place> {
  const chat = yield* chatAt(place)
  return chat?.moved_to ? { ...place, chat: chat.moved_to } : place
}

/** Stores a community's currency, rules, language and time zone. The rules must be valid already. */
export function* storeSettings({ id, currency, rules, language, timeZone }: Community): Plan<void> {
  yield* run(updateCommunity, {
    id,
    currency_name: currency.name,
    currency_symbol: currency.symbol,
    scale: currency.scale,
    self_grab: rules.selfGrab ? 1 : 0,
    default_lifetime: rules.defaultLifetime,
    min_lifetime: rules.minLifetime,
    max_lifetime: rules.maxLifetime,
    max_open_envelopes: rules.maxOpenEnvelopes,
    max_total: rules.maxTotal,
    fair_start: rules.fairStart,
    hide_amounts: rules.hideAmounts ? 1 : 0,
    results: rules.results ? 1 : 0,
    pictures: rules.pictures ? 1 : 0,
    newcomer_limit: rules.newcomer?.limit ?? null,
    newcomer_time: rules.newcomer?.time ?? DEFAULT_NEWCOMER_TIME,
    language,
    time_zone: timeZone,
  })
}
