import type { EnvelopeView } from '../app/envelopes/view-envelope.js'
import { catalogue, type Language } from '../i18n/catalogue.js'
import { duration, money } from '../i18n/format.js'

/** So many names stand on a card while it is open. */
const NAMES_WHILE_OPEN = 5

/** How a platform writes text in its own markup. */
export interface Markup {
  /** Other people's words as they typed them, with nothing in them that the platform would read as markup. */
  plain(text: string): string
  /** Text that is escaped already, stressed. */
  strong(text: string): string
  /** Text that is escaped already, as a heading. */
  heading(text: string): string
  /** A whole line of a numbered list, so that it stays what it is. */
  listed(line: string): string
}

/** Returns who may grab: people by name, roles with an `@` before it. */
export function namesOfChosen({ chosen, chosenRoles }: EnvelopeView): string {
  return [...chosen.map(({ name }) => name), ...chosenRoles.map((role) => `@${role}`)].join(', ')
}

/** Who sent it, with which words, and for whom. `chosen`: the names of those chosen, in markup. */
export function headLines(
  envelope: EnvelopeView,
  language: Language,
  markup: Markup,
  chosen = markup.plain(namesOfChosen(envelope)),
): string {
  const { card, greeting } = catalogue(language)
  const { kind, total, count, currency, audience } = envelope
  const { plain, strong, heading } = markup
  const facts = [card.kind[kind]]
  if (kind === 'equal') facts.push(card.each({ amount: plain(money(total / count, currency, language)) }))
  if (audience === 'chosen') facts.push(card.chosen({ names: chosen }))
  return [
    `🧧 ${card.title({ sender: strong(plain(envelope.sender.name)) })}`,
    heading(plain(envelope.greeting || greeting[envelope.theme])),
    facts.join(' · '),
  ].join('\n')
}

/** How far it is, or how it ended. */
export function stateLine(envelope: EnvelopeView, language: Language, { plain }: Markup): string {
  const { card } = catalogue(language)
  const { currency, count, grabbedCount: grabbed, createdAt, endedAt } = envelope
  const say = (amount: number) => plain(money(amount, currency, language))
  const sender = plain(envelope.sender.name)
  const refunded = say(envelope.refunded)
  switch (envelope.state) {
    case 'open': {
      const share = card.money({ grabbed: say(envelope.grabbedTotal), total: say(envelope.total) })
      return `${card.progress({ grabbed, count })} · ${share}`
    }
    case 'finished':
      return `🎊 ${card.finished({ time: duration((endedAt ?? createdAt) - createdAt, language) })}`
    case 'expired':
      return `⌛ ${card.expired({ grabbed, count, refunded, sender })}`
    case 'cancelled':
      return `↩️ ${card.cancelled({ refunded, sender })}`
    default:
      return envelope.state satisfies never
  }
}

/**
 * Who got what: the newest while it is open, at the end the first `most` and the luckiest. In at most `room`
 * characters of markup; how many more there are is said when not all fit. Empty when nobody has grabbed.
 */
export function claimLines(
  envelope: EnvelopeView,
  language: Language,
  markup: Markup,
  { room, most }: { room: number; most: number },
): string {
  const { card } = catalogue(language)
  const { claims, state, currency, createdAt } = envelope
  const { plain, strong, listed } = markup
  const shown =
    state === 'open'
      ? claims.slice(-NAMES_WHILE_OPEN)
      : claims.filter((claim, index) => index < most || claim.luckiest)
  const lines = shown.map(({ position, member, amount, at, luckiest }) => {
    const line = listed(
      card.claim({
        position,
        name: plain(member.name),
        amount: plain(money(amount, currency, language)),
        time: duration(at - createdAt, language),
      }),
    )
    return luckiest ? `👑 ${line} · ${strong(card.luckiest)}` : line
  })
  const list = () => {
    const hidden = claims.length - lines.length
    return (hidden > 0 ? [...lines, card.more({ count: hidden })] : lines).join('\n')
  }
  // The luckiest is named to the last.
  while (list().length > room && lines.length > 1)
    lines.splice(
      lines.findLastIndex((line) => !line.startsWith('👑')),
      1,
    )
  return list()
}
