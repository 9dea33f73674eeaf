import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import { type Card, cardOf } from '../../src/chat/card.js'
import { render, type Text, type Writer } from '../../src/commands/rich-text.js'
import { escapeHtml } from './html.js'
import { spoken, TELEGRAM } from './people-and-places.js'
import { timeTag } from './times.js'
import { quoted } from './unlinked.js'

/** Telegram accepts 4,096 characters of text without the markup; a card stays below that even with it. */
const MAX_CARD_TEXT = 3_900
/** A card is the only list that everyone can read, so it names as many as fit. */
const MAX_NAMES = 200
/** A card notifies nobody, so it shows the chosen by name. */
const NO_ONE = { users: [], roles: [] }

const plain = (text: string) => escapeHtml(quoted(text))
const named = ({ name }: { readonly name: string }) => plain(name)
const WRITER: Writer = {
  plain,
  strong: (text) => `<b>${plain(text)}</b>`,
  code: (text) => `<code>${escapeHtml(text)}</code>`,
  at: timeTag,
  quote: plain,
  mention: named,
  role: named,
}
const write = (text: Text) => render(text, WRITER)

/** Parameters of sendMessage and editMessageText to show a card, without the place. */
export interface CardMessage {
  readonly text: string
  readonly parse_mode: 'HTML'
  readonly link_preview_options: { readonly is_disabled: true }
  readonly reply_markup: { readonly inline_keyboard: readonly (readonly object[])[] }
}

/** Renders a card as everyone in the group sees it. */
export function cardMessage(envelope: EnvelopeView): CardMessage {
  const card = cardOf(envelope, TELEGRAM, NO_ONE, spoken(envelope.language), {
    maxNames: MAX_NAMES,
    roomFor: (card) => MAX_CARD_TEXT - textOf(card).length,
    lengthOf: (line) => write(line).length,
  })
  const details = { text: card.details.label, callback_data: card.details.data }
  const verify = { text: card.verify.label, callback_data: card.verify.data }
  // Newer clients show the style; older ones ignore it.
  const grab = { text: `🧧 ${card.grab.label}`, callback_data: card.grab.data, style: 'danger' }
  return {
    text: textOf(card),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: card.open ? [[grab], [details, verify]] : [[details, verify]] },
  }
}

function textOf({ head, state, deadline, claims, envelopeNo }: Card): string {
  const lines = head.flatMap((block) => {
    if (block.kind === 'list') return block.lines.map(write)
    return block.kind === 'heading' ? `<b>${write(block.text)}</b>` : write(block.text)
  })
  lines.push(write(state))
  // No countdown: clients round a relative time too coarsely near the end, and edits are expensive.
  if (deadline) lines.push(`⏳ ${write(deadline.words)}`)
  if (claims.length > 0) lines.push('', ...claims.map(write))
  return [...lines, '', `<code>${envelopeNo}</code>`].join('\n')
}
