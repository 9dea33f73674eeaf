import type { Amount, Currency } from '../../core/money.js'
import {
  appointmentOf,
  dueAppointments,
  nextOpening,
  openNow,
  type ScheduledEnvelope,
  scheduledIn,
} from '../../store/appointments.js'
import { communityAt, communityById } from '../../store/communities.js'
import { envelopeById, getEnvelope } from '../../store/envelopes.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { joinMember, memberById } from '../../store/members.js'
import { wantMessage } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { countOpened } from '../../store/standings.js'
import { notifySender } from '../board/notify-sender.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, UnknownChat } from '../command.js'
import { represents } from '../linking/represents.js'
import { endAndRefund } from './end-envelope.js'
import { placesOf } from './send-envelope.js'

/** What was due, and when the next is (UTC milliseconds), as far as it was asked for. */
export interface Opened {
  readonly count: number
  readonly next: number | undefined
}

/**
 * Opens up to `limit` scheduled envelopes whose time has come, `except` some. One whose own lifetime is over, because the
 * program was down for so long, is refunded and its sender is told. However often it runs, an envelope is opened once.
 */
export function* openScheduled(now: number, limit: number, except?: readonly number[]): Plan<Opened> {
  const due = yield* dueAppointments(now, limit, except)
  for (const id of due) yield* open(id, now)
  return { count: due.length, next: due.length < limit ? yield* nextOpening(now) : undefined }
}

/** The scheduled envelopes whose time has come, `except` some, the longest due first, by id. */
export function* listDueAppointments(now: number, limit: number, except?: readonly number[]): Plan<number[]> {
  return yield* dueAppointments(now, limit, except)
}

/** Opens one scheduled envelope if its time has come; returns whether it did. For when a batch of them cannot be opened. */
export function* openOne(id: number, now: number): Plan<boolean> {
  const envelope = yield* envelopeById(id)
  if (envelope?.state !== 'scheduled' || (envelope.opens_at ?? 0) > now) return false
  yield* open(id, now)
  return true
}

function* open(id: number, now: number): Plan<void> {
  const envelope = yield* envelopeById(id)
  if (!envelope) return
  const { platform, chat, thread, everywhere } = yield* appointmentOf(id)
  if (now >= envelope.deadline) return yield* miss(id, now)
  const place = { platform, chat, thread }
  const community = yield* communityById(envelope.community)
  // The chat may have become another community's: then its members must not see a card that they cannot grab from.
  if (!community || (yield* communityAt(place))?.id !== community.id) return yield* miss(id, now)
  // A frozen wallet sends nothing, whenever it was ordered.
  if (yield* isFrozen(envelope.sender)) return yield* miss(id, now)
  yield* openNow(id, now)
  yield* countOpened(id)
  const places = yield* placesOf(place, everywhere === 1, community)
  for (const [index, shown] of places.entries())
    yield* wantMessage(id, shown, `${envelope.envelope_no}-${index + 1}`, 'soon')
}

/** Returns whether the wallet of a sender, or of the member that represents it, is frozen. */
function* isFrozen(sender: number): Plan<boolean> {
  const member = yield* memberById(sender)
  const owner = member?.mergedInto == null ? member : yield* memberById(member.mergedInto)
  return owner?.wallet.status === 'frozen'
}

/** Refunds a scheduled envelope that cannot be sent, and tells its sender. */
function* miss(id: number, now: number): Plan<void> {
  const envelope = yield* envelopeById(id)
  if (!envelope) return
  yield* endAndRefund(envelope, now >= envelope.deadline ? 'expired' : 'cancelled', now)
  yield* notifySender(id, (yield* appointmentOf(id)).platform, 'missed')
}

/** Refunds all that is scheduled in a community that is merged into another, and tells the senders. */
export function* missAllIn(community: number, now: number): Plan<void> {
  for (const { id } of yield* scheduledIn(community)) yield* miss(id, now)
}

export interface CancelScheduled extends AdminCommand {
  readonly envelopeNo: string
}

export type CancelScheduledOutcome =
  | {
      kind: 'schedule_cancelled'
      refunded: Amount
      currency: Currency
      sender: string
      /** True if the asker had scheduled it. */
      own: boolean
      opensAt: number
      tradeNo: number
    }
  | { kind: 'not_sender' }
  /** It was sent, or cancelled, before. */
  | { kind: 'not_scheduled'; state: 'open' | 'finished' | 'expired' | 'cancelled' }
  | { kind: 'unknown_envelope' }
  | UnknownChat
  | KeyReused

/** The sender of a scheduled envelope, or an admin, cancels it: the money goes back to the sender. */
export function* cancelScheduled(command: CancelScheduled, now: number): Plan<CancelScheduledOutcome> {
  const { key, place, by, envelopeNo } = command
  const body = bodyOf('cancel_scheduled', command)
  return yield* idempotent<CancelScheduledOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const envelope = yield* getEnvelope(envelopeNo)
    if (envelope?.community !== community.id || envelope.opens_at === null)
      return { kind: 'unknown_envelope' }
    const member = yield* joinMember(community.id, by, now)
    const own = yield* represents(member, envelope.sender)
    if (!own && !command.platformAdmin) return { kind: 'not_sender' }
    if (envelope.state !== 'scheduled') return { kind: 'not_scheduled', state: envelope.state }
    const sender = (yield* memberById(envelope.sender))?.name ?? '?'
    const tradeNo = yield* endAndRefund(envelope, 'cancelled', now)
    const { total: refunded, opens_at: opensAt } = envelope
    return {
      kind: 'schedule_cancelled',
      ...{ refunded, currency: community.currency, sender, own, opensAt, tradeNo },
    }
  })
}

export type { ScheduledEnvelope } from '../../store/appointments.js'

/** Red packets that are scheduled and must be cancelled first. */
export interface ScheduledEnvelopes {
  readonly kind: 'scheduled_envelopes'
  readonly count: number
  /** When the last of them is sent, UTC milliseconds. */
  readonly last: number
}

/** How many there are and when the last of them is sent; undefined when there is none. */
export function scheduledEnvelopes(
  scheduled: readonly Pick<ScheduledEnvelope, 'opensAt'>[],
): ScheduledEnvelopes | undefined {
  if (scheduled.length === 0) return undefined
  const last = scheduled.reduce((latest, { opensAt }) => Math.max(latest, opensAt), 0)
  return { kind: 'scheduled_envelopes', count: scheduled.length, last }
}
