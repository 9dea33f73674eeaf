import type { CommunityLanguage } from '../../core/community.js'
import {
  type Audience,
  type EnvelopeKind,
  hasEnded,
  luckiest,
  type ShownState,
  senderMayGrab,
} from '../../core/envelope.js'
import { commit, commitmentText } from '../../core/fairness.js'
import type { Theme } from '../../core/festivals.js'
import type { Amount, Currency } from '../../core/money.js'
import { appointmentOf } from '../../store/appointments.js'
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

/** Everything that may be shown of an envelope now. Times are UTC milliseconds. */
export interface EnvelopeView {
  readonly envelopeNo: string
  readonly currency: Currency
  /** Of the card; null when the community has chosen none. */
  readonly language: CommunityLanguage | null
  readonly sender: { readonly id: number; readonly name: string }
  readonly kind: EnvelopeKind
  /** Whether the sender may grab a share too. */
  readonly senderMayGrab: boolean
  readonly audience: Audience
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
  /** What went back to the sender; 0 unless expired or cancelled. */
  readonly refunded: Amount
  readonly commitment: string
  /** Who got what, the first first. */
  readonly claims: readonly Claim[]
}

export interface Claim {
  readonly position: number
  readonly member: { readonly id: number; readonly name: string }
  readonly amount: Amount
  readonly at: number
  /** 手气最佳; only of a lucky envelope that has ended, and only when more than one had grabbed. */
  readonly luckiest: boolean
}

type EnvelopeRow = NonNullable<ReturnType<typeof getEnvelope> extends Plan<infer Row> ? Row : never>

export type DetailsOutcome =
  | { kind: 'envelope'; envelope: EnvelopeView }
  | { kind: 'unknown_envelope' }
  | UnknownChat

/** Who got what, when and how fast, for anybody in the community. */
export function* envelopeDetails({
  place,
  envelopeNo,
}: Command & { envelopeNo: string }): Plan<DetailsOutcome> {
  const { envelope, refusal } = yield* envelopeAt(place, envelopeNo)
  if (refusal) return refusal
  if (envelope.state === 'scheduled') return { kind: 'unknown_envelope' }
  return { kind: 'envelope', envelope: yield* view(envelope) }
}

/** The card of an envelope as it is now. Throws when there is no such envelope. */
export function* viewEnvelope(id: number): Plan<EnvelopeView> {
  const envelope = yield* envelopeById(id)
  if (!envelope) throw new BrokenInvariant(`no envelope ${id}`)
  return yield* view(envelope)
}

export type VerifyOutcome =
  | { kind: 'sealed'; envelopeNo: string; commitment: string; deadline: number }
  | {
      kind: 'revealed'
      envelopeNo: string
      commitment: string
      /** The text whose SHA-256 the commitment is said to be. */
      text: string
      /** Whether it is. */
      holds: boolean
    }
  | { kind: 'unknown_envelope' }
  | UnknownChat

/** The commitment while the envelope is open; with its salt and shares when it has ended, for all to check. */
export function* verifyEnvelope({
  place,
  envelopeNo,
}: Command & { envelopeNo: string }): Plan<VerifyOutcome> {
  const { envelope, refusal } = yield* envelopeAt(place, envelopeNo)
  if (refusal) return refusal
  const { id, commitment, salt, state, deadline } = envelope
  if (!hasEnded(state)) return { kind: 'sealed', envelopeNo, commitment, deadline }
  const shares = (yield* sharesOf(id)).map((share) => share.amount)
  const revealed = { envelopeNo, shares, salt }
  const holds = commit(revealed) === commitment
  return { kind: 'revealed', envelopeNo, commitment, text: commitmentText(revealed), holds }
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

/** The newest envelopes with a card in this chat, to choose one from: what is elsewhere may be private. */
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
      /** What the platform calls the sender; null when the sender is not known there. */
      user: string | null
      /** The language of the community's cards, if it has chosen one. */
      language: CommunityLanguage | null
    }
  | { kind: 'unknown_envelope' }

/** Whom to tell on a platform what became of an envelope. */
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
 * An envelope as seen from a chat: those of other communities do not exist there, but for the ended ones whose
 * cards hang in it from before the chat was linked.
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
  if (!community || !sender) throw new BrokenInvariant(`envelope ${envelope.envelope_no} belongs to nobody`)
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
    state,
    ...sent,
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
