import type { SealedOrder } from '../../app/envelopes/view-envelope.js'
import type { Language } from '../../i18n/language.js'
import type { Block } from '../reply.js'
import { code } from '../rich-text.js'
import { waysWords } from './ways-words.js'

/** More do not fit beside the rest. */
const MAX_NAMED = 20

/** Shows how to repeat a sealed order, and who got the shares. */
export function orderBlocks({ line, joined, served }: SealedOrder, language: Language): Block[] {
  const words = waysWords[language]
  const named = served.slice(0, MAX_NAMED).map(words.ticket)
  if (served.length > MAX_NAMED) named.push(words.more({ count: served.length - MAX_NAMED }))
  const names = named.join(language === 'en' ? ', ' : '、')
  return [
    // Hexadecimal digits of the salt and a number: nothing that a shell would read otherwise.
    { kind: 'text', text: [words.order({ joined }), '\n', code(line)] },
    ...(served.length > 0 ? [{ kind: 'text' as const, text: words.served({ names }) }] : []),
  ]
}
