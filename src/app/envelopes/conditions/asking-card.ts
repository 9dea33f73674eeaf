import { asks } from '../../../core/conditions/terms.js'
import type { Place } from '../../../core/place.js'
import { conditionsOf } from '../../../store/conditions/conditions.js'
import { conditionalCardAt } from '../../../store/messages.js'
import type { Plan } from '../../../store/plan.js'

/** Returns the number of the envelope whose card is this message, if it asks for an answer. */
export function* askingCard(place: Place, message: string): Plan<string | undefined> {
  const card = yield* conditionalCardAt(place, message)
  return card && (yield* conditionsOf(card.id)).some(asks) ? card.envelopeNo : undefined
}
