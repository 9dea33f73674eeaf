import { sha256 } from '../fairness.js'
import { type Condition, termOf } from './terms.js'

// Apart from the rules, because the page has no SHA-256.

/** Returns the terms that the commitment contains for an envelope's conditions. */
export function conditionTerms(conditions: readonly Condition[], salt: string): readonly string[] {
  return conditions.map((condition) => {
    const text = sealedText(condition, salt)
    const { term } = termOf(condition)
    return text === undefined ? term : `${term}=${sha256(text)}`
  })
}

/** Returns the text whose SHA-256 stands for a condition in the commitment, if there is one. */
export function sealedText(condition: Condition, salt: string): string | undefined {
  const { sealed } = termOf(condition)
  return sealed === undefined ? undefined : `${salt} ${sealed}`
}
