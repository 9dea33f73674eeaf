import type { Way } from '../../../core/envelope.js'
import { DRAW_TERMS } from '../../../core/ways/draw.js'

const TERMS: Readonly<Record<Way, readonly string[]>> = { speed: [], draw: DRAW_TERMS }

/** What an envelope's commitment says of the way in which it is received. */
export function termsOf(way: Way): readonly string[] {
  return TERMS[way]
}
