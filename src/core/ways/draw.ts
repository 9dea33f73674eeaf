import type { WayRules } from './way.js'

/** Everyone joins, and winners are drawn at the deadline (抽奖). The committed salt orders the tickets. */
export const draw: WayRules<object> = {
  serves: 'at the deadline',
  tickets: 'for shares',
  sealedOrder: true,
  /** Twice the community's limit for other envelopes. */
  longest: ({ maxLifetime }) => 2 * maxLifetime,
  fixed: () => ({}),
  terms: () => ['draw'],
  tap: () => 'join',
}
