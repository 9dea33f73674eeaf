import type { CommunityLanguage } from '../../core/community.js'
import { conditionTerms, sealedText } from '../../core/conditions/commitment.js'
import { type Condition, type ConditionView, viewOf } from '../../core/conditions/terms.js'
import {
  type Audience,
  type EnvelopeKind,
  hasEnded,
  luckiest,
  type ShownState,
  senderMayGrab,
  type Way,
} from '../../core/envelope.js'
import { commit, commitmentText } from '../../core/fairness.js'
import type { Theme } from '../../core/festivals.js'
import type { Amount, Currency } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import { sealedOrderLine } from '../../core/ways/sealed-order.js'
import { rulesOfWay, wayTerms } from '../../core/ways/ways.js'
import { appointmentOf } from '../../store/appointments.js'
import { communityAt, communityById } from '../../store/communities.js'
import { shownAnswers } from '../../store/conditions/answers.js'
import { conditionsOf } from '../../store/conditions/conditions.js'
import {
  chosenOf,
  chosenRolesOf,
  endedCardAt,
  envelopeById,
  getEnvelope,
  recentIn,
  sharesOf,
} from '../../store/envelopes.js'
import { BrokenInvariant } from '../../store/ledger.js'
import { findMember, memberById, userOf } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { entrantsOf, servedTickets } from '../../store/ways/entrants.js'
import type { Command, UnknownChat } from '../command.js'
import type { CoverRef } from '../community/cover.js'
import { shareFor } from '../linking/represents.js'
import { inPlay, readWay, viewWay } from './ways/in-play.js'

/** Everything about an envelope that may be shown now. Times are UTC milliseconds. */
export interface EnvelopeView {
  readonly envelopeNo: string
  readonly currency: Currency
  /** Language of the card; null when the community has chosen none. */
  readonly language: CommunityLanguage | null
  /** True if the community wants pictures. */
  readonly pictures: boolean
  /** The community's own cover; absent while it has none. */
  readonly cover?: CoverRef
  readonly sender: { readonly id: number; readonly name: string }
  readonly kind: EnvelopeKind
  /** True if the sender may grab a share too. */
  readonly senderMayGrab: boolean
  readonly audience: Audience
  readonly way: WayView
  /** Absent when there are none. */
  readonly conditions?: readonly ConditionView[]
  /** The chosen members and the names of the chosen roles; both empty when everyone may grab. */
  readonly chosen: readonly { readonly id: number; readonly name: string }[]
  readonly chosenRoles: readonly string[]
  readonly theme: Theme
  readonly greeting: string
  readonly total: Amount
  readonly count: number
  readonly grabbedCount: number
  readonly grabbedTotal: Amount
  readonly state: ShownState
  /** When it was sent; of one that was scheduled, when it was opened. */
  readonly createdAt: number
  /** When it was to be sent, of one that was sent late. */
  readonly lateFor?: number
  readonly deadline: number
  readonly endedAt: number | null
  /** Amount refunded to the sender; 0 unless expired or cancelled. */
  readonly refunded: Amount
  readonly commitment: string
  /** True if amounts are hidden from this reader. People with a share see them; everyone does after the end. */
  readonly hidesAmounts: boolean
  /** The claims, earliest first. */
  readonly claims: readonly Claim[]
}

/** An envelope's way and its progress. */
export type WayView =
  /** `joined`: number of people, where shares are drawn at the deadline. */
  | { readonly kind: Exclude<Way, 'fair_start'>; readonly joined?: number }
  /** `waiting`: number of taps waiting to be served; `over`: from now on it is first come, first served. */
  | {
      readonly kind: 'fair_start'
      readonly window: number
      readonly waiting: number
      readonly over: boolean
      readonly joined?: never
    }

export interface Claim {
  readonly position: number
  readonly member: { readonly id: number; readonly name: string }
  readonly amount: Amount
  readonly at: number
  /** The luckiest (手气最佳); only in a lucky envelope that has ended with more than one claim. */
  readonly luckiest: boolean
  /** The member's answer to a condition, such as a wish. */
  readonly said?: string
}

