import type { EnvelopeView } from '../../app/envelopes/view-envelope.js'
import { isolated } from '../../core/text.js'
import { rulesOfWay } from '../../core/ways/ways.js'
import { duration, money } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { amountShown } from '../red-packet/amount-shown.js'
import { resultWords } from './words.js'

/** Says how an envelope ended, to the chat or to its sender. */
export function resultText(envelope: EnvelopeView, language: Language, to: 'chat' | 'sender'): string {
  const say = resultWords[language]
  const { currency, sender, refunded, claims, createdAt } = envelope
  const write = (amount: number) => money(amount, currency, language)
  const which = say.which[to]({ sender: isolated(sender.name), total: write(envelope.total) })
  const sentences = [endOf(envelope, which, language)]
  if (refunded > 0) sentences.push(say.back[to]({ amount: write(refunded) }))
  const best = claims.find(({ luckiest }) => luckiest)
  const [first] = claims
  if (best) {
    const amount = amountShown(envelope, best.amount, language)
    sentences.push(say.luckiest({ name: isolated(best.member.name), amount }))
  } else if (first && claims.length > 1 && rulesOfWay(envelope.way.kind).fastest)
    sentences.push(
      say.fastest({ name: isolated(first.member.name), time: duration(first.at - createdAt, language) }),
    )
  return sentences.join(say.between)
}

function endOf(envelope: EnvelopeView, which: string, language: Language): string {
  const say = resultWords[language]
  const { state, way, count, grabbedCount: grabbed, createdAt, endedAt } = envelope
  if (way.joined !== undefined) return say.drawn({ which, grabbed, joined: way.joined })
  if (state !== 'finished') return say.expired({ which, grabbed, count })
  return say.finished({ which, time: duration((endedAt ?? createdAt) - createdAt, language) })
}
