import type { ConditionRules } from './condition.js'
import type { NotTold } from './platform-facts.js'

/** Opens for those who boost the server. */
export interface Booster {
  readonly kind: 'booster'
}

/** Opens for those who pay the platform for its premium. */
export interface Premium {
  readonly kind: 'premium'
}

type Supporter = Booster | Premium

interface NoSupporter<Kind extends Supporter['kind']> {
  readonly condition: Kind
  readonly why: 'is_none'
}

export type BoosterRefusal = NotTold<'booster'> | NoSupporter<'booster'>
export type PremiumRefusal = NotTold<'premium'> | NoSupporter<'premium'>

function supporter<Condition extends Supporter>(
  fact: 'boosts' | 'premium',
): ConditionRules<Condition, Condition, never, NotTold<Condition['kind']> | NoSupporter<Condition['kind']>> {
  return {
    asks: false,
    tries: 0,
    fault: () => undefined,
    fixed: ({ kind }) => ({ kind }) as Condition,
    term: ({ kind }) => kind,
    view: (condition) => condition,
    check({ kind: condition }, { told: { [fact]: holds } }) {
      if (holds) return { kind: 'ok' }
      const why = holds === undefined ? 'not_told' : 'is_none'
      return { kind: 'refused', refusal: { condition, why } }
    },
  }
}

export const booster = supporter<Booster>('boosts')
export const premium = supporter<Premium>('premium')
