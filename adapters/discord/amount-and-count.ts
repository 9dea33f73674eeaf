import { foldFullWidth } from '../../src/core/text.js'

/** What was written for the amount, and the number of shares if one was written. */
export interface AmountAndCount {
  readonly amount: string
  /** Whether `amount` is that of each share; then the shares are equal. */
  readonly each: boolean
  readonly count: string | undefined
}

const EACH = /^(?:each|每[个份人])$/i
/** These are written without spaces around them, so `2每个5` are three things. */
const CHINESE_EACH = /每[个份人]/g

/**
 * Reads `88 8`, how much in all and then in how many shares, or `2 each 5`. A slash or a Chinese comma serves as
 * well as a space, and full-width signs as well as others. Undefined when it is anything else. Whether they are
 * numbers is not looked at.
 */
export function readAmountAndCount(typed: string): AmountAndCount | undefined {
  const [amount = '', ...rest] = foldFullWidth(typed)
    .replace(CHINESE_EACH, ' $& ')
    .trim()
    .split(/[\s/、;]+/)
  const each = EACH.test(rest[0] ?? '')
  const [count, ...more] = each ? rest.slice(1) : rest
  return more.length > 0 ? undefined : { amount, each, count: count?.replace(/(个|份)$/, '') }
}
