import type { EnvelopeView } from '../../app/envelopes/view-envelope.js'
import { duration, money } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { amountShown } from '../red-packet/amount-shown.js'
import { resultWords } from './words.js'

/** Says how an envelope ended, to the chat or to its sender. */
export function resultText(envelope: EnvelopeView, language: Language, to: 'chat' | 'sender'): string {
  const say = resultWords[language]
  const { currency, sender, total, claims, createdAt } = envelope
  const which =
    to === 'chat'
      ? say.which({ sender: sender.name })
      : say.yours({ total: money(total, currency, language) })
  const sentences = [endOf(envelope, which, language)]
  const best = claims.find(({ luckiest }) => luckiest)
  const [first] = claims
  if (best)
    sentences.push(
      say.luckiest({ name: best.member.name, amount: amountShown(envelope, best.amount, language) }),
    )
  else if (first && claims.length > 1 && envelope.way.kind === 'speed')
    sentences.push(say.fastest({ name: first.member.name, time: duration(first.at - createdAt, language) }))
  return sentences.join(say.between)
}

function endOf(envelope: EnvelopeView, which: string, language: Language): string {
  const say = resultWords[language]
  const { state, way, count, grabbedCount: grabbed, createdAt, endedAt, currency } = envelope
  const ended = { which, grabbed, count, refunded: money(envelope.refunded, currency, language) }
  if (way.kind === 'draw')
    return say[state === 'finished' ? 'drawn' : 'drawExpired']({ ...ended, joined: way.joined })
  if (state === 'finished')
    return say.finished({ which, time: duration((endedAt ?? createdAt) - createdAt, language) })
  return say.expired(ended)
}
