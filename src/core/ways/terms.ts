import { DRAW_TERMS } from './draw.js'
import { fairStartTerms } from './fair-start.js'

/** How an envelope is received, with what was fixed about that when it was sent. */
export type WayTerms =
  | { readonly way: 'speed' }
  | { readonly way: 'draw' }
  | { readonly way: 'fair_start'; readonly window: number }

/** What an envelope's commitment says of the way in which it is received. */
export function termsOf(terms: WayTerms): readonly string[] {
  switch (terms.way) {
    case 'speed':
      return []
    case 'draw':
      return DRAW_TERMS
    case 'fair_start':
      return fairStartTerms(terms.window)
    default:
      return terms satisfies never
  }
}
