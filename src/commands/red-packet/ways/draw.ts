import type { EnvelopeView } from '../../../app/envelopes/view-envelope.js'
import { money } from '../../../i18n/format.js'
import type { Language } from '../../../i18n/language.js'
import { good, info } from '../../framework/replies/reply.js'
import { fill, moment } from '../../framework/replies/rich-text.js'
import { drawWords } from './draw-words.js'
import type { Answering, Outcome, WayInChat } from './way-in-chat.js'

export const drawInChat: WayInChat = {
  choice: { en: drawWords.en.choices, zh: drawWords.zh.choices },
  onCard(envelope, language) {
    const { how, button, until, nobody, claim } = drawWords[language].card
    return {
      how: envelope.state === 'open' ? how : undefined,
      ...{ button, nobody, claim, state: stateOf(envelope, language) },
      until: fill(until, { time: moment(envelope.deadline) }),
    }
  },
}

function stateOf(envelope: EnvelopeView, language: Language): string | undefined {
  const { card } = drawWords[language]
  const { way, state, count, grabbedCount: grabbed, sender, currency } = envelope
  const { joined = 0 } = way
  if (state === 'open') return card.progress({ joined, count })
  if (state === 'finished') return card.finished({ joined, count })
  if (state === 'cancelled') return undefined
  const refunded = money(envelope.refunded, currency, language)
  return card.expired({ joined, grabbed, refunded, sender: sender.name })
}

/** Answers to taps on a draw. */
export function drawAnswers({ language, money, unreached, notAsked }: Answering) {
  const { say } = drawWords[language]
  return {
    joined: ({ ticket, at }: Outcome<'joined'>) =>
      good([...fill(say.joined, { ticket, time: moment(at) }), ...notAsked], unreached),
    already_joined: ({ ticket, at }: Outcome<'already_joined'>) =>
      info(fill(say.alreadyJoined, { ticket, time: moment(at) })),
    being_drawn: () => info(say.beingDrawn),
    drawn: ({ amount, currency }: Outcome<'drawn'>) =>
      info(say.drawn({ amount: money(amount, currency) }), { prize: amount }),
    not_drawn: (outcome: Outcome<'not_drawn'>) => info(say.notDrawn(outcome)),
  }
}
