import { bumpMessages } from '../../../store/messages.js'
import type { Plan } from '../../../store/plan.js'
import { addEntrant, ticketsOf } from '../../../store/ways/entrants.js'
import { refuseFrozen } from '../../wallets/frozen.js'
import type { GrabOutcome, Receiving } from '../grab-share.js'

/** Joins a draw, once per person; after the draw, returns the result. */
export function* joinDraw({ envelope, member, command, now }: Receiving): Plan<GrabOutcome> {
  const { by } = command
  const { id, state, deadline: at } = envelope
  const [known] = yield* ticketsOf(id, member, by)
  if (state !== 'open') return known ? { kind: 'not_drawn', ticket: known.ticket } : { kind: state }
  if (now >= at) return { kind: 'being_drawn' }
  if (known) return { kind: 'already_joined', ticket: known.ticket, at }
  if (member.wallet.status !== 'active') return yield* refuseFrozen(member)
  const ticket = yield* addEntrant(id, member, by, now)
  yield* bumpMessages(id)
  return { kind: 'joined', ticket, at }
}