export type EnvelopeRow = NonNullable<ReturnType<typeof getEnvelope> extends Plan<infer Row> ? Row : never>

export type DetailsOutcome =
  | NotSentYet
  | { kind: 'envelope'; envelope: EnvelopeView }
  | { kind: 'unknown_envelope' }
  | UnknownChat

function* hasShare({ id, community }: EnvelopeRow, by: Person): Plan<boolean> {
  const member = yield* findMember(community, by)
  return member !== undefined && (yield* shareFor(member, by, id)) !== undefined
}

/** Returns the claims of an envelope with times and speeds, for anyone in the community. */
export function* envelopeDetails({
  place,
  by,
  envelopeNo,
}: Command & { envelopeNo: string }): Plan<DetailsOutcome> {
  const { envelope, refusal } = yield* envelopeAt(place, envelopeNo)
  if (refusal) return refusal
  const scheduled = notSentYet(envelope)
  if (scheduled) return scheduled
  const seen = yield* view(envelope)
  const hidesAmounts = seen.hidesAmounts && !(yield* hasShare(envelope, by))
  return { kind: 'envelope', envelope: { ...seen, hidesAmounts } }
}

/** Returns the current card of an envelope. Throws when the envelope doesn't exist. */
export function* viewEnvelope(id: number): Plan<EnvelopeView> {
  const envelope = yield* envelopeById(id)
  if (!envelope) throw new BrokenInvariant(`envelope ${id} does not exist`)
  return yield* view(envelope)
}

/** It is scheduled and shows nothing yet. */
export interface NotSentYet {
  readonly kind: 'not_sent_yet'
  /** UTC milliseconds. */
  readonly opensAt: number
}

function notSentYet({ state, opens_at: opensAt }: EnvelopeRow): NotSentYet | undefined {
  return state === 'scheduled' ? { kind: 'not_sent_yet', opensAt: opensAt ?? 0 } : undefined
}

export type VerifyOutcome =
  | NotSentYet
  | { kind: 'sealed'; envelopeNo: string; commitment: string; deadline: number }
  | {
      kind: 'revealed'
      envelopeNo: string
      commitment: string
      /** Text whose SHA-256 should be the commitment. */
      text: string
      /** True if it is. */
      holds: boolean
      /** The order in which entrants were served; absent when no one can join. */
      order?: SealedOrder
      /** Winning tries and their owners; only for a way with tries. */
      hits?: readonly { readonly number: number; readonly name: string }[]
      conditions?: readonly RevealedCondition[]
    }
  | { kind: 'unknown_envelope' }
  | UnknownChat

/** A condition after the end. `sealed`: the text whose SHA-256 is in the commitment's. */
export interface RevealedCondition {
  readonly condition: ConditionView
  readonly sealed?: string
}

/** A sealed order that anyone can recompute. */
export interface SealedOrder {
  /** A shell line that prints it. */
  readonly line: string
  /** Number of entrants. */
  readonly joined: number
  /** Entrants who got shares, in order. */
  readonly served: readonly { readonly ticket: number; readonly name: string }[]
}

/** Returns the commitment; after the end, also the salt and shares so that anyone can check it. */
export function* verifyEnvelope({
  place,
  envelopeNo,
}: Command & { envelopeNo: string }): Plan<VerifyOutcome> {
  const { envelope, refusal } = yield* envelopeAt(place, envelopeNo)
  if (refusal) return refusal
  const scheduled = notSentYet(envelope)
  if (scheduled) return scheduled
  const { id, commitment, salt, state, deadline, way } = envelope
  if (!hasEnded(state)) return { kind: 'sealed', envelopeNo, commitment, deadline }
  const shares = yield* sharesOf(id)
  const conditions = envelope.conditions === 0 ? [] : yield* conditionsOf(id)
  const revealed = {
    envelopeNo,
    shares: shares.map(({ amount }) => amount),
    salt,
    terms: [...wayTerms(way, yield* readWay(id, way)), ...conditionTerms(conditions, salt)],
  }
  const holds = commit(revealed) === commitment
  const order = yield* orderOf(id, way, salt, shares)
  const hits = yield* namedHits(id, way, shares)
  return {
    ...{ kind: 'revealed', envelopeNo, commitment, text: commitmentText(revealed), holds },
    ...(order && { order }),
    ...(hits && { hits }),
    ...(conditions.length > 0 && { conditions: conditions.map((one) => reveal(one, salt)) }),
  }
}

