import type { CancelScheduled } from '../../src/app/envelopes/scheduled.js'
import { refund } from './oracle-envelopes.js'
import type { OracleCommunity, OracleEnvelope, OracleState, Outcome } from './oracle-state.js'

function inOrder(envelopes: Iterable<OracleEnvelope>): OracleEnvelope[] {
  return [...envelopes].sort(
    (one, other) => Number(one.opensAt) - Number(other.opensAt) || one.number - other.number,
  )
}

export function scheduledIn(state: OracleState, community: OracleCommunity): OracleEnvelope[] {
  return inOrder([...state.scheduled].filter((envelope) => envelope.community === community))
}

/** Opens what is due, the longest due first; returns how many, and when the next is due unless there may be more now. */
export function openScheduled(state: OracleState, now: number, limit: number): object {
  const due = inOrder([...state.scheduled].filter(({ opensAt }) => Number(opensAt) <= now)).slice(0, limit)
  for (const envelope of due) open(state, envelope, now)
  if (due.length === limit) return { count: limit, next: undefined }
  const next = inOrder(state.scheduled).find(({ opensAt }) => Number(opensAt) > now)
  return { count: due.length, next: next?.opensAt ?? undefined }
}

function open(state: OracleState, envelope: OracleEnvelope, now: number): void {
  const { community, appointment } = envelope
  if (!appointment) throw new TypeError('no appointment')
  const { sender } = envelope
  const isFrozen = (sender.mergedInto ?? sender).frozen
  if (now >= envelope.deadline || state.communityAt(appointment.place) !== community || isFrozen) {
    miss(state, envelope, now)
    return
  }
  state.scheduled.delete(envelope)
  state.open.add(envelope)
  envelope.sender.openEnvelopes++
  Object.assign(envelope, { state: 'open', openedAt: now })
  const here = state.currentPlace(appointment.place)
  const others = appointment.everywhere
    ? state.otherLinkedCommunities(community, here).map(({ place }) => place)
    : []
  for (const where of [here, ...others]) state.want(envelope, where, 'soon')
}

/** The money goes back, and the sender is told where the card would have been, or where the sender is known. */
function miss(state: OracleState, envelope: OracleEnvelope, now: number): void {
  refund(state, envelope, now >= envelope.deadline ? 'expired' : 'cancelled', now)
  const { sender, appointment } = envelope
  const representative = state.identitiesOf(sender.mergedInto ?? sender)
  const there = String(appointment?.place.platform)
  const where = representative.some(({ platform }) => platform === there)
    ? there
    : representative[0]?.platform
  const notification = { envelope, platform: where ?? there, id: undefined, attempts: 0, nextTryAt: 0 }
  state.notifications.push({ ...notification, kind: 'missed' })
}

/** What is scheduled in a community that is merged into another cannot be sent. */
export function missAllIn(state: OracleState, community: OracleCommunity, now: number): void {
  for (const envelope of scheduledIn(state, community)) miss(state, envelope, now)
}

/** Why a community cannot be linked, or chats of it unlinked. */
export function stillScheduled(scheduled: readonly OracleEnvelope[]): Outcome | undefined {
  if (scheduled.length === 0) return undefined
  const last = Math.max(...scheduled.map(({ opensAt }) => Number(opensAt)))
  return { kind: 'scheduled_envelopes', count: scheduled.length, last }
}

export function cancelScheduled(state: OracleState, command: CancelScheduled, now: number): Outcome {
  const { place, by, envelopeNo, platformAdmin } = command
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const envelope = state.envelopes.get(envelopeNo)
  if (envelope?.community !== community || envelope.opensAt === null) return { kind: 'unknown_envelope' }
  const own = state.represents(state.join(community, by), envelope.sender)
  if (!own && !platformAdmin) return { kind: 'not_sender' }
  if (envelope.state !== 'scheduled') return { kind: 'not_scheduled', state: envelope.state }
  const { total: refunded, opensAt } = envelope
  const sender = envelope.sender.name
  const tradeNo = refund(state, envelope, 'cancelled', now)
  const currency = { ...community.currency }
  return { kind: 'schedule_cancelled', refunded, currency, sender, own, opensAt, tradeNo }
}
