import { type AgeFault, ageFault, type TooNew } from './age.js'
import type { ConditionRules } from './condition.js'

/** Opens for those whom the bot has known for `least` milliseconds, in any chat and under any linked account. */
export interface Known {
  readonly kind: 'known'
  readonly least: number
}

export type KnownRefusal = TooNew<'known'>

export const known: ConditionRules<Known, Known, AgeFault, KnownRefusal> = {
  asks: false,
  tries: 0,
  books: 'knownSince',
  fault: ({ least }) => ageFault(least),
  fixed: ({ kind, least }) => ({ kind, least }),
  term: ({ least }) => `known=${least}`,
  view: (condition) => condition,
  check({ kind: condition, least }, { now, knownSince = now }) {
    if (now - knownSince >= least) return { kind: 'ok' }
    return { kind: 'refused', refusal: { condition, why: 'too_new', least } }
  },
}
