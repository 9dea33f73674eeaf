import type { Community } from '../../core/community.js'
import { scheduledIn } from '../../store/appointments.js'
import { chatAt, chatsOf, communityAt } from '../../store/communities.js'
import { type Purse, purseOfLeavers, startMove } from '../../store/community-moves.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { type Link, linksOfHost, openEnvelopesOf, openEnvelopesShownAt, stopLink } from '../../store/links.js'
import { joinMember, makeTreasurer, treasurersOf } from '../../store/members.js'
import { identitiesOfMember } from '../../store/merges.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, UnknownChat } from '../command.js'
import { type ScheduledEnvelopes, scheduledEnvelopes } from '../envelopes/scheduled.js'
import { type Moved, type OpenEnvelopes, openEnvelopes } from './link-communities.js'
import { moveOn, platformsIn } from './move-communities.js'

export type UnlinkRefusal =
  | { kind: 'not_admin' }
  | { kind: 'not_linked' }
  | OpenEnvelopes
  | ScheduledEnvelopes
  | { kind: 'wallet_frozen'; name: string }
  | UnknownChat

/** The result: `left` are the communities that return to their own chats, `host` is the one they leave. */
type Unlinked = { host: string; left: string[] } & Moved

export type PreviewUnlinkOutcome = ({ kind: 'unlink_preview' } & Unlinked) | UnlinkRefusal

export type UnlinkOutcome = ({ kind: 'communities_unlinked' } & Unlinked) | UnlinkRefusal | KeyReused

/** Returns what unlinking would do, or why it can't be done. Changes nothing. */
export function* previewUnlink(command: Omit<AdminCommand, 'key'>): Plan<PreviewUnlinkOutcome> {
  const ready = yield* prepare(command)
  return 'kind' in ready ? ready : { kind: 'unlink_preview', ...told(ready) }
}

/**
 * Unlinks communities. In a chat that was linked to a host, all chats that came with it return to their own community;
 * in a chat of the host, everything linked to it returns. Members who can no longer reach the host on any platform take
 * their money along and lose the treasurer role there; all other money stays. This plan's decision is final; of more than
 * `limit` such members it moves the first ones, and moveOn() the rest.
 */
export function* unlinkCommunities(command: AdminCommand, now: number, limit: number): Plan<UnlinkOutcome> {
  const { key, by } = command
  const body = bodyOf('unlink', command)
  return yield* idempotent<UnlinkOutcome>({ key, body, at: now }, function* () {
    const ready = yield* prepare(command)
    if ('kind' in ready) return ready
    const { host, links, kept } = ready
    const actor = (yield* joinMember(host.id, by, now)).id
    // No one could dismiss them any more, and linking again would silently make them treasurers.
    for (const { id } of yield* treasurersOf(host.id))
      if (yield* goes(id, kept)) yield* makeTreasurer(id, false)
    for (const link of links) {
      yield* stopLink(link, actor, now)
      yield* startMove({
        kind: 'unlink',
        from: host.id,
        to: link.joined,
        by,
        startedAt: now,
        link: undefined,
      })
    }
    yield* moveOn(undefined, limit, now)
    return { kind: 'communities_unlinked', ...told(ready) }
  })
}

interface Ready {
  readonly host: Community
  readonly links: readonly (Link & { name: string })[]
  /** Platforms that still reach the host. */
  readonly kept: ReadonlySet<string>
  /** Money that leaves with the members who are on none of them. */
  readonly purse: Purse
}

function told({ host, links, purse: { wallets, amount } }: Ready): Unlinked {
  const left = links.map(({ name }) => name)
  return { host: host.name, left, wallets, amount, currency: host.currency }
}

function* prepare(command: Omit<AdminCommand, 'key'>): Plan<Ready | UnlinkRefusal> {
  const host = yield* communityAt(command.place)
  const chat = yield* chatAt(command.place)
  if (!host || !chat) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const links = (yield* linksOfHost(host.id)).filter(
    ({ joined }) => chat.origin === null || chat.origin === joined,
  )
  if (links.length === 0) return { kind: 'not_linked' }

  const origins = new Set(links.map(({ joined }) => joined))
  const chats = yield* chatsOf(host.id)
  const kept = platformsIn(chats.filter(({ origin }) => origin === null || !origins.has(origin)))
  const shown = new Set<number>()
  for (const origin of origins) for (const id of yield* openEnvelopesShownAt(host.id, origin)) shown.add(id)
  const open = []
  for (const envelope of yield* openEnvelopesOf(host.id))
    if (shown.has(envelope.id) || (yield* goes(envelope.owner, kept))) open.push(envelope)
  if (open.length > 0) return openEnvelopes(open)
  const scheduled = []
  for (const envelope of yield* scheduledIn(host.id))
    if ((envelope.origin !== null && origins.has(envelope.origin)) || (yield* goes(envelope.owner, kept)))
      scheduled.push(envelope)
  const waiting = scheduledEnvelopes(scheduled)
  if (waiting) return waiting

  const purse = yield* purseOfLeavers(host.id, kept)
  if (purse.frozen !== null) return { kind: 'wallet_frozen', name: purse.frozen }
  return { host, links, kept, purse }
}

/** Returns whether a member has no identity on any of the platforms. */
function* goes(member: number, kept: ReadonlySet<string>): Plan<boolean> {
  return (yield* identitiesOfMember(member)).every(({ platform }) => !kept.has(platform))
}
