import { asksForWords } from '../../../core/conditions/terms.js'
import { conditionsOf } from '../../../store/conditions/conditions.js'
import { findMember } from '../../../store/members.js'
import { conditionalCardAt } from '../../../store/messages.js'
import type { Plan } from '../../../store/plan.js'
import type { Command } from '../../command.js'
import { shareFor } from '../../linking/represents.js'

/**
 * Returns the number of the envelope whose card is this message, if it asks for an answer in words. People who have a share are only
 * talking about it.
 */
export function* askingCard({ place, by }: Command, message: string): Plan<string | undefined> {
  const card = yield* conditionalCardAt(place, message)
  if (!card || !(yield* conditionsOf(card.id)).some(asksForWords)) return undefined
  const member = yield* findMember(card.community, by)
  return member && (yield* shareFor(member, by, card.id)) ? undefined : card.envelopeNo
}
