import type { Random } from '../random.js'
import type { PlatformFacts } from './platform-facts.js'

/** An answer that a person gave, and whether others could read it where it was given. */
export interface Given {
  readonly text: string
  readonly inPublic: boolean
}

/** Everything about a tap that a condition may ask for. */
export interface Facts {
  readonly given: Given | undefined
  /** Wrong answers that the person gave before. */
  readonly wrong: number
  /** UTC milliseconds. */
  readonly now: number
  readonly told: PlatformFacts
  /** When the bot first met the person; only looked up for a condition that asks. UTC milliseconds. */
  readonly knownSince?: number
  /** Of a person who had a turn lately: when the envelope opens to everyone. UTC milliseconds. */
  readonly hadTurnUntil?: number
}

/** Facts that are looked up in the books, for a condition that names them. */
export type BookFact = 'knownSince' | 'hadTurnUntil'

/** Returns the answer that a button gives, by the index of its choice; no typed answer has this form. */
export function tapOf(index: number): string {
  return `choice_${index + 1}`
}

/** Result of a check. `keeps`: the answer is shown beside the share. `left`: tries after a wrong answer. */
export type Verdict<Refusal> =
  | { readonly kind: 'ok'; readonly keeps?: string }
  | { readonly kind: 'ask' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** The rules of one kind of condition. Pure: the same facts give the same verdict. */
export interface ConditionRules<Condition, View, Fault, Refusal> {
  /** How people answer before the grab: in words of their own, or by choosing. An envelope has at most one such condition. */
  readonly asks: 'words' | 'choice' | false
  /** Longest answer in words, in characters. */
  readonly longest?: number
  /** Most wrong answers of a person. */
  readonly tries: number
  /** A fact in the books that the check needs. */
  readonly books?: BookFact
  /** Returns why an envelope can't be sent with it. */
  fault(condition: Condition): Fault | undefined
  /** Returns the condition as it is stored. */
  fixed(condition: Condition, random: Random): Condition
  /** Returns its term in the commitment, without spaces or anything that a shell interprets. */
  term(condition: Condition): string
  /** Returns a text that the term can't hold: a digest of it and the salt follows the term. */
  sealed?(condition: Condition): string
  /** Returns everything that may be shown now. */
  view(condition: Condition, ended: boolean): View
  check(condition: Condition, facts: Facts): Verdict<Refusal>
}
