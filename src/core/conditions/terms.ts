import type { Random } from '../random.js'
import { type AccountAge, type AccountAgeRefusal, accountAge } from './account-age.js'
import type { AgeFault } from './age.js'
import type { ConditionRules, Facts, Verdict } from './condition.js'
import { type Known, type KnownRefusal, known } from './known.js'
import { type MemberSince, type MemberSinceRefusal, memberSince } from './member-since.js'
import {
  type Password,
  type PasswordFault,
  type PasswordRefusal,
  type PasswordView,
  password,
} from './password.js'
import { type Quiz, type QuizFault, type QuizRefusal, type QuizView, quiz } from './quiz.js'
import {
  type Booster,
  type BoosterRefusal,
  booster,
  type Premium,
  type PremiumRefusal,
  premium,
} from './supporter.js'
import { type Turns, type TurnsFault, type TurnsRefusal, turns } from './turns.js'
import { type WishWall, type WishWallRefusal, wishWall } from './wish-wall.js'

/** A condition for a share, as it is fixed when the envelope is sent. */
export type Condition = Password | Quiz | WishWall | Gate
/** A condition that asks nothing: something about the person decides. */
export type Gate = AccountAge | MemberSince | Booster | Premium | Known | Turns
export type ConditionKind = Condition['kind']
/** A condition as it may be shown. */
export type ConditionView = PasswordView | QuizView | WishWall | Gate
/** Reasons why an envelope can't be sent with its conditions. */
export type ConditionFault =
  | PasswordFault
  | QuizFault
  | AgeFault
  | TurnsFault
  | { readonly kind: 'repeated_condition' | 'several_questions' }
/** Reasons to refuse a share. */
export type ConditionRefusal = PasswordRefusal | QuizRefusal | WishWallRefusal | GateRefusal
export type GateRefusal =
  | AccountAgeRefusal
  | MemberSinceRefusal
  | BoosterRefusal
  | PremiumRefusal
  | KnownRefusal
  | TurnsRefusal

type Rules = ConditionRules<Condition, ConditionView, ConditionFault, ConditionRefusal>

/** Rules of each kind, one file a kind. */
const RULES = {
  ...{ password, quiz, wish_wall: wishWall },
  ...{ account_age: accountAge, member_since: memberSince, booster, premium, known, turns },
}

function rulesOf({ kind }: { readonly kind: ConditionKind }): Rules {
  return RULES[kind] as unknown as Rules
}

/** Returns whether people answer something to meet a condition. */
export function asks(condition: { readonly kind: ConditionKind }): boolean {
  return rulesOf(condition).asks !== false
}

/** Returns whether people answer in words of their own. */
export function asksForWords(condition: { readonly kind: ConditionKind }): boolean {
  return rulesOf(condition).asks === 'words'
}

/** Kinds that ask, with the most wrong answers per person. */
export const TRIES = Object.entries(RULES).map(([kind, { asks, tries }]) => ({
  ...{ kind, tries },
  asks: asks as Rules['asks'],
}))

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

export function checkCondition(condition: Condition, facts: Facts): Verdict<ConditionRefusal> {
  return rulesOf(condition).check(condition, facts)
}
