import type { EnvelopeRules } from '../envelope.js'

/** Terms of a draw in the commitment. The committed salt orders the tickets; see sealed-order.ts. */
export const DRAW_TERMS: readonly string[] = ['draw']

/** Longest time until a draw, in milliseconds: twice the community's limit for other envelopes. */
export function longestDraw({ maxLifetime }: Pick<EnvelopeRules, 'maxLifetime'>): number {
  return 2 * maxLifetime
}
