import type { ChosenThere } from '../app/board/message-board.js'
import type { EnvelopeView } from '../app/envelopes/view-envelope.js'
import { greetingOf } from '../commands/calendar/theme-words.js'
import { cardActions } from '../commands/red-packet/card.js'
import type { Action, Block } from '../commands/reply.js'
import { fill, mention, moment, type Span, type Text } from '../commands/rich-text.js'
import { scheduleSay } from '../commands/schedule/words.js'
import type { Theme } from '../core/festivals.js'
import { catalogue, type Language } from '../i18n/catalogue.js'
import { duration, money } from '../i18n/format.js'

/** So many names stand on a card while it is open. */
const NAMES_WHILE_OPEN = 5

/** A card as data, in the order in which it is read. Platforms render it and decide nothing. */
export interface Card {
  /** Says who sent it, with which words, how it is divided and for whom. */
  readonly head: readonly Block[]
  /** Says how far it is, or how it ended. */
  readonly state: Text
  /** Until when it is open (UTC milliseconds), for platforms that count the time down, and in words; none once it has ended. */
  readonly deadline?: { readonly at: number; readonly words: Text }
  /** Lists who got what: the newest while it is open, at the end the first and the luckiest. */
  readonly claims: readonly Text[]
  readonly foot: { readonly envelopeNo: string; readonly label: string; readonly commitment: string }
  readonly theme: Theme
  readonly open: boolean
  readonly grab: Action
  readonly details: Action
}

/** What a platform has room for. Lengths are those of the rendered text. */
export interface CardLimits {
  /** Names on a card that has ended. */
  readonly maxNames: number
  /** Room for the claims below the rest of the card. */
  readonly roomFor: (card: Card) => number
  readonly lengthOf: (line: Text) => number
}

/** Draws a card as everybody in the chat sees it. `chosen`: what the platform calls those who may grab. */
export function cardOf(
  envelope: EnvelopeView,
  platform: string,
  chosen: ChosenThere,
  language: Language,
  limits: CardLimits,
): Card {
  const { card } = catalogue(language)
  const { envelopeNo, commitment, state, deadline: at, theme } = envelope
  const open = state === 'open'
  const drawn: Card = {
    head: headOf(envelope, platform, chosen, language),
    state: stateOf(envelope, language),
    ...(open && { deadline: { at, words: fill(card.until, { time: moment(at) }) } }),
    claims: [],
    foot: { envelopeNo, label: card.commitment, commitment },
    ...{ theme, open, ...cardActions(envelopeNo, language) },
  }
  return { ...drawn, claims: claimsOf(envelope, language, limits.roomFor(drawn), limits) }
}

function headOf(
  envelope: EnvelopeView,
  platform: string,
  chosen: ChosenThere,
  language: Language,
): readonly Block[] {
  const { card } = catalogue(language)
  const { kind, total, count, currency, audience, sender, theme } = envelope
  const facts: Span[] = [card.kind[kind]]
  if (kind === 'equal') facts.push(' · ', card.each({ amount: money(total / count, currency, language) }))
  if (audience === 'chosen') facts.push(' · ', ...forWhom(envelope, platform, chosen, language))
  const title = fill(card.title, { sender: { strong: sender.name } })
  return [
    { kind: 'text', text: ['🧧 ', ...title] },
    { kind: 'heading', text: envelope.greeting || greetingOf(theme, language) },
    { kind: 'text', text: facts },
    ...lateLine(envelope, language),
  ]
}

/** Says that it was to be sent earlier. */
function lateLine({ lateFor }: EnvelopeView, language: Language): readonly Block[] {
  if (lateFor === undefined) return []
  return [{ kind: 'text', text: ['⏰ ', ...fill(scheduleSay[language].late, { time: moment(lateFor) })] }]
}

/** Names those who may grab as the platform knows them, and by their names those whom it does not know. */
function forWhom(
  { chosen, chosenRoles }: EnvelopeView,
  platform: string,
  { users, roles }: ChosenThere,
  language: Language,
): readonly Span[] {
  const members = chosen.map(({ name }, index): Span => {
    const user = users[index]
    return user ? mention({ platform, user, name }) : name
  })
  const named = chosenRoles.map((name, index): Span => {
    const role = roles[index]
    return role ? { role: { platform, role, name } } : `@${name}`
  })
  const names = [...members, ...named].flatMap((name, index) => (index === 0 ? [name] : [', ', name]))
  return fill(catalogue(language).card.chosen, { names: { strong: '' } }).flatMap((span) =>
    typeof span === 'object' ? names : [span],
  )
}

function stateOf(envelope: EnvelopeView, language: Language): Text {
  const { card } = catalogue(language)
  const { currency, count, grabbedCount: grabbed, createdAt, endedAt } = envelope
  const write = (amount: number) => money(amount, currency, language)
  const [refunded, sender] = [write(envelope.refunded), envelope.sender.name]
  switch (envelope.state) {
    case 'open': {
      const share = card.money({ grabbed: write(envelope.grabbedTotal), total: write(envelope.total) })
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

function claimsOf(
  envelope: EnvelopeView,
  language: Language,
  room: number,
  { maxNames, lengthOf }: CardLimits,
): readonly Text[] {
  const { card } = catalogue(language)
  const { claims, state, currency, createdAt } = envelope
  const shown =
    state === 'open'
      ? claims.slice(-NAMES_WHILE_OPEN)
      : claims.filter((claim, index) => index < maxNames || claim.luckiest)
  const lines = shown.map(({ position, member, amount, at, luckiest }) => {
    const time = duration(at - createdAt, language)
    const line = card.claim({ position, name: member.name, amount: money(amount, currency, language), time })
    const text: Text = luckiest ? [`👑 ${line} · `, { strong: card.luckiest }] : line
    // A line break follows each.
    return { text, luckiest, length: lengthOf(text) + 1 }
  })
  const more = () => card.more({ count: claims.length - lines.length })
  const length = () =>
    lines.reduce((sum, line) => sum + line.length, 0) + (claims.length > lines.length ? lengthOf(more()) : 0)
  // The luckiest is named to the last.
  while (length() > room && lines.length > 1)
    lines.splice(
      lines.findLastIndex(({ luckiest }) => !luckiest),
      1,
    )
  const texts = lines.map(({ text }) => text)
  return claims.length > lines.length ? [...texts, more()] : texts
}
