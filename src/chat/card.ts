import type { ChosenThere } from '../app/board/message-board.js'
import type { EnvelopeView } from '../app/envelopes/view-envelope.js'
import { envelopeWords } from '../commands/envelope-words.js'
import type { Action, Block } from '../commands/framework/replies/reply.js'
import { fill, mention, moment, type Span, type Text } from '../commands/framework/replies/rich-text.js'
import { amountShown } from '../commands/red-packet/amount-shown.js'
import { cardActions, choiceActions } from '../commands/red-packet/card.js'
import { cardWords } from '../commands/red-packet/card-words.js'
import { conditionLines, withSaid } from '../commands/red-packet/conditions/conditions.js'
import { festivalWords } from '../commands/red-packet/festival-words.js'
import { type WayOnCard, wayOnCard } from '../commands/red-packet/ways/ways.js'
import { scheduleSay } from '../commands/schedule/words.js'
import { shortened } from '../core/text.js'
import { duration, listComma, money } from '../i18n/format.js'
import type { Language } from '../i18n/language.js'
import { cardColour } from './card-colours.js'
import { chatCardWords } from './card-words.js'

/** Names on a card while it is open. */
const NAMES_WHILE_OPEN = 5
/** Of more people who may grab, long names are shortened: the card has room for little else. */
const WHOLE_NAMES = 8

/** A card as data, in reading order. Platforms render it and decide nothing. */
export interface Card {
  /** Sender, greeting, kind of split and who may grab. */
  readonly head: readonly Block[]
  /** Progress, or how it ended. */
  readonly state: Text
  /** When it closes (UTC milliseconds), for platforms with a countdown, and in words; absent once it has ended. */
  readonly deadline?: { readonly at: number; readonly words: Text }
  /** The claims: the newest while it is open; once it has ended, the first ones and the luckiest. */
  readonly claims: readonly Text[]
  readonly envelopeNo: string
  /** RGB. */
  readonly colour: number
  readonly open: boolean
  /** Can't be tapped once it has ended; absent where a result is shown instead. */
  readonly grab?: Action
  /** Answers to choose from in place of Grab; usually none. */
  readonly choices: readonly Action[]
  /** Buttons beside it: the result, once there is something to show, the details, and the check. */
  readonly more: readonly Action[]
}

/** A platform's limits, in lengths of rendered text. */
export interface CardLimits {
  /** Maximum names on a card that has ended. */
  readonly maxNames: number
  /** Returns the room for the claims below the rest of the card. */
  readonly roomFor: (card: Card) => number
  readonly lengthOf: (line: Text) => number
}

/** Builds a card as everyone in the chat sees it. `chosen`: the platform's user ids of those who may grab. */
export function cardOf(
  envelope: EnvelopeView,
  platform: string,
  chosen: ChosenThere,
  language: Language,
  limits: CardLimits,
): Card {
  const card = cardWords[language]
  const { envelopeNo, state, deadline: at, theme } = envelope
  const open = state === 'open'
  const hasResult = !open && envelope.pictures && envelope.claims.length > 0
  const way = wayOnCard(envelope, language)
  const { grab, details, verify, result } = cardActions(envelopeNo, language, way?.button)
  const drawn: Card = {
    head: headOf(envelope, platform, chosen, language, way),
    state: stateOf(envelope, language, way),
    ...(open && { deadline: { at, words: way?.until ?? fill(card.until, { time: moment(at) }) } }),
    claims: [],
    envelopeNo,
    ...{ colour: cardColour(theme, open), open, choices: choiceActions(envelope).map(inRed) },
    ...(hasResult ? { more: [result, details, verify] } : { grab: inRed(grab), more: [details, verify] }),
  }
  return { ...drawn, claims: claimsOf(envelope, language, limits.roomFor(drawn), limits, way) }
}

const inRed = (action: Action) => ({ ...action, style: 'danger' as const })

