import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { latestExpiry } from '../core/link-code.js'
import type { Place } from '../core/place.js'
import { byDialect } from './dialect.js'
import { build, many, one, type Plan, run, statement } from './plan.js'

/** Target of a code: the community of the chat where it was made, or the person who made it. */
export type LinkKind = 'community' | 'people'

/** A valid code and its origin. */
export interface LinkOffer {
  /** Maker of the code, with the name at that time. */
  readonly platform: string
  readonly user: string
  readonly name: string
  /** Chat where it was made; null for people. */
  readonly chat: string | null
  readonly thread: string | null
  /** UTC milliseconds. The code is valid until then, unless the clock went back meanwhile. */
  readonly expiresAt: number
}

/** A community whose chats and money have moved into another. */
export interface Link {
  readonly id: number
  readonly host: number
  readonly joined: number
  /** Where each of the two shows cards meant for all linked chats. */
  readonly hostPlace: Place
  readonly joinedPlace: Place
  /** The host's member who made the code. */
  readonly invitedBy: number
}

const selectOffer = statement<{ digest: string; now: number; latest: number }>()((arg) =>
  build
    .selectFrom('link_code')
    .select(['platform', 'user', 'name', 'chat', 'thread', 'expires_at as expiresAt'])
    .where('digest', '=', arg('digest'))
    .where('expires_at', '>', arg('now'))
    .where('expires_at', '<=', arg('latest')),
)

const insertOffer = statement<LinkOffer & { digest: string; kind: LinkKind }>()((arg) =>
  build.insertInto('link_code').values({
    digest: arg('digest'),
    kind: arg('kind'),
    platform: arg('platform'),
    user: arg('user'),
    name: arg('name'),
    chat: arg('chat'),
    thread: arg('thread'),
    expires_at: arg('expiresAt'),
  }),
)

const claimOffer = statement<{ digest: string; claimed: string }>()((arg) =>
  build
    .updateTable('link_code')
    .set({ digest: arg('claimed') })
    .where('digest', '=', arg('digest')),
)

const deleteOffer = statement<{ digest: string }>()((arg) =>
  build.deleteFrom('link_code').where('digest', '=', arg('digest')),
)

const deleteEarlier = statement<{ platform: string; chat: string | null; user: string; now: number }>()(
  (arg) =>
    build.deleteFrom('link_code').where((eb) =>
      eb.or([
        eb('expires_at', '<=', arg('now')),
        eb.and([
          eb('platform', '=', arg('platform')),
          byDialect(sql<boolean>`chat IS ${arg('chat')}`, sql`chat <=> ${arg('chat')}`),
          // One code per place and one per person.
          eb.or([eb('chat', 'is not', null), eb('user', '=', arg('user'))]),
        ]),
      ]),
    ),
)

const columns = [
  'link.id',
  'host',
  'joined',
  'host_platform',
  'host_chat',
  'host_thread',
  'joined_platform',
  'joined_chat',
  'joined_thread',
  'invited_by',
] as const

// The literal null lets SQLite see that the partial indexes apply.
const selectOfHost = statement<{ host: number }>()((arg) =>
  build
    .selectFrom('link')
    .innerJoin('community', 'community.id', 'link.joined')
    .select(columns)
    .select('community.name')
    .where('host', '=', arg('host'))
    .where('unlinked_at', 'is', null)
    .orderBy('link.id'),
)

const selectOfJoined = statement<{ joined: number }>()((arg) =>
  build
    .selectFrom('link')
    .select(columns)
    .where('joined', '=', arg('joined'))
    .where('unlinked_at', 'is', null),
)

const insertLink = statement<{
  host: number
  joined: number
  host_platform: string
  host_chat: string
  host_thread: string | null
  joined_platform: string
  joined_chat: string
  joined_thread: string | null
  invitedBy: number
  linkedBy: number
  at: number
}>()((arg) =>
  build.insertInto('link').values({
    host: arg('host'),
    joined: arg('joined'),
    host_platform: arg('host_platform'),
    host_chat: arg('host_chat'),
    host_thread: arg('host_thread'),
    joined_platform: arg('joined_platform'),
    joined_chat: arg('joined_chat'),
    joined_thread: arg('joined_thread'),
    invited_by: arg('invitedBy'),
    linked_by: arg('linkedBy'),
    linked_at: arg('at'),
  }),
)

const endLink = statement<{ id: number; by: number; at: number }>()((arg) =>
  build
    .updateTable('link')
    .set({ unlinked_at: arg('at'), unlinked_by: arg('by') })
    .where('id', '=', arg('id')),
)

const joinChats = statement<{ host: number; joined: number }>()((arg) =>
  build
    .updateTable('chat')
    .set({ community: arg('host'), origin: sql<number>`coalesce(origin, ${arg('joined')})` })
    .where('community', '=', arg('joined')),
)

const returnChats = statement<{ host: number; origin: number }>()((arg) =>
  build
    .updateTable('chat')
    .set({ community: arg('origin'), origin: null })
    .where('community', '=', arg('host'))
    .where('origin', '=', arg('origin')),
)

const selectOpen = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('envelope')
    .innerJoin('member', 'member.id', 'envelope.sender')
    .select(['envelope.id', 'envelope.deadline'])
    .select(sql<number>`coalesce(member.merged_into, member.id)`.as('owner'))
    .where('envelope.state', '=', sql.lit('open' as const))
    .where('envelope.community', '=', arg('community')),
)