function reveal(condition: Condition, salt: string): RevealedCondition {
  const sealed = sealedText(condition, salt)
  return { condition: viewOf(condition, true), ...(sealed !== undefined && { sealed }) }
}

/** Returns the winning tries with their owners' names; undefined for a way without tries. */
function* namedHits(
  id: number,
  way: Way,
  shares: readonly { position: number; name: string | null }[],
): Plan<{ number: number; name: string }[] | undefined> {
  const { hits } = inPlay(way)
  if (!hits) return undefined
  const names = new Map(shares.map(({ position, name }) => [position, name ?? '?']))
  return (yield* hits(id)).map(({ number, position }) => ({ number, name: names.get(position) as string }))
}

/** Returns the sealed order of the entrants; undefined when there are none. */
function* orderOf(
  id: number,
  way: Way,
  salt: string,
  shares: readonly { position: number; name: string | null }[],
): Plan<SealedOrder | undefined> {
  const joined = rulesOfWay(way).sealedOrder ? yield* entrantsOf(id) : 0
  if (joined === 0) return undefined
  const names = new Map(shares.map(({ position, name }) => [position, name ?? '?']))
  const served = (yield* servedTickets(id)).map(({ ticket, position }) => ({
    ticket,
    name: names.get(position) as string,
  }))
  return { line: sealedOrderLine(salt, joined), joined, served }
}

export interface RecentEnvelope {
  readonly envelopeNo: string
  readonly sender: string
  readonly greeting: string
  readonly state: ShownState
  readonly total: Amount
  readonly count: number
  readonly grabbedCount: number
  readonly createdAt: number
}

/** Returns the newest envelopes with a card in this chat, for a choice: those elsewhere may be private. */
export function* recentEnvelopes({ place }: Pick<Command, 'place'>, limit: number): Plan<RecentEnvelope[]> {
  const community = yield* communityAt(place)
  if (!community) return []
  return (yield* recentIn(place, community.id, limit)).map((row) => ({
    envelopeNo: row.envelope_no,
    sender: row.name,
    greeting: row.greeting,
    // A card hangs of none that is still scheduled.
    state: row.state as ShownState,
    total: row.total,
    count: row.count,
    grabbedCount: row.grabbed_count,
    createdAt: row.created_at,
  }))
}

export type SenderOutcome =
  | {
      kind: 'sender'
      /** The sender's user id on the platform; null when unknown there. */
      user: string | null
      /** Language of the community's cards, if chosen. */
      language: CommunityLanguage | null
    }
  | { kind: 'unknown_envelope' }

/** Returns whom to notify on a platform about an envelope. */
export function* senderOf(envelopeNo: string, platform: string): Plan<SenderOutcome> {
  const envelope = yield* getEnvelope(envelopeNo)
  if (!envelope) return { kind: 'unknown_envelope' }
  const community = yield* communityById(envelope.community)
  const sender = yield* memberById(envelope.sender)
  const user = yield* userOf(sender?.mergedInto ?? envelope.sender, platform)
  return { kind: 'sender', user: user ?? null, language: community?.language ?? null }
}

type Found =
  | { envelope: EnvelopeRow; refusal?: undefined }
  | { envelope?: undefined; refusal: { kind: 'unknown_envelope' } | UnknownChat }

/**
 * Returns an envelope as this chat may see it: its own community's, plus ended ones whose cards are here from before
 * the chat was linked.
 */
