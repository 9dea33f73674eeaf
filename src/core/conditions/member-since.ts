import { type AgeFault, ageFault, type TooNew } from './age.js'
import type { ConditionRules } from './condition.js'
import type { NotTold } from './platform-facts.js'

/** Opens for those who have been in the chat for `least` milliseconds, as the platform says. */
export interface MemberSince {
  readonly kind: 'member_since'
  readonly least: number
}

export type MemberSinceRefusal = NotTold<'member_since'> | TooNew<'member_since'>

export const memberSince: ConditionRules<MemberSince, MemberSince, AgeFault, MemberSinceRefusal> = {
  asks: false,
  tries: 0,
  fault: ({ least }) => ageFault(least),
  fixed: ({ kind, least }) => ({ kind, least }),
  term: ({ least }) => `member-since=${least}`,
  view: (condition) => condition,
  check({ kind: condition, least }, { now, told: { memberSince: since } }) {
    if (since === undefined) return { kind: 'refused', refusal: { condition, why: 'not_told' } }
    if (now - since >= least) return { kind: 'ok' }
    return { kind: 'refused', refusal: { condition, why: 'too_new', least } }
  },
}
