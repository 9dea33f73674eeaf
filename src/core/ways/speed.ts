import type { WayRules } from './way.js'

/** First come, first served (抢): the plain way, which has no details and no terms. */
export const speed: WayRules<object> = {
  serves: 'taps',
  tickets: 'none',
  fastest: true,
  fixed: () => ({}),
  terms: () => [],
}
