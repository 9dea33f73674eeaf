import { DRAW_TERMS } from './draw.js'
import { fairStartTerms } from './fair-start.js'
import { shakeTerms } from './shake.js'

/** An envelope's way, with the details fixed when it was sent. */
export type WayTerms =
  | { readonly way: 'speed' }
  | { readonly way: 'draw' }
  | { readonly way: 'fair_start'; readonly window: number }
  | { readonly way: 'shake'; readonly wins: readonly number[] }

/** Returns the terms that the commitment contains for an envelope's way. */
export function termsOf(terms: WayTerms): readonly string[] {
  switch (terms.way) {
    case 'speed':
      return []
    case 'draw':
      return DRAW_TERMS
    case 'fair_start':
      return fairStartTerms(terms.window)
    case 'shake':
      return shakeTerms(terms.wins)
    default:
      return terms satisfies never
  }
}
