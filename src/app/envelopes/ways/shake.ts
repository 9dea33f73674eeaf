import { SHAKE_TRIES } from '../../../core/ways/shake.js'
import { bumpMessages } from '../../../store/messages.js'
import type { Plan } from '../../../store/plan.js'
import { addEntrant, entrantServed, ticketsOf } from '../../../store/ways/entrants.js'
import { addTry, hitsOf, shakeOf, triesOf } from '../../../store/ways/shakes.js'
import { refuseFrozen } from '../../wallets/frozen.js'
import type { GrabOutcome, Receiving } from '../grab-share.js'
import { handOut } from '../hand-out.js'
import type { WayInPlay } from './way-in-play.js'

/** Makes one try. The winning tries were fixed when the envelope was sent; linked accounts share their tries. */
function* shake({ envelope, member, command, now }: Receiving): Plan<GrabOutcome> {
  const { by } = command
  const { id, state, deadline, currency } = envelope
  if (state !== 'open') return { kind: state }
  if (now >= deadline) return { kind: 'expired' }
  if (member.wallet.status !== 'active') return yield* refuseFrozen(member)
  const tickets = (yield* ticketsOf(id, member, by)).map(({ ticket }) => ticket)
  const used = yield* triesOf(id, tickets)
  if (used >= SHAKE_TRIES) return { kind: 'no_tries_left' }
  const ticket = tickets[0] ?? (yield* addEntrant(id, member, by, now))
  const { wins, tries } = yield* shakeOf(id)
  const number = tries + 1
  if (!wins.includes(number)) {
    yield* addTry(id, { number, ticket, position: null, at: now })
    // Not the number: it would tell scripts where on the tape the next try is.
    return { kind: 'missed', left: SHAKE_TRIES - used - 1 }
  }
  const handed = yield* handOut(envelope, member, by, now)
  yield* addTry(id, { number, ticket, position: handed.position, at: now })
  yield* entrantServed({ envelope: id, ticket, position: handed.position })
  yield* bumpMessages(id)
  return { kind: 'grabbed', ...handed, currency }
}

export const shakeInPlay: WayInPlay = { receive: shake, hits: hitsOf }
