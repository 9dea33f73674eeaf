import { foldFullWidth } from '../../src/core/text.js'

/** What was written for the amount, and the number of shares if one was written. */
export interface AmountAndCount {
  readonly amount: string
  readonly count: string | undefined
}

/**
 * Reads `88 8`: how much in all, then in how many shares. A slash or a Chinese comma serves as well as a space,
 * and full-width signs as well as others. Undefined when it is more than two things. Whether they are numbers is
 * not looked at.
 */
export function readAmountAndCount(typed: string): AmountAndCount | undefined {
  const [amount = '', count, ...more] = foldFullWidth(typed)
    .trim()
    .split(/[\s/、;]+/)
  return more.length > 0 ? undefined : { amount, count: count?.replace(/(个|份)$/, '') }
}
