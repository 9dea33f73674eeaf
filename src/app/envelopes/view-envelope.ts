import type { CommunityLanguage } from '../../core/community.js'
import {
  type Audience,
  type EnvelopeKind,
  type EnvelopeState,
  luckiest,
  senderMayGrab,
} from '../../core/envelope.js'
import { commit, commitmentText } from '../../core/fairness.js'
import type { Theme } from '../../core/festivals.js'
import type { Amount, Currency } from '../../core/money.js'
import { communityAt, communityById } from '../../store/communities.js'
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
import { memberById, userOf } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import type { Command, UnknownChat } from '../command.js'

/** Everything about an envelope that may be shown now. Times are UTC milliseconds. */
export interface EnvelopeView {
  readonly envelopeNo: string
  readonly currency: Currency
  /** Language of the card; null when the community has chosen none. */
  readonly language: CommunityLanguage | null
  readonly sender: { readonly id: number; readonly name: string }
  readonly kind: EnvelopeKind
  /** Whether the sender may grab a share too. */
  readonly senderMayGrab: boolean
  readonly audience: Audience
  /** Names of the chosen members and roles; both empty when everyone may grab. */
  readonly chosen: readonly { readonly id: number; readonly name: string }[]
  readonly chosenRoles: readonly string[]
  readonly theme: Theme
  readonly greeting: string
  readonly total: Amount
  readonly count: number
  readonly grabbedCount: number
  readonly grabbedTotal: Amount
  readonly state: EnvelopeState
  readonly createdAt: number
  readonly deadline: number
  readonly endedAt: number | null
  /** Amount refunded to the sender; 0 unless expired or cancelled. */
  readonly refunded: Amount
  readonly commitment: string
  /** The claims, earliest first. */
  readonly claims: readonly Claim[]
}

export interface Claim {
  readonly position: number
  readonly member: { readonly id: number; readonly name: string }
  readonly amount: Amount
  readonly at: number
  /** The luckiest (手气最佳); only in a lucky envelope that has ended with more than one claim. */
  readonly luckiest: boolean
}

type EnvelopeRow = NonNullable<ReturnType<typeof getEnvelope> extends Plan<infer Row> ? Row : never>

export type DetailsOutcome =
  | { kind: 'envelope'; envelope: EnvelopeView }
  | { kind: 'unknown_envelope' }
  | UnknownChat

/** Returns the claims of an envelope with times and speeds, for anyone in the community. */
export function* envelopeDetails({
  place,
  envelopeNo,
}: Command & { envelopeNo: string }): Plan<DetailsOutcome> {
  const { envelope, refusal } = yield* envelopeAt(place, envelopeNo)
  return refusal ?? { kind: 'envelope', envelope: yield* view(envelope) }
}

/** Returns the current card of an envelope. Throws when the envelope doesn't exist. */
export function* viewEnvelope(id: number): Plan<EnvelopeView> {
  const envelope = yield* envelopeById(id)
  if (!envelope) throw new BrokenInvariant(`envelope ${id} does not exist`)
  return yield* view(envelope)
}

export type VerifyOutcome =
  | { kind: 'sealed'; envelopeNo: string; commitment: string; deadline: number }
  | {
      kind: 'revealed'
      envelopeNo: string
      commitment: string
      /** Text whose SHA-256 should be the commitment. */
      text: string
      /** Whether it is. */
      holds: boolean
    }
  | { kind: 'unknown_envelope' }
  | UnknownChat

/** Returns the commitment; once the envelope has ended, also the salt and shares, so that anyone can check it. */
export function* verifyEnvelope({
  place,
  envelopeNo,
}: Command & { envelopeNo: string }): Plan<VerifyOutcome> {
  const { envelope, refusal } = yield* envelopeAt(place, envelopeNo)
  if (refusal) return refusal
  const { id, commitment, salt, state, deadline } = envelope
  if (state === 'open') return { kind: 'sealed', envelopeNo, commitment, deadline }
  const shares = (yield* sharesOf(id)).map((share) => share.amount)
  const revealed = { envelopeNo, shares, salt }
  const holds = commit(revealed) === commitment
  return { kind: 'revealed', envelopeNo, commitment, text: commitmentText(revealed), holds }
}

export interface RecentEnvelope {
  readonly envelopeNo: string
  readonly sender: string
  readonly greeting: string
  readonly state: EnvelopeState
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
    state: row.state,
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

function* view(envelope: EnvelopeRow): Plan<EnvelopeView> {
  const community = yield* communityById(envelope.community)
  const sender = yield* memberById(envelope.sender)
  if (!community || !sender)
    throw new BrokenInvariant(`envelope ${envelope.envelope_no} lacks its community or sender`)
  const chosen = envelope.audience === 'chosen' ? yield* chosenOf(envelope.id) : []
  const roles = envelope.audience === 'chosen' ? yield* chosenRolesOf(envelope.id) : []
  const claimed = (yield* sharesOf(envelope.id))
    .map((share) => ({ ...share, claimedAt: share.claimed_at }))
    .filter((share) => share.claimedAt !== null)
  const crowned = envelope.kind === 'lucky' && envelope.state !== 'open' && claimed.length > 1
  const best = crowned ? luckiest(claimed) : undefined
  return {
    envelopeNo: envelope.envelope_no,
    currency: community.currency,
    language: community.language,
    sender: { id: sender.id, name: sender.name },
    kind: envelope.kind,
    senderMayGrab: senderMayGrab(envelope.kind, community.rules.selfGrab),
    audience: envelope.audience,
    chosen,
    chosenRoles: roles.map(({ name }) => name),
    theme: envelope.theme,
    greeting: envelope.greeting,
    total: envelope.total,
    count: envelope.count,
    grabbedCount: envelope.grabbed_count,
    grabbedTotal: envelope.grabbed_total,
    state: envelope.state,
    createdAt: envelope.created_at,
    deadline: envelope.deadline,
    endedAt: envelope.ended_at,
    refunded: (envelope.refund_trade_no === null ? 0 : envelope.total - envelope.grabbed_total) as Amount,
    commitment: envelope.commitment,
    claims: claimed.map((share) => ({
      position: share.position,
      member: { id: share.claimer as number, name: share.name ?? '?' },
      amount: share.amount,
      at: share.claimedAt as number,
      luckiest: share === best,
    })),
  }
}
