import type { EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import type { SharedWords } from './shared-words.js'

/** Returns a red packet's greeting: the sender's own, or the one of its theme. */
export function greetingOf({ greeting, theme }: EnvelopeView, shared: SharedWords): string {
  return greeting || shared.greeting[theme]
}