function* envelopeAt(place: Command['place'], envelopeNo: string): Plan<Found> {
  const community = yield* communityAt(place)
  if (!community) return { refusal: { kind: 'unknown_chat' } }
  const envelope = yield* getEnvelope(envelopeNo)
  if (envelope?.community === community.id) return { envelope }
  const ended = envelope && (yield* endedCardAt(place, envelopeNo))
  return ended ? { envelope: ended } : { refusal: { kind: 'unknown_envelope' } }
}

/** A card says so when it comes so much later than it was scheduled for. Milliseconds. */
const LATE = 60_000

function* sentAt(envelope: EnvelopeRow): Plan<Pick<EnvelopeView, 'createdAt' | 'lateFor'>> {
  const { id, opens_at: opensAt, created_at: createdAt } = envelope
  if (opensAt === null) return { createdAt }
  const { openedAt } = yield* appointmentOf(id)
  if (openedAt === null) return { createdAt: opensAt }
  return { createdAt: openedAt, ...(openedAt - opensAt > LATE && { lateFor: opensAt }) }
}

function* view(envelope: EnvelopeRow): Plan<EnvelopeView> {
  const community = yield* communityById(envelope.community)
  const sender = yield* memberById(envelope.sender)
  if (!community || !sender)
    throw new BrokenInvariant(`envelope ${envelope.envelope_no} lacks its community or sender`)
  const { state } = envelope
  if (state === 'scheduled') throw new BrokenInvariant(`envelope ${envelope.envelope_no} is still scheduled`)
  const sent = yield* sentAt(envelope)
  const chosen = envelope.audience === 'chosen' ? yield* chosenOf(envelope.id) : []
  const roles = envelope.audience === 'chosen' ? yield* chosenRolesOf(envelope.id) : []
  const claimed = (yield* sharesOf(envelope.id))
    .map((share) => ({ ...share, claimedAt: share.claimed_at }))
    .filter((share) => share.claimedAt !== null)
  const crowned = envelope.kind === 'lucky' && envelope.state !== 'open' && claimed.length > 1
  const best = crowned ? luckiest(claimed) : undefined
  const conditions = envelope.conditions === 0 ? [] : yield* conditionsOf(envelope.id)
  const answers = conditions.length === 0 ? undefined : yield* shownAnswers(envelope.id)
  return {
    envelopeNo: envelope.envelope_no,
    currency: community.currency,
    language: community.language,
    pictures: community.rules.pictures,
    ...(community.cover !== null && { cover: { community: community.id, digest: community.cover } }),
    sender: { id: sender.id, name: sender.name },
    kind: envelope.kind,
    senderMayGrab: senderMayGrab(envelope.kind, community.rules.selfGrab),
    audience: envelope.audience,
    way: yield* viewWay(envelope),
    ...(conditions.length > 0 && { conditions: conditions.map((one) => viewOf(one, hasEnded(state))) }),
    chosen,
    chosenRoles: roles.map(({ name }) => name),
    theme: envelope.theme,
    greeting: envelope.greeting,
    total: envelope.total,
    count: envelope.count,
    grabbedCount: envelope.grabbed_count,
    grabbedTotal: envelope.grabbed_total,
    state,
    ...sent,
    deadline: envelope.deadline,
    endedAt: envelope.ended_at,
    refunded: (envelope.refund_trade_no === null ? 0 : envelope.total - envelope.grabbed_total) as Amount,
    commitment: envelope.commitment,
    hidesAmounts: community.rules.hideAmounts && envelope.kind === 'lucky' && envelope.state === 'open',
    claims: claimed.map((share) => {
      const said = answers?.get(share.claimer as number)
      return {
        position: share.position,
        member: { id: share.claimer as number, name: share.name ?? '?' },
        amount: share.amount,
        at: share.claimedAt as number,
        luckiest: share === best,
        ...(said !== undefined && { said }),
      }
    }),
  }
}
