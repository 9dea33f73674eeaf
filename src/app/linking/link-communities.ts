import type { Community } from '../../core/community.js'
import { readCode } from '../../core/link-code.js'
import { type Amount, type Currency, MAX_CIRCULATION } from '../../core/money.js'
import { scheduledIn } from '../../store/appointments.js'
import { communityAt, communityById } from '../../store/communities.js'
import { purseOf, startMove } from '../../store/community-moves.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { BrokenInvariant, getAccount } from '../../store/ledger.js'
import {
  claimedOffer,
  type Link,
  type LinkOffer,
  linksOfHost,
  openEnvelopesOf,
  useUpOffer,
} from '../../store/links.js'
import { joinMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, UnknownChat } from '../command.js'
import { type ScheduledEnvelopes, scheduledEnvelopes } from '../envelopes/scheduled.js'
import { placeFor } from './linked-communities.js'
import { moveOn } from './move-communities.js'

export interface LinkCommunities extends AdminCommand {
  /** As typed. */
  readonly code: string
}

/** Total money and wallets that move between two communities. */
export interface Moved {
  readonly wallets: number
  readonly amount: Amount
  readonly currency: Currency
}

export type LinkRefusal =
  | { kind: 'not_admin' }
  /** Unknown, expired, used or claimed elsewhere: one answer for all, so that guessing reveals nothing. */
  | { kind: 'bad_code' }
  | { kind: 'already_linked'; name: string }
  | OpenEnvelopes
  | ScheduledEnvelopes
  /** The two currencies have different numbers of decimals. */
  | { kind: 'other_scale'; host: string; hostScale: number; scale: number }
  | { kind: 'circulation_full'; host: string }
  | { kind: 'wallet_frozen'; name: string }
  | UnknownChat

/** Red packets that must end first. */
export interface OpenEnvelopes {
  readonly kind: 'open_envelopes'
  readonly count: number
  /** When the last of them ends, UTC milliseconds. */
  readonly lastDeadline: number
}

export type PreviewLinkOutcome =
  | ({ kind: 'link_preview'; host: string; joined: string } & Moved)
  | LinkRefusal

export type LinkOutcome =
  | ({ kind: 'communities_linked'; host: string; joined: string } & Moved)
  | LinkRefusal
  | KeyReused

/**
 * Returns what linking this chat's community by a code would do, or why it can't be done. Changes nothing, except that
 * it claims the code for this community.
 */
export function* previewLink(command: Omit<LinkCommunities, 'key'>, now: number): Plan<PreviewLinkOutcome> {
  const ready = yield* prepare(command, now)
  return 'kind' in ready ? ready : { kind: 'link_preview', ...told(ready) }
}

/**
 * Links this chat's community to the one that made the code: its members become members there with all their money,
 * then its chats move there too. Deletes none of its data, so that it can be unlinked. This plan's decision is final; of
 * a community with more than `limit` members it moves the first ones, and moveOn() the rest.
 */
export function* linkCommunities(command: LinkCommunities, now: number, limit: number): Plan<LinkOutcome> {
  const { key, place, by } = command
  const body = bodyOf('link', command)
  return yield* idempotent<LinkOutcome>({ key, body, at: now }, function* () {
    const ready = yield* prepare(command, now)
    if ('kind' in ready) return ready
    const { host, joined, offer } = ready
    yield* useUpOffer('community', ready.code, claimerOf(joined))
    const hostPlace = yield* placeFor(host, { ...offer, chat: offer.chat as string })
    const joinedPlace = yield* placeFor(joined, place)
    const invitedBy = (yield* joinMember(host.id, offer, now)).id
    const link = { hostPlace, joinedPlace, invitedBy }
    yield* startMove({ kind: 'link', from: joined.id, to: host.id, by, startedAt: now, link })
    yield* moveOn(undefined, limit, now)
    return { kind: 'communities_linked', ...told(ready) }
  })
}

interface Ready extends Pick<Moved, 'wallets' | 'amount'> {
  readonly host: Community
  readonly joined: Community
  readonly code: string
  readonly offer: LinkOffer
}

function told({ host, joined, wallets, amount }: Ready) {
  return { host: host.name, joined: joined.name, wallets, amount, currency: host.currency }
}

/** A code is bound to the first community where it is entered, because everyone there may read it. */
export function claimerOf({ id }: Pick<Community, 'id'>): string {
  return String(id)
}

function* prepare(command: Omit<LinkCommunities, 'key'>, now: number): Plan<Ready | LinkRefusal> {
  const joined = yield* communityAt(command.place)
  if (!joined) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const code = readCode(command.code)
  const offer =
    code === undefined ? undefined : yield* claimedOffer('community', code, claimerOf(joined), now)
  // Looked up only now: the code's chat may have been linked to another community since.
  const host = offer && (yield* communityAt({ platform: offer.platform, chat: offer.chat as string }))
  if (code === undefined || !host) return { kind: 'bad_code' }
  if (host.id === joined.id) return { kind: 'already_linked', name: host.name }
  const refusal =
    scheduledEnvelopes(yield* scheduledIn(joined.id)) ??
    (yield* refuseToMerge(joined, host, yield* linksOfHost(joined.id)))
  if (refusal) return refusal
  const { wallets, amount } = yield* purseOf(joined.id)
  return { host, joined, code, offer, wallets, amount }
}

/** Returns why the members and money of one community can't move into another. */
export function* refuseToMerge(
  from: Community,
  into: Community,
  links: readonly Link[],
): Plan<
  Exclude<LinkRefusal, { kind: 'not_admin' | 'bad_code' | 'already_linked' | 'unknown_chat' }> | undefined
> {
  const open = yield* openEnvelopesOf(from.id)
  if (open.length > 0) return openEnvelopes(open)
  // Linked communities may leave with money some day, which must then fit.
  for (const id of [from.id, ...links.map(({ joined }) => joined)]) {
    const { currency, mintNo } = yield* existing(id)
    if (currency.scale !== into.currency.scale && (yield* getAccount(mintNo)).seq > 0)
      return {
        kind: 'other_scale',
        ...{ host: into.name, hostScale: into.currency.scale, scale: currency.scale },
      }
  }
  const { amount, frozen } = yield* purseOf(from.id)
  if (frozen !== null) return { kind: 'wallet_frozen', name: frozen }
  const mint = yield* getAccount(into.mintNo)
  return mint.balance - amount < -MAX_CIRCULATION ? { kind: 'circulation_full', host: into.name } : undefined
}

/** Returns how many there are, and when the last of them ends. Requires at least one. */
export function openEnvelopes(open: readonly { readonly deadline: number }[]): OpenEnvelopes {
  const lastDeadline = open.reduce((last, { deadline }) => Math.max(last, deadline), 0)
  return { kind: 'open_envelopes', count: open.length, lastDeadline }
}

function* existing(id: number): Plan<Community> {
  const community = yield* communityById(id)
  if (!community) throw new BrokenInvariant(`community ${id} does not exist`)
  return community
}
