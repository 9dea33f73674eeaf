import type { EnvelopeView } from '../../app/envelopes/view-envelope.js'
import type { Language } from '../../i18n/catalogue.js'
import { duration, money } from '../../i18n/format.js'
import { greetingOf } from '../calendar/theme-words.js'
import { fill, moment, type Text } from '../rich-text.js'
import type { Say } from './words.js'

/** More do not fit into one message of the stricter platforms. */
const MAX_CLAIMS = 30
/** Leaves room for the last line. */
const MAX_SUMMARY = 150

/** Lists who got what, when and how fast. */
export function detailLines(envelope: EnvelopeView, say: Say, language: Language): Text[] {
  const { card } = say
  const { currency, count, claims, createdAt, theme } = envelope
  const write = (amount: number) => money(amount, currency, language)
  const lines: Text[] = [
    say.details({
      no: envelope.envelopeNo,
      sender: envelope.sender.name,
      total: write(envelope.total),
      count,
      kind: card.kind[envelope.kind],
    }),
    envelope.greeting || greetingOf(theme, language),
  ]
  if (envelope.audience === 'chosen') lines.push(card.chosen({ names: chosenNames(envelope) }))
  lines.push(stateLine(envelope, say, language))
  if (claims.length === 0) lines.push(card.nobody)
  for (const { position, member, amount, at, luckiest } of claims.slice(0, MAX_CLAIMS)) {
    const time = duration(at - createdAt, language)
    const line = card.claim({ position, name: member.name, amount: write(amount), time })
    lines.push(luckiest ? `${line}  👑 ${card.luckiest}` : line)
  }
  if (claims.length > MAX_CLAIMS) lines.push(card.more({ count: claims.length - MAX_CLAIMS }))
  return lines
}

/** Says how far it is and names the luckiest or the newest few, in at most 200 characters. */
export function summaryOf(envelope: EnvelopeView, { card }: Say, language: Language): string {
  const { grabbedCount: grabbed, count, currency, claims, state } = envelope
  const write = (amount: number) => money(amount, currency, language)
  const share = card.money({ grabbed: write(envelope.grabbedTotal), total: write(envelope.total) })
  const lines = [`${card.progress({ grabbed, count })} · ${share}`]
  if (claims.length === 0) lines.push(card.nobody)
  const best = claims.find(({ luckiest }) => luckiest)
  const named = best ? [best, ...claims.filter((claim) => claim !== best)] : claims.slice().reverse()
  for (const { member, amount, luckiest } of named) {
    const line = `${luckiest ? '👑 ' : ''}${member.name} ${write(amount)}`
    if (lines.join('\n').length + line.length > MAX_SUMMARY) break
    lines.push(line)
  }
  lines.push(card.fullList({ no: envelope.envelopeNo, open: state === 'open' }))
  return lines.join('\n')
}

/** Names those who may grab: people, and roles with an `@` before them. */
function chosenNames({ chosen, chosenRoles }: EnvelopeView): string {
  return [...chosen.map(({ name }) => name), ...chosenRoles.map((role) => `@${role}`)].join(', ')
}

function stateLine(envelope: EnvelopeView, { card }: Say, language: Language): Text {
  const { currency, count, grabbedCount: grabbed, createdAt, endedAt, deadline } = envelope
  const refunded = money(envelope.refunded, currency, language)
  const sender = envelope.sender.name
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