const selectShownAt = statement<{ community: number; origin: number }>()((arg) =>
  build
    .selectFrom('envelope')
    .innerJoin('envelope_message', 'envelope_message.envelope', 'envelope.id')
    .innerJoin('chat', (join) =>
      join
        .onRef('chat.platform', '=', 'envelope_message.platform')
        .onRef('chat.chat', '=', 'envelope_message.chat'),
    )
    .select('envelope.id')
    .distinct()
    .where('envelope.state', '=', sql.lit('open' as const))
    .where('envelope.community', '=', arg('community'))
    .where('envelope_message.state', '=', 'live')
    .where('chat.origin', '=', arg('origin')),
)

/** `claimer` is the first to enter the code; undefined before that. */
function digestOf(kind: LinkKind, code: string, claimer?: string): string {
  return hash('sha256', [kind, code, ...(claimer === undefined ? [] : [claimer])].join(' '), 'hex')
}

/** Stores a new code, replacing the earlier one of the same place or person, and deletes expired codes. */
export function* storeOffer(kind: LinkKind, code: string, offer: LinkOffer, now: number): Plan<void> {
  const { platform, chat, user } = offer
  yield* run(deleteEarlier, { platform, chat, user, now })
  yield* run(insertOffer, { ...offer, digest: digestOf(kind, code), kind })
}

/**
 * Claims a code for its first user and returns its offer; undefined when the code is unknown, expired, used or claimed
 * by someone else. Claiming defeats shoulder surfers: once entered, a code works only for the one who entered it first.
 */
export function* claimedOffer(
  kind: LinkKind,
  code: string,
  claimer: string,
  now: number,
): Plan<LinkOffer | undefined> {
  const claimed = digestOf(kind, code, claimer)
  const latest = latestExpiry(now)
  const own = yield* one(selectOffer, { digest: claimed, now, latest })
  if (own) return own
  const digest = digestOf(kind, code)
  const offer = yield* one(selectOffer, { digest, now, latest })
  if (offer) yield* run(claimOffer, { digest, claimed })
  return offer
}

/** Passes a claimed code on to another claimer. */
export function* passOffer(kind: LinkKind, code: string, from: string, to: string): Plan<void> {
  yield* run(claimOffer, { digest: digestOf(kind, code, from), claimed: digestOf(kind, code, to) })
}

/** Deletes a code: it works once. */
export function* useUpOffer(kind: LinkKind, code: string, claimer: string): Plan<void> {
  yield* run(deleteOffer, { digest: digestOf(kind, code, claimer) })
}

type LinkRow = NonNullable<ReturnType<typeof selectedLink> extends Plan<infer Row> ? Row : never>

function* selectedLink(joined: number) {
  return yield* one(selectOfJoined, { joined })
}

function linkOf(row: LinkRow): Link {
  return {
    id: row.id,
    host: row.host,
    joined: row.joined,
    hostPlace: { platform: row.host_platform, chat: row.host_chat, thread: row.host_thread },
    joinedPlace: { platform: row.joined_platform, chat: row.joined_chat, thread: row.joined_thread },
    invitedBy: row.invited_by,
  }
}

/** Returns the communities linked into this one, with their names, in the order of joining. */
export function* linksOfHost(host: number): Plan<(Link & { name: string })[]> {
  return (yield* many(selectOfHost, { host })).map((row) => ({ ...linkOf(row), name: row.name }))
}

/** Returns the link that a community joined by; undefined when it isn't linked into another. */
export function* linkOfJoined(joined: number): Plan<Link | undefined> {
  const row = yield* selectedLink(joined)
  return row && linkOf(row)
}

/**
 * Records that a community is now linked into another, and moves its chats there. Chats that were linked before keep
 * their origin.
 */
export function* startLink(
  link: Omit<Link, 'id'> & { readonly linkedBy: number; readonly at: number },
): Plan<void> {
  yield* insert(link)
  yield* run(joinChats, { host: link.host, joined: link.joined })
}

function* insert(link: Omit<Link, 'id'> & { readonly linkedBy: number; readonly at: number }): Plan<void> {
  const { host, joined, hostPlace, joinedPlace, invitedBy, linkedBy, at } = link
  yield* run(insertLink, {
    host,
    joined,
    host_platform: hostPlace.platform,
    host_chat: hostPlace.chat,
    host_thread: hostPlace.thread ?? null,
    joined_platform: joinedPlace.platform,
    joined_chat: joinedPlace.chat,
    joined_thread: joinedPlace.thread ?? null,
    invitedBy,
    linkedBy,
    at,
  })
}

/** Makes the community that a link's host has joined the new host of the link. */
export function* rehostLink(
  link: Link,
  to: Pick<Link, 'host' | 'hostPlace' | 'invitedBy'> & { readonly linkedBy: number; readonly at: number },
): Plan<void> {
  yield* run(endLink, { id: link.id, by: to.linkedBy, at: to.at })
  yield* insert({ ...link, ...to })
}

/** Records the end of a link, and returns its chats to their own community. */
export function* stopLink(link: Link, by: number, at: number): Plan<void> {
  yield* run(endLink, { id: link.id, by, at })
  yield* run(returnChats, { host: link.host, origin: link.joined })
}

/** Returns the open envelopes of a community, each with the member who represents its sender. */
export function* openEnvelopesOf(community: number) {
  return yield* many(selectOpen, { community })
}

/** Returns the open envelopes of a community that have a live card in a chat that came from `origin`. */
export function* openEnvelopesShownAt(community: number, origin: number): Plan<Set<number>> {
  return new Set((yield* many(selectShownAt, { community, origin })).map(({ id }) => id))
}