function headOf(
  envelope: EnvelopeView,
  platform: string,
  chosen: ChosenThere,
  language: Language,
  way: WayOnCard | undefined,
): readonly Block[] {
  const card = cardWords[language]
  const { greeting } = festivalWords[language]
  const { kind, total, count, currency, audience, sender, theme } = envelope
  const facts: Span[] = [envelopeWords[language].kind[kind]]
  if (kind === 'equal') facts.push(' · ', card.each({ amount: money(total / count, currency, language) }))
  if (audience === 'chosen') facts.push(' · ', ...forWhom(envelope, platform, chosen, language))
  const title = fill(chatCardWords[language].title, { sender: { strong: sender.name } })
  return [
    { kind: 'text', text: ['🧧 ', ...title] },
    { kind: 'heading', text: envelope.greeting || greeting[theme] },
    { kind: 'text', text: facts },
    ...(way?.how ? [{ kind: 'text' as const, text: way.how }] : []),
    ...conditionLines(envelope, language).map((text) => ({ kind: 'text' as const, text })),
    ...lateLine(envelope, language),
  ]
}

/** Says that it was to be sent earlier. */
function lateLine({ lateFor }: EnvelopeView, language: Language): readonly Block[] {
  if (lateFor === undefined) return []
  return [{ kind: 'text', text: ['⏰ ', ...fill(scheduleSay[language].late, { time: moment(lateFor) })] }]
}

/** Mentions those who may grab, or uses their names where the platform doesn't know them. */
function forWhom(
  { chosen, chosenRoles }: EnvelopeView,
  platform: string,
  { users, roles }: ChosenThere,
  language: Language,
): readonly Span[] {
  const shown = chosen.length + chosenRoles.length > WHOLE_NAMES ? shortened : (name: string) => name
  const members = chosen.map(({ name }, index): Span => {
    const user = users[index]
    return user ? mention({ platform, user, name }) : shown(name)
  })
  const named = chosenRoles.map((name, index): Span => {
    const role = roles[index]
    return role ? { role: { platform, role, name } } : `@${shown(name)}`
  })
  const names = [...members, ...named].flatMap((name, index) =>
    index === 0 ? [name] : [listComma(language), name],
  )
  return fill(cardWords[language].chosen, { names: { strong: '' } }).flatMap((span) =>
    typeof span === 'object' ? names : [span],
  )
}

function stateOf(envelope: EnvelopeView, language: Language, way: WayOnCard | undefined): Text {
  const card = cardWords[language]
  const { currency, count, grabbedCount: grabbed, createdAt, endedAt } = envelope
  const write = (amount: number) => money(amount, currency, language)
  const [refunded, sender] = [write(envelope.refunded), envelope.sender.name]
  switch (envelope.state) {
    case 'open': {
      if (way?.state !== undefined) return way.state
      const share = card.money({
        grabbed: amountShown(envelope, envelope.grabbedTotal, language),
        total: write(envelope.total),
      })
      return `${card.progress({ grabbed, count })} · ${share}`
    }
    case 'finished':
      return `🎊 ${way?.state ?? card.finished({ time: duration((endedAt ?? createdAt) - createdAt, language) })}`
    case 'expired':
      return `⌛ ${way?.state ?? card.expired({ grabbed, count, refunded, sender })}`
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
  way: WayOnCard | undefined,
): readonly Text[] {
  const card = cardWords[language]
  const { claims, state, createdAt } = envelope
  const shown =
    state === 'open'
      ? claims.slice(-NAMES_WHILE_OPEN)
      : claims.filter((claim, index) => index < maxNames || claim.luckiest)
  const lines = shown.map(({ position, member, amount, at, luckiest, said }) => {
    const time = duration(at - createdAt, language)
    const claim = { position, name: member.name, amount: amountShown(envelope, amount, language) }
    const line = withSaid(way?.claim?.(claim) ?? card.claim({ ...claim, time }), { said }, language)
    const text: Text = luckiest ? [`👑 ${line} · `, { strong: card.luckiest }] : line
    // Includes the line break that follows.
    return { text, luckiest, length: lengthOf(text) + 1 }
  })
  const more = () => card.more({ count: claims.length - lines.length })
  const length = () =>
    lines.reduce((sum, line) => sum + line.length, 0) + (claims.length > lines.length ? lengthOf(more()) : 0)
  // The luckiest is the last to be cut.
  while (length() > room && lines.length > 1)
    lines.splice(
      lines.findLastIndex(({ luckiest }) => !luckiest),
      1,
    )
  const texts = lines.map(({ text }) => text)
  return claims.length > lines.length ? [...texts, more()] : texts
}
