import type { Place } from '../../core/place.js'
import type { Context } from '../framework/define.js'
import type { Outcome } from '../framework/outcome.js'

/**
 * Looks up a red packet in the chat, or, in a private chat, in every community that the asker belongs to. Red packets
 * elsewhere stay hidden.
 */
export async function lookUp<O extends Outcome>(
  { app, request }: Pick<Context<never, never>, 'app' | 'request'>,
  look: (place: Place) => Promise<O>,
): Promise<O | { readonly kind: 'unknown_envelope' }> {
  const { place, by } = request
  if (place) {
    const outcome = await look(place)
    // The number belongs to another chat, or to another database: a card can outlive its database.
    return outcome.kind === 'unknown_chat' ? { kind: 'unknown_envelope' } : outcome
  }
  for (const { place } of (await app.walletsOf({ by })).wallets) {
    const outcome = await look(place)
    if (outcome.kind !== 'unknown_envelope') return outcome
  }
  return { kind: 'unknown_envelope' }
}
