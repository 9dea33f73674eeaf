import type { EnvelopeRules } from '../envelope.js'

/** What a commitment says of a draw: the salt in it orders the tickets, see sealed-order.ts. */
export const DRAW_TERMS: readonly string[] = ['draw']

/** Longest time until a draw, in milliseconds: twice as long as the community lets other envelopes stay open. */
export function longestDraw({ maxLifetime }: Pick<EnvelopeRules, 'maxLifetime'>): number {
  return 2 * maxLifetime
}
