import type { EnvelopeView } from '../../app/envelopes/view-envelope.js'
import { duration, list, money } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { fill, moment, type Text } from '../framework/replies/rich-text.js'
import { amountShown } from '../red-packet/amount-shown.js'
import { cardWords } from '../red-packet/card-words.js'
import { conditionLines, withSaid } from '../red-packet/conditions/conditions.js'
import { wayOnCard } from '../red-packet/ways/ways.js'
import type { Say } from './words.js'

/** More don't fit into one message of the stricter platforms. */
const MAX_CLAIMS = 30
/** Leaves room for the last line. */
const MAX_SUMMARY = 150

/** Describes a red packet and lists its claims with times. */
export function detailLines(envelope: EnvelopeView, say: Say, language: Language): Text[] {
  const { card } = say
  const { currency, count, claims, theme } = envelope
  const write = (amount: number) => money(amount, currency, language)
  const lines: Text[] = [
    say.details({
      sender: envelope.sender.name,
      total: write(envelope.total),
      count,
      kind: say.kind[envelope.kind],
    }),
    envelope.greeting || say.greeting[theme],
  ]
  if (envelope.audience === 'chosen')
    lines.push(card.chosen({ names: list(chosenNames(envelope), language) }))
  const way = wayOnCard(envelope, language)
  if (way?.how) lines.push(way.how)
  lines.push(...conditionLines(envelope, language))
  lines.push(stateLine(envelope, say, language))
  if (claims.length === 0 && envelope.state === 'open') lines.push(way?.nobody ?? say.nobody)
  return [...lines, ...claimLines(envelope, language)]
}

/** Lists the claims with times. */
export function claimLines(envelope: EnvelopeView, language: Language): string[] {
  const card = cardWords[language]
  const { claims, createdAt } = envelope
  const way = wayOnCard(envelope, language)
  const lines = claims.slice(0, MAX_CLAIMS).map(({ position, member, amount, at, luckiest, said }) => {
    const time = duration(at - createdAt, language)
    const claim = { position, name: member.name, amount: amountShown(envelope, amount, language) }
    const line = withSaid(way?.claim?.(claim) ?? card.claim({ ...claim, time }), { said }, language)
    return luckiest ? `${line}  👑 ${card.luckiest}` : line
  })
  return claims.length > MAX_CLAIMS ? [...lines, card.more({ count: claims.length - MAX_CLAIMS })] : lines
}

/** Says how far it is and names the luckiest or the newest few, in at most 200 characters. */
export function summaryOf(envelope: EnvelopeView, say: Say, language: Language): string {
  const { card } = say
  const { grabbedCount: grabbed, count, currency, claims, state } = envelope
  const write = (amount: number) => money(amount, currency, language)
  const share = card.money({
    grabbed: amountShown(envelope, envelope.grabbedTotal, language),
    total: write(envelope.total),
  })
  const way = wayOnCard(envelope, language)
  const lines = [way?.state ?? `${card.progress({ grabbed, count })} · ${share}`]
  if (claims.length === 0 && state === 'open') lines.push(way?.nobody ?? say.nobody)
  const best = claims.find(({ luckiest }) => luckiest)
  const named = best ? [best, ...claims.filter((claim) => claim !== best)] : claims.slice().reverse()
  for (const { member, amount, luckiest } of named) {
    const line = `${luckiest ? '👑 ' : ''}${member.name} ${amountShown(envelope, amount, language)}`
    if (lines.join('\n').length + line.length > MAX_SUMMARY) break
    lines.push(line)
  }
  lines.push(say.fullList({ no: envelope.envelopeNo, open: state === 'open' }))
  return lines.join('\n')
}

/** Names the people who may grab, and the roles with an `@`. */
function chosenNames({ chosen, chosenRoles }: EnvelopeView): string[] {
  return [...chosen.map(({ name }) => name), ...chosenRoles.map((role) => `@${role}`)]
}

function stateLine(envelope: EnvelopeView, { card }: Say, language: Language): Text {
  const { currency, count, grabbedCount: grabbed, createdAt, endedAt, deadline } = envelope
  const refunded = money(envelope.refunded, currency, language)
  const sender = envelope.sender.name
  const way = wayOnCard(envelope, language)
  if (way?.state !== undefined)
    return envelope.state === 'open' && way.until ? [`${way.state} · `, ...way.until] : way.state
  switch (envelope.state) {
    case 'open':
      return [`${card.progress({ grabbed, count })} · `, ...fill(card.until, { time: moment(deadline) })]
    case 'finished':
      return card.finished({ time: duration((endedAt ?? createdAt) - createdAt, language) })
    case 'expired':
      return card.expired({ grabbed, count, refunded, sender })
    case 'cancelled':
      return card.cancelled({ refunded, sender })
    default:
      return envelope.state satisfies never
  }
}
