import {
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js'
import type { ChosenThere } from '../../src/app/board/message-board.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import { type Card, cardOf } from '../../src/chat/card.js'
import type { Text } from '../../src/commands/framework/replies/rich-text.js'
import { DISCORD } from './decode.js'
import { markup, type RoleHere } from './markup.js'
import { descriptionOf, galleryOf, newFile } from './picture.js'

/** Names on a card that has ended; the whole list is one tap away. */
const MAX_NAMES = 15
/** Discord accepts 4,000 characters of text in all components of a message. */
const MAX_CARD_TEXT = 3_900

/** A card's picture: the number of a new file, or the id of the attachment that stays, and its description. */
export interface CardPicture {
  readonly id: number | string
  readonly alt: string
}

/**
 * Renders a card. A new message pings the chosen, and a role only if every member may ping it: a sender must not reach
 * more people through the bot than directly. An edit pings no one; it allows the same mentions so that Discord keeps
 * showing the names. An edit that names no picture takes it away.
 */
export function cardMessage(
  envelope: EnvelopeView,
  chosen: ChosenThere,
  roleHere: RoleHere,
  picture?: CardPicture,
) {
  // Discord shows a mentioned role by its name and colour; the allowed mentions decide whether it is pinged.
  const shown: RoleHere = (role) => roleHere(role) && { mentionable: true }
  const write = (text: Text) => markup(text, shown)
  const parts = (card: Card) => [headOf(card, write), stateOf(card, write), footOf(card)] as const
  const card = cardOf(envelope, DISCORD, chosen, envelope.language ?? 'en', {
    maxNames: MAX_NAMES,
    roomFor: (card) => MAX_CARD_TEXT - parts(card).join('').length,
    lengthOf: (line) => write(line).length,
  })
  const [head, state, foot] = parts(card)
  const text = (content: string) => ({ type: ComponentType.TextDisplay as const, content })
  const claims = card.claims.map(write).join('\n')
  const message: RESTPostAPIChannelMessageJSONBody = {
    flags: MessageFlags.IsComponentsV2,
    attachments: picture ? [attachmentOf(picture)] : [],
    allowed_mentions: {
      parse: [],
      users: [...new Set(chosen.users.filter((user) => user !== null))],
      roles: chosen.roles.filter((role) => role !== null && roleHere(role)?.mentionable) as string[],
    },
    components: [
      {
        type: ComponentType.Container,
        accent_color: card.colour,
        components: [
          ...(picture ? [galleryOf(picture.alt)] : []),
          text(head),
          text(state),
          ...(claims === '' ? [] : [{ type: ComponentType.Separator as const }, text(claims)]),
          ...rowsOf(card).map((components) => ({ type: ComponentType.ActionRow as const, components })),
          text(foot),
        ],
      },
    ],
  }
  return message
}

function attachmentOf({ id, alt }: CardPicture) {
  return id === 0 ? newFile(alt) : { id, description: descriptionOf(alt) }
}

type Write = (text: Text) => string

function headOf({ head }: Card, write: Write): string {
  return head
    .flatMap((block) =>
      block.kind === 'list' ? block.lines.map(write) : [heading(block.kind) + write(block.text)],
    )
    .join('\n')
}

const heading = (kind: 'text' | 'heading') => (kind === 'heading' ? '### ' : '')

/** Discord renders the countdown, in the reader's own language and time zone. */
function stateOf({ state, deadline }: Card, write: Write): string {
  return deadline ? `${write(state)}\n⏳ <t:${Math.floor(deadline.at / 1000)}:R>` : write(state)
}

function footOf({ envelopeNo }: Card): string {
  return `-# #${envelopeNo}`
}

/** Answers to choose from have a row of their own: they would not fit beside the others. */
function rowsOf({ open, grab, choices, details, verify, result }: Card): APIButtonComponentWithCustomId[][] {
  const type = ComponentType.Button as const
  const more = [...(result ? [result] : []), details, verify].map(({ label, data }) => ({
    ...{ type, style: ButtonStyle.Secondary as const, label, custom_id: data },
  }))
  if (choices.length > 0) {
    const row = choices.map(({ label, data }) => ({
      ...{ type, style: ButtonStyle.Danger as const, label, custom_id: data },
    }))
    return [row, more]
  }
  if (result) return [more]
  const first: APIButtonComponentWithCustomId = {
    ...{ type, style: open ? ButtonStyle.Danger : ButtonStyle.Secondary, disabled: !open },
    ...{ label: grab.label, emoji: { name: '🧧' }, custom_id: grab.data },
  }
  return [[first, ...more]]
}
