import {
  type APIButtonComponentWithCustomId,
  ComponentType,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js'
import type { ChosenThere } from '../../src/app/board/message-board.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import { type Card, cardOf } from '../../src/chat/card.js'
import { DISCORD } from './decode.js'
import { buttonOf, written } from './encode.js'
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
  const parts = (card: Card) => [headOf(card, shown), stateOf(card, shown), footOf(card)] as const
  const card = cardOf(envelope, DISCORD, chosen, envelope.language ?? 'en', {
    maxNames: MAX_NAMES,
    roomFor: (card) => MAX_CARD_TEXT - parts(card).join('').length,
    lengthOf: (line) => markup(line, shown).length,
  })
  const [head, state, foot] = parts(card)
  const text = (content: string) => ({ type: ComponentType.TextDisplay as const, content })
  const claims = card.claims.map((line) => markup(line, shown)).join('\n')
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

function headOf({ head }: Card, roleHere: RoleHere): string {
  return written(head, roleHere, (words) => `### ${words}`)
}

/** Discord renders the countdown, in the reader's own language and time zone. */
function stateOf({ state, deadline }: Card, roleHere: RoleHere): string {
  const shown = markup(state, roleHere)
  return deadline ? `${shown}\n⏳ <t:${Math.floor(deadline.at / 1000)}:R>` : shown
}

function footOf({ envelopeNo }: Card): string {
  return `-# #${envelopeNo}`
}

/** Answers to choose from have a row of their own: they would not fit beside the others. */
function rowsOf({ open, grab, choices, more }: Card): APIButtonComponentWithCustomId[][] {
  const others = more.map(buttonOf)
  if (choices.length > 0) return [choices.map(buttonOf), others]
  if (!grab) return [others]
  const button = buttonOf(open ? grab : { label: grab.label, data: grab.data })
  return [[{ ...button, disabled: !open, emoji: { name: '🧧' } }, ...others]]
}
