import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import { type Card, cardOf } from '../../src/chat/card.js'
import type { OutgoingMessage } from '../../src/chat/waiting-list.js'
import { code, type Text } from '../../src/commands/framework/replies/rich-text.js'
import { spoken, TELEGRAM } from './decode.js'
import { LONGEST_CAPTION, LONGEST_TEXT, messageOf, textOf } from './encode.js'
import { quoted } from './unlinked.js'

/** A card stays below Telegram's limits by this many characters. */
const SPARE = { text: 196, caption: 24 }
/** A new card that is longer has no picture: below one there would be no room for those who grab. */
const MAX_NEW_CAPTION = 700
/** A card is the only list that everyone can read, so it names as many as fit. */
const MAX_NAMES = 200
/** A card notifies no one, so it shows the chosen by name. */
const NO_ONE = { users: [], roles: [] }

/** Returns whether a new card is short enough to be the caption of a photo. */
export function fitsBelowPhoto({ text }: OutgoingMessage): boolean {
  return text.length <= MAX_NEW_CAPTION
}

/**
 * Renders a card for a group, as a text or as the caption of a photo. No words in it can be tapped, including those that
 * people chose.
 */
export function cardMessage(envelope: EnvelopeView, as: 'text' | 'caption'): OutgoingMessage {
  const longest = as === 'text' ? LONGEST_TEXT : LONGEST_CAPTION
  const lengthOf = (...lines: readonly Text[]) => textOf([{ kind: 'list', lines }], quoted).length
  const card = cardOf(envelope, TELEGRAM, NO_ONE, spoken(envelope.language), {
    ...{ maxNames: MAX_NAMES, lengthOf },
    roomFor: (card) => longest - SPARE[as] - lengthOf(...linesOf(card)),
  })
  const { choices, grab, more, open } = card
  const first = choices.length > 0 || !grab ? choices : [{ ...grab, label: `🧧 ${grab.label}` }]
  const actions = open ? [first, more] : [more]
  return messageOf({ blocks: [{ kind: 'list', lines: linesOf(card) }], actions }, quoted, longest)
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
