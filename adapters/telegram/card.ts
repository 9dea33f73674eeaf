import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import { claimLines, headLines, type Markup, stateLine } from '../../src/chat/card-text.js'
import { cardActions } from '../../src/commands/red-packet/card.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import { escapeHtml } from './html.js'
import { spoken } from './people-and-places.js'
import { timeTag } from './times.js'
import { quoted } from './unlinked.js'

/** Telegram takes 4,096 characters of text without the markup; with it a card stays below that. */
const MAX_CARD_TEXT = 3_900
/** A card is the only list that everybody can read, so it names as many as fit. */
const NAMES_AT_THE_END = 200

const MARKUP: Markup = {
  plain: (text) => escapeHtml(quoted(text)),
  strong: (text) => `<b>${text}</b>`,
  heading: (text) => `<b>${text}</b>`,
  listed: (line) => line,
}

/** What sendMessage and editMessageText need to show a card, besides where. */
export interface CardMessage {
  readonly text: string
  readonly parse_mode: 'HTML'
  readonly link_preview_options: { readonly is_disabled: true }
  readonly reply_markup: { readonly inline_keyboard: readonly (readonly object[])[] }
}

/** An envelope as everybody in the group sees it. */
export function cardOf(envelope: EnvelopeView): CardMessage {
  const language = spoken(envelope.language)
  const { card } = catalogue(language)
  const { envelopeNo, commitment, state, deadline } = envelope
  const lines = [headLines(envelope, language, MARKUP), stateLine(envelope, language, MARKUP)]
  // No countdown: a relative time would be rounded too far in the end, and every edit costs.
  if (state === 'open') lines.push(`⏳ ${card.until({ time: timeTag(deadline) })}`)
  const foot = `<code>${envelopeNo}</code> · ${card.commitment} <code>${commitment}</code>`
  const room = MAX_CARD_TEXT - lines.join('\n').length - foot.length
  const claims = claimLines(envelope, language, MARKUP, { room, most: NAMES_AT_THE_END })
  if (claims !== '') lines.push(`\n${claims}`)
  const actions = cardActions(envelopeNo, language)
  const details = { text: actions.details.label, callback_data: actions.details.data }
  // A style is shown by newer clients and left out by older ones.
  const grab = { text: `🧧 ${actions.grab.label}`, callback_data: actions.grab.data, style: 'danger' }
  return {
    text: `${lines.join('\n')}\n\n${foot}`,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: state === 'open' ? [[grab], [details]] : [[details]] },
  }
}
