import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js'
import type { ChosenThere } from '../../src/app/board/message-board.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import { claimLines, headLines, type Markup, stateLine } from '../../src/chat/card-text.js'
import { cardActions } from '../../src/commands/red-packet/card.js'
import type { Theme } from '../../src/core/festivals.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { plain, type RoleHere } from './markup.js'

/** So many names stand on a card that has ended; the whole list is one tap away. */
const NAMES_AT_THE_END = 15
/** Discord takes 4,000 characters of text in all components of a message. */
const MAX_CARD_TEXT = 3_900

const MARKUP: Markup = {
  plain,
  strong: (text) => `**${text}**`,
  heading: (text) => `### ${text}`,
  // A line that begins with a number and a dot would become a list with numbers of its own.
  listed: (line) => line.replace(/^(\d+)\./, '$1\\.'),
}

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
  readonly allowed_mentions: AllowedMentions
}

/** The only ones whom a message pings. */
export interface AllowedMentions {
  readonly parse: never[]
  readonly users: readonly string[]
  readonly roles: readonly string[]
}

/**
 * An envelope as everybody in the channel sees it. As a new message it pings those chosen, and a role only when every
 * member may ping it: whatever the bot itself may do, a sender must not reach more people through it. An edit pings
 * nobody; it allows the same mentions so that Discord goes on showing the names.
 */
export function cardOf(envelope: EnvelopeView, chosen: ChosenThere, roleHere: RoleHere): CardMessage {
  const language: Language = envelope.language ?? 'en'
  const text = (content: string) => ({ type: ComponentType.TextDisplay as const, content })
  const head = headLines(envelope, language, MARKUP, namesOf(envelope, chosen, roleHere))
  // Discord counts the time down by itself, in the reader's own language and time zone.
  const left = envelope.state === 'open' ? `\n⏳ <t:${Math.floor(envelope.deadline / 1000)}:R>` : ''
  const state = stateLine(envelope, language, MARKUP) + left
  const foot = `-# #${envelope.envelopeNo} · ${catalogue(language).card.commitment} ${envelope.commitment}`
  const room = MAX_CARD_TEXT - head.length - state.length - foot.length
  const claims = claimLines(envelope, language, MARKUP, { room, most: NAMES_AT_THE_END })
  return {
    flags: MessageFlags.IsComponentsV2,
    allowed_mentions: {
      parse: [],
      users: [...new Set(chosen.users.filter((user) => user !== null))],
      roles: chosen.roles.filter((role) => role !== null && roleHere(role)?.mentionable) as string[],
    },
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

/** Those chosen, as mentions where Discord knows them. */
function namesOf(envelope: EnvelopeView, { users, roles }: ChosenThere, roleHere: RoleHere): string {
  const members = envelope.chosen.map(({ name }, index) => {
    const user = users[index]
    return user ? `<@${user}>` : plain(name)
  })
  const named = envelope.chosenRoles.map((name, index) => {
    const role = roles[index]
    return role && roleHere(role) ? `<@&${role}>` : plain(`@${name}`)
  })
  return [...members, ...named].join(', ')
}

function buttons(
  { envelopeNo, state }: EnvelopeView,
  language: Language,
): APIActionRowComponent<APIButtonComponentWithCustomId> {
  const { grab, details } = cardActions(envelopeNo, language)
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.Button,
        style: state === 'open' ? ButtonStyle.Danger : ButtonStyle.Secondary,
        label: grab.label,
        emoji: { name: '🧧' },
        custom_id: grab.data,
        disabled: state !== 'open',
      },
      {
        type: ComponentType.Button,
        style: ButtonStyle.Secondary,
        label: details.label,
        custom_id: details.data,
      },
    ],
  }
}
