import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import { type Card, cardOf } from '../../src/chat/card.js'
import type { OutgoingMessage } from '../../src/chat/waiting-list.js'
import { code, type Text } from '../../src/commands/framework/replies/rich-text.js'
import { spoken, TELEGRAM } from './decode.js'
import { messageOf, textOf } from './encode.js'
import { quoted } from './unlinked.js'

/** Telegram accepts 4,096 characters of text; a card stays below that. */
const MAX_CARD_TEXT = 3_900
/** A card is the only list that everyone can read, so it names as many as fit. */
const MAX_NAMES = 200
/** A card notifies no one, so it shows the chosen by name. */
const NO_ONE = { users: [], roles: [] }

/** Renders a card for a group. No words in it can be tapped, including those that people chose. */
export function cardMessage(envelope: EnvelopeView): OutgoingMessage {
  const lengthOf = (...lines: readonly Text[]) => textOf([{ kind: 'list', lines }], quoted).length
  const card = cardOf(envelope, TELEGRAM, NO_ONE, spoken(envelope.language), {
    ...{ maxNames: MAX_NAMES, lengthOf },
    roomFor: (card) => MAX_CARD_TEXT - lengthOf(...linesOf(card)),
  })
  const grab = { ...card.grab, label: `🧧 ${card.grab.label}`, style: 'danger' } as const
  const choices = card.choices.map((choice) => ({ ...choice, style: 'danger' }) as const)
  const first = choices.length > 0 ? choices : [grab]
  const actions = card.open ? [first, [card.details, card.verify]] : [[card.details, card.verify]]
  return messageOf({ blocks: [{ kind: 'list', lines: linesOf(card) }], actions }, quoted)
}

function linesOf({ head, state, deadline, claims, envelopeNo }: Card): readonly Text[] {
  const heading = head.flatMap((block): readonly Text[] => {
    if (block.kind === 'list') return block.lines
    const { text } = block
    return [block.kind === 'heading' && typeof text === 'string' ? [{ strong: text }] : text]
  })
  return [
    ...heading,
    state,
    // No countdown: clients round a relative time too coarsely near the end, and edits are expensive.
    ...(deadline ? [['⏳ ', ...[deadline.words].flat()]] : []),
    ...(claims.length > 0 ? ['', ...claims] : []),
    ...['', [code(envelopeNo)]],
  ]
}
