import type { Way } from '../../../core/envelope.js'
import { type Details, rulesOfWay } from '../../../core/ways/ways.js'
import { bumpMessages } from '../../../store/messages.js'
import type { Plan } from '../../../store/plan.js'
import { addDetails, detailsOf } from '../../../store/ways/details.js'
import { addEntrant, entrantsOf, ticketsOf } from '../../../store/ways/entrants.js'
import { refuseFrozen } from '../../wallets/frozen.js'
import type { GrabOutcome, Receiving } from '../grab-share.js'
import { grabNext } from '../hand-out.js'
import type { EnvelopeRow, WayView } from '../view-envelope.js'
import { fairStartInPlay } from './grab-fairly.js'
import { serveEntrants } from './serve-entrants.js'
import { shakeInPlay } from './shake.js'
import type { WayInPlay } from './way-in-play.js'

/** Plans of the ways that have their own; for all others, the rules in src/core/ways are enough. */
const PLANS: Partial<Record<Way, WayInPlay>> = { fair_start: fairStartInPlay, shake: shakeInPlay }

/** Returns the plans of a way that is not first come, first served. */
export function inPlay(way: Way): WayInPlay {
  return PLANS[way] ?? {}
}

/** Stores everything that a way fixed when an envelope was sent. */
export function* writeWay(id: number, way: Way, details: Details): Plan<void> {
  const { write = addDetails } = inPlay(way)
  if (rulesOfWay(way).details) yield* write(id, details)
}

/** Returns everything that a way fixed when an envelope was sent. */
export function* readWay(id: number, way: Way): Plan<Details> {
  const { read = detailsOf } = inPlay(way)
  return rulesOfWay(way).details ? yield* read(id) : {}
}

/** Handles a tap on an envelope that isn't first come, first served. */
export function* receive(receiving: Receiving): Plan<GrabOutcome> {
  return yield* (inPlay(receiving.envelope.way).receive ?? receiveByRules)(receiving)
}

/** Makes the move that the way's rules decide on. */
function* receiveByRules(receiving: Receiving): Plan<GrabOutcome> {
  const { envelope, member, command, now } = receiving
  const { id, way, state, deadline } = envelope
  const { tickets, tap } = rulesOfWay(way)
  if (!tap) throw new TypeError(`the way ${way} says nothing about taps`)
  const [own] = tickets === 'none' ? [] : yield* ticketsOf(id, member, command.by)
  const details = yield* readWay(id, way)
  const move = tap({ details, now, deadline, open: state === 'open', ticket: own?.ticket })
  if (typeof move === 'object') return { kind: 'way_says', way, say: move.say }
  if (move === 'grab') return yield* grabNext(receiving)
  if (state !== 'open') return own ? { kind: 'not_drawn', ticket: own.ticket } : { kind: state }
  if (now >= deadline) return { kind: 'being_drawn' }
  if (own) return { kind: 'already_joined', ticket: own.ticket, at: deadline }
  if (member.wallet.status !== 'active') return yield* refuseFrozen(member)
  const ticket = yield* addEntrant(id, member, command.by, now)
  yield* bumpMessages(id)
  return { kind: 'joined', ticket, at: deadline }
}

/** Serves those who wait for their turn when an envelope reaches its deadline. */
export function* serveAtDeadline(
  { id, way, salt }: { readonly id: number; readonly way: Way; readonly salt: string },
  now: number,
): Plan<void> {
  const { atDeadline } = inPlay(way)
  if (atDeadline) yield* atDeadline(id, now)
  else if (rulesOfWay(way).serves === 'at the deadline') yield* serveEntrants(id, salt, now)
}

/** Returns an envelope's way and how far it is. */
export function* viewWay({ id, way, state }: EnvelopeRow): Plan<WayView> {
  const view = way === 'speed' ? undefined : inPlay(way).view
  if (view) return yield* view({ id, state })
  const { serves } = rulesOfWay(way)
  const kind = way as Exclude<Way, 'fair_start'>
  return { kind, ...(serves === 'at the deadline' && { joined: yield* entrantsOf(id) }) }
}
