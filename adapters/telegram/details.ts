import type { DetailsOutcome } from '../../src/app/envelopes/view-envelope.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { money } from '../../src/i18n/format.js'
import { answerToDetails } from '../../src/messaging/answers.js'

/** What fits into two hundred characters: how far it is, and the newest or the luckiest few. */
export function summaryOf(outcome: DetailsOutcome, language: Language): string {
  if (outcome.kind !== 'envelope') return answerToDetails(outcome, language).text
  const { card } = catalogue(language)
  const { envelope } = outcome
  const { grabbedCount: grabbed, count, currency, claims, state } = envelope
  const say = (amount: number) => money(amount, currency, language)
  const lines = [
    `${card.progress({ grabbed, count })} · ${card.money({ grabbed: say(envelope.grabbedTotal), total: say(envelope.total) })}`,
  ]
  if (claims.length === 0) lines.push(card.nobody)
  const best = claims.find(({ luckiest }) => luckiest)
  const named = best ? [best, ...claims.filter((claim) => claim !== best)] : claims.slice().reverse()
  for (const { member, amount, luckiest } of named) {
    const line = `${luckiest ? '👑 ' : ''}${member.name} ${say(amount)}`
    if (lines.join('\n').length + line.length > 150) break
    lines.push(line)
  }
  lines.push(card.fullList({ no: envelope.envelopeNo, open: state === 'open' }))
  return lines.join('\n')
}
