import type { EnvelopeView } from '../../app/envelopes/view-envelope.js'
import { tapOf } from '../../core/conditions/condition.js'
import type { Language } from '../../i18n/language.js'
import { envelope } from '../envelope/envelope.js'
import { encodeAction } from '../framework/actions.js'
import type { Action } from '../framework/replies/reply.js'
import { result } from '../results/result.js'
import { verify } from '../verify/verify.js'
import { cardWords } from './card-words.js'
import { choiceLabels } from './conditions/conditions.js'
import { grab } from './grab.js'

/** Buttons below a card, the same for everyone. */
export interface CardActions {
  readonly grab: Action
  readonly details: Action
  readonly verify: Action
  readonly result: Action
}

/** `way`: button label that replaces Grab. */
export function cardActions(envelopeNo: string, language: Language, way?: string): CardActions {
  const card = cardWords[language]
  const args = { number: envelopeNo }
  return {
    grab: { label: way ?? card.grab, data: encodeAction(grab, { envelope: envelopeNo }), style: 'primary' },
    details: { label: card.details, data: encodeAction(envelope, args) },
    verify: { label: card.verify, data: encodeAction(verify, args) },
    result: { label: card.result, data: encodeAction(result, args) },
  }
}

/** Returns buttons for the answers to a condition, in place of Grab; none where people grab first. */
export function choiceActions(envelope: EnvelopeView): Action[] {
  const { envelopeNo } = envelope
  return choiceLabels(envelope).map((label, index) => ({
    label,
    data: encodeAction(grab, { envelope: envelopeNo, answer: tapOf(index) }),
    style: 'primary',
  }))
}
