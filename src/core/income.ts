import { themeOf } from './festivals.js'
import type { Amount } from './money.js'

/** Ways in which a community may give its members money from the mint. */
export const INCOME_WAYS = ['checkin', 'starting', 'allowance'] as const
export type IncomeWay = (typeof INCOME_WAYS)[number]

/** The streak bonus stops growing on this day. */
export const STREAK_DAYS = 7

const DAY = 86_400_000
/** Noon in China, whose calendar sets the festivals: this long after midnight UTC. */
const NOON = 4 * 3_600_000

/** Amounts of a check-in, in minor units. */
export interface CheckInRule {
  readonly amount: Amount
  /** More for each further day in a row. */
  readonly streakStep: Amount
  readonly festivalBonus: Amount
}

/** Returns whether a day (since 1970-01-01) is a festival. */
export function isFestival(day: number): boolean {
  return themeOf(day * DAY + NOON) !== 'classic'
}

/** Returns what a check-in gives on a day when it is the `streak`th in a row. */
export function checkInAmount(rule: CheckInRule, streak: number, day: number): Amount {
  const inRow = Math.min(streak, STREAK_DAYS) - 1
  const bonus = isFestival(day) ? rule.festivalBonus : 0
  return (rule.amount + inRow * rule.streakStep + bonus) as Amount
}

/** Returns the most that one check-in can give, which a day's limit must leave room for. */
export function mostOf({ amount, streakStep, festivalBonus }: CheckInRule): number {
  return amount + (STREAK_DAYS - 1) * streakStep + festivalBonus
}
