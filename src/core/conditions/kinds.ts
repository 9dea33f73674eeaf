import { accountAge } from './account-age.js'
import type { ConditionRules } from './condition.js'
import { known } from './known.js'
import { memberSince } from './member-since.js'
import { password } from './password.js'
import { quiz } from './quiz.js'
import { booster, premium } from './supporter.js'
import { turns } from './turns.js'
import { wishWall } from './wish-wall.js'

/** Rules of each kind of condition: a line here and a file. */
export const CONDITION_KINDS = {
  ...{ password, quiz, wish_wall: wishWall },
  ...{ known, turns, account_age: accountAge, member_since: memberSince, booster, premium },
}

type Kinds = typeof CONDITION_KINDS
export type ConditionKind = keyof Kinds

/** The types of one kind, as its rules name them. */
type TypesOf<Rules> =
  Rules extends ConditionRules<infer Condition, infer View, infer Fault, infer Refusal>
    ? { condition: Condition; view: View; fault: Fault; refusal: Refusal }
    : never
type Types = TypesOf<Kinds[ConditionKind]>

/** A condition for a share, as it is fixed when the envelope is sent. */
export type Condition = Types['condition']
/** A condition as it may be shown. */
export type ConditionView = Types['view']
/** Reasons to refuse a share. */
export type ConditionRefusal = Types['refusal']
/** Reasons why an envelope can't be sent with a condition. */
export type KindFault = Types['fault']
