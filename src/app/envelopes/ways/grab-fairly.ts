import type { EnvelopeState } from '../../../core/envelope.js'
import { type FairStartDetails, isCollecting } from '../../../core/ways/fair-start.js'
import { envelopeById, type GrabbedFrom, tradeOfShare } from '../../../store/envelopes.js'
import { BrokenInvariant } from '../../../store/ledger.js'
import type { Member } from '../../../store/members.js'
import { bumpMessages, sincePosted } from '../../../store/messages.js'
import type { Plan } from '../../../store/plan.js'
import { addEntrant, entrantsOf, ticketsOf } from '../../../store/ways/entrants.js'
import {
  addFairStart,
  beginFairStart,
  dueFairStarts,
  type FairStart,
  fairStartOf,
  fairStartServed,
} from '../../../store/ways/fair-starts.js'
import { refuseFrozen } from '../../wallets/frozen.js'
import type { GrabOutcome, GrabShare, Receiving } from '../grab-share.js'
import { grabNext } from '../hand-out.js'
import { serveEntrants } from './serve-entrants.js'
import type { OwnShare, WayInPlay } from './way-in-play.js'

// A fair start collects the taps in its window. The first plan to run after the window closes serves them all: it may
// come from a waiting tap, a later tap or the sweep.

/** Serves an open envelope's collected taps once its window has closed; returns whether it did. */
function* serveWhenOver(
  { id, state }: { readonly id: number; readonly state: EnvelopeState },
  now: number,
): Plan<boolean> {
  if (state !== 'open') return false
  const fair = yield* existing(id)
  if (fair.served || fair.endsAt === null || isCollecting(fair, now)) return false
  yield* serveFairStart(id, now)
  yield* bumpMessages(id)
  return true
}

/** Serves the taps still waiting when an envelope reaches its deadline. */
function* serveBeforeEnd(id: number, now: number): Plan<void> {
  const fair = yield* existing(id)
  if (!fair.served && fair.endsAt !== null) yield* serveFairStart(id, now)
}

function* serveFairStart(id: number, now: number): Plan<void> {
  const envelope = yield* envelopeById(id)
  if (!envelope) throw new BrokenInvariant(`no envelope ${id}`)
  yield* serveEntrants(id, envelope.salt, now)
  yield* fairStartServed(id)
}

/** Joins the fair start if the tap is within its window, otherwise grabs. The first tap opens the window. */
function* grabFairly(receiving: Receiving): Plan<GrabOutcome> {
  const { envelope, member, command, now } = receiving
  const { id, state, deadline } = envelope
  const fair = yield* existing(id)
  if (state !== 'open' || fair.served) return yield* grabNext(receiving)
  if (now >= deadline) return { kind: 'expired' }
  const endsAt = fair.endsAt ?? Math.min(now + fair.window, deadline)
  const waiting = { kind: 'waiting', millis: endsAt - now } as const
  if ((yield* ticketsOf(id, member, command.by)).length > 0) return waiting
  if (member.wallet.status !== 'active') return yield* refuseFrozen(member)
  if (fair.endsAt === null) yield* beginFairStart(id, endsAt)
  const reaction = command.reaction ?? (yield* sincePosted(id, now))
  yield* addEntrant(id, member, command.by, now, { key: command.key, reaction })
  yield* bumpMessages(id)
  return waiting
}

/**
 * Answers a tap by a person who already has a share. The tap that joined gets the answer of a grab, however often it is
 * repeated; any other tap gets `already_grabbed`.
 */
function* grabbedFairly(
  { id, count, currency }: GrabbedFrom,
  member: Member,
  { by, key }: GrabShare,
  share: OwnShare,
): Plan<GrabOutcome> {
  const tickets = yield* ticketsOf(id, member, by)
  const own = tickets.find((ticket) => ticket.key === key && ticket.position === share.position)
  if (!own) return { kind: 'already_grabbed', ...share, currency }
  const tradeNo = yield* tradeOfShare(id, share.position)
  const { amount, position } = share
  return { kind: 'grabbed', amount, position, count, balance: member.wallet.balance, tradeNo, currency }
}

/** Returns the ids of envelopes whose window has closed and whose taps are still waiting. */
export function* listFairStarts(now: number, limit: number): Plan<number[]> {
  return yield* dueFairStarts(now, limit)
}

/** Serves one envelope's waiting taps, unless another plan already has; returns whether it did. */
export function* serveOne(id: number, now: number): Plan<boolean> {
  const envelope = yield* envelopeById(id)
  return envelope !== undefined && (yield* serveWhenOver(envelope, now))
}

function* existing(id: number): Plan<FairStart> {
  const fair = yield* fairStartOf(id)
  if (!fair) throw new BrokenInvariant(`envelope ${id} has no fair start`)
  return fair
}

export const fairStartInPlay: WayInPlay = {
  write: (id, details) => addFairStart(id, (details as FairStartDetails).window),
  *read(id) {
    const { window } = yield* existing(id)
    return { window } satisfies FairStartDetails
  },
  beforeTap: serveWhenOver,
  receive: grabFairly,
  hasShare: grabbedFairly,
  atDeadline: serveBeforeEnd,
  *view({ id, state }) {
    const { window, served } = yield* existing(id)
    const over = served || state !== 'open'
    return { kind: 'fair_start', window, waiting: over ? 0 : yield* entrantsOf(id), over }
  },
}
