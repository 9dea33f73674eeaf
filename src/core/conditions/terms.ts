import type { Random } from '../random.js'
import type { BookFact, ConditionRules, Facts, Verdict } from './condition.js'
import {
  CONDITION_KINDS,
  type Condition,
  type ConditionKind,
  type ConditionRefusal,
  type ConditionView,
  type KindFault,
} from './kinds.js'

export type { Condition, ConditionKind, ConditionRefusal, ConditionView } from './kinds.js'

/** Reasons why an envelope can't be sent with its conditions. */
export type ConditionFault = KindFault | { readonly kind: 'repeated_condition' | 'several_questions' }

type Rules = ConditionRules<Condition, ConditionView, ConditionFault, ConditionRefusal>

function rulesOf({ kind }: { readonly kind: ConditionKind }): Rules {
  return CONDITION_KINDS[kind] as unknown as Rules
}

const ALL = Object.entries(CONDITION_KINDS) as unknown as (readonly [ConditionKind, Rules])[]

/** Returns whether people answer something to meet a condition. */
export function asks(condition: { readonly kind: ConditionKind }): boolean {
  return rulesOf(condition).asks !== false
}

/** Returns whether people answer in words of their own. */
export function asksForWords(condition: { readonly kind: ConditionKind }): boolean {
  return rulesOf(condition).asks === 'words'
}

/** The kinds, with the most wrong answers per person. */
export const TRIES = ALL.map(([kind, { asks, tries }]) => ({ kind, tries, asks }))

/** Longest answer to any condition, in characters. */
export const LONGEST_ANSWER = Math.max(...ALL.map(([, { longest = 0 }]) => longest))

/** Returns the first rule that an envelope's conditions break. */
export function refuseConditions(conditions: readonly Condition[]): ConditionFault | undefined {
  const kinds = new Set(conditions.map(({ kind }) => kind))
  if (kinds.size < conditions.length) return { kind: 'repeated_condition' }
  if (conditions.filter(asks).length > 1) return { kind: 'several_questions' }
  for (const condition of conditions) {
    const fault = rulesOf(condition).fault(condition)
    if (fault) return fault
  }
  return undefined
}

/** Returns conditions as they are stored, in the order of the commitment: by kind. */
export function fixConditions(conditions: readonly Condition[], random: Random): Condition[] {
  return conditions
    .map((condition) => rulesOf(condition).fixed(condition, random))
    .sort((one, other) => (one.kind < other.kind ? -1 : 1))
}

/** Returns a condition's term in the commitment, and the text of which a digest follows it, if there is one. */
export function termOf(condition: Condition): { readonly term: string; readonly sealed: string | undefined } {
  const rules = rulesOf(condition)
  return { term: rules.term(condition), sealed: rules.sealed?.(condition) }
}

/** Returns everything about a condition that may be shown now. */
export function viewOf(condition: Condition, ended: boolean): ConditionView {
  return rulesOf(condition).view(condition, ended)
}

/** Returns the fact that a condition needs from the books, if any. */
export function bookFactFor(condition: Condition): BookFact | undefined {
  return rulesOf(condition).books
}

export function checkCondition(condition: Condition, facts: Facts): Verdict<ConditionRefusal> {
  return rulesOf(condition).check(condition, facts)
}
