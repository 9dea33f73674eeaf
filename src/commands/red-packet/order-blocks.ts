import type { SealedOrder } from '../../app/envelopes/view-envelope.js'
import { list } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import type { Block } from '../framework/replies/reply.js'
import { code } from '../framework/replies/rich-text.js'
import { waysWords } from './ways-words.js'

/** Most names that fit in the message. */
const MAX_NAMED = 20

/** Shows how to recompute a sealed order, and who got the shares. */
export function orderBlocks({ line, joined, served }: SealedOrder, language: Language): Block[] {
  const words = waysWords[language]
  const named = served.map(words.ticket)
  return [
    // A hexadecimal salt and a number, so the shell has nothing to interpret.
    { kind: 'text', text: [words.order({ joined }), '\n', code(line)] },
    ...listed(named, words.served, language),
  ]
}

/** Shows the winning tries and their owners. */
export function hitBlocks(
  hits: readonly { readonly number: number; readonly name: string }[],
  language: Language,
): Block[] {
  const words = waysWords[language]
  return listed(hits.map(words.hit), words.hits, language)
}

function listed(
  named: readonly string[],
  say: (values: { names: string }) => string,
  language: Language,
): Block[] {
  if (named.length === 0) return []
  const shown = named.slice(0, MAX_NAMED)
  if (named.length > MAX_NAMED) shown.push(waysWords[language].more({ count: named.length - MAX_NAMED }))
  return [{ kind: 'text', text: say({ names: list(shown, language) }) }]
}
