import { type AgeFault, ageFault, type TooNew } from './age.js'
import type { ConditionRules } from './condition.js'
import type { NotTold } from './platform-facts.js'

/** Opens for accounts that the platform has had for `least` milliseconds. */
export interface AccountAge {
  readonly kind: 'account_age'
  readonly least: number
}

export type AccountAgeRefusal = NotTold<'account_age'> | TooNew<'account_age'>

export const accountAge: ConditionRules<AccountAge, AccountAge, AgeFault, AccountAgeRefusal> = {
  asks: false,
  tries: 0,
  fault: ({ least }) => ageFault(least),
  fixed: ({ kind, least }) => ({ kind, least }),
  term: ({ least }) => `account-age=${least}`,
  view: (condition) => condition,
  check({ kind: condition, least }, { now, told: { accountSince } }) {
    if (accountSince === undefined) return { kind: 'refused', refusal: { condition, why: 'not_told' } }
    if (now - accountSince >= least) return { kind: 'ok' }
    return { kind: 'refused', refusal: { condition, why: 'too_new', least } }
  },
}
