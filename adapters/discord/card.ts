import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js'
import type { EnvelopeView } from '../../src/app/view-envelope.js'
import type { Theme } from '../../src/core/festivals.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { duration, money } from '../../src/i18n/format.js'
import { namesOfChosen } from '../../src/messaging/answers.js'
import { buttonId } from './button-id.js'
import { plain } from './markup.js'

/** So many names stand on a card; the whole list is one tap away. */
const NAMES_WHILE_OPEN = 5
const NAMES_AT_THE_END = 15
/** Discord takes 4,000 characters of text in all components of a message. */
const MAX_CARD_TEXT = 3_900

const COLOURS: Readonly<Record<Theme, number>> = {
  classic: 0xb3151d,
  spring_festival: 0xbb1016,
  lantern: 0xad3a10,
  dragon_boat: 0x14684a,
  qixi: 0x7c2a72,
  mid_autumn: 0x2f3f86,
  new_year: 0x5b2391,
  christmas: 0xa3161f,
  birthday: 0xb02a62,
  wedding: 0xa50d34,
}
const ENDED = 0x80848e

/** What a message needs to show a card. */
export interface CardMessage {
  readonly flags: MessageFlags.IsComponentsV2
  readonly components: APIMessageTopLevelComponent[]
  readonly allowed_mentions: { readonly parse: never[] }
}

/** An envelope as everybody in the channel sees it. */
export function cardOf(envelope: EnvelopeView): CardMessage {
  const language: Language = envelope.language ?? 'en'
  const text = (content: string) => ({ type: ComponentType.TextDisplay as const, content })
  const head = headLines(envelope, language)
  const state = stateLines(envelope, language)
  const foot = `-# #${envelope.envelopeNo} · ${catalogue(language).card.commitment} ${envelope.commitment}`
  const claims = claimLines(envelope, language, MAX_CARD_TEXT - head.length - state.length - foot.length)
  return {
    flags: MessageFlags.IsComponentsV2,
    allowed_mentions: { parse: [] },
    components: [
      {
        type: ComponentType.Container,
        accent_color: envelope.state === 'open' ? COLOURS[envelope.theme] : ENDED,
        components: [
          text(head),
          text(state),
          ...(claims === '' ? [] : [{ type: ComponentType.Separator as const }, text(claims)]),
          buttons(envelope, language),
          text(foot),
        ],
      },
    ],
  }
}

function headLines(envelope: EnvelopeView, language: Language): string {
  const { card, greeting } = catalogue(language)
  const { kind, total, count, currency, audience } = envelope
  const facts = [card.kind[kind]]
  if (kind === 'equal') facts.push(card.each({ amount: plain(money(total / count, currency, language)) }))
  if (audience === 'chosen') facts.push(card.chosen({ names: plain(namesOfChosen(envelope)) }))
  return [
    `🧧 ${card.title({ sender: `**${plain(envelope.sender.name)}**` })}`,
    `### ${plain(envelope.greeting || greeting[envelope.theme])}`,
    facts.join(' · '),
  ].join('\n')
}

function stateLines(envelope: EnvelopeView, language: Language): string {
  const { card } = catalogue(language)
  const { currency, count, grabbedCount: grabbed, createdAt, endedAt, deadline } = envelope
  const say = (amount: number) => plain(money(amount, currency, language))
  const sender = plain(envelope.sender.name)
  const refunded = say(envelope.refunded)
  switch (envelope.state) {
    case 'open': {
      const progress = card.progress({ grabbed, count })
      const share = card.money({ grabbed: say(envelope.grabbedTotal), total: say(envelope.total) })
      // Discord counts the time down by itself, in the reader's own language and time zone.
      return `${progress} · ${share}\n⏳ <t:${Math.floor(deadline / 1000)}:R>`
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

/** Who got what, in at most `room` characters; how many more there are is said when not all fit. */
function claimLines(envelope: EnvelopeView, language: Language, room: number): string {
  const { card } = catalogue(language)
  const { claims, state, currency, createdAt } = envelope
  // While it is open the newest are news; at the end the list begins with the first, and the luckiest is on it.
  const shown =
    state === 'open'
      ? claims.slice(-NAMES_WHILE_OPEN)
      : claims.filter((claim, index) => index < NAMES_AT_THE_END || claim.luckiest)
  const lines = shown.map(({ position, member, amount, at, luckiest }) => {
    const line = card.claim({
      position,
      name: plain(member.name),
      amount: plain(money(amount, currency, language)),
      time: duration(at - createdAt, language),
    })
    // A line that begins with a number and a dot would become a list with numbers of its own.
    const listed = line.replace(/^(\d+)\./, '$1\\.')
    return luckiest ? `👑 ${listed} · **${card.luckiest}**` : listed
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

function buttons(
  { envelopeNo, state }: EnvelopeView,
  language: Language,
): APIActionRowComponent<APIButtonComponentWithCustomId> {
  const { card } = catalogue(language)
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.Button,
        style: state === 'open' ? ButtonStyle.Danger : ButtonStyle.Secondary,
        label: card.grab,
        emoji: { name: '🧧' },
        custom_id: buttonId('grab', envelopeNo),
        disabled: state !== 'open',
      },
      {
        type: ComponentType.Button,
        style: ButtonStyle.Secondary,
        label: card.details,
        custom_id: buttonId('details', envelopeNo),
      },
    ],
  }
}
