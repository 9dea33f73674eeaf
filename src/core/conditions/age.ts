const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Limits of the time that a condition may ask for, in milliseconds. */
export const MIN_AGE = HOUR
export const MAX_AGE = 3_650 * DAY

export interface AgeFault {
  readonly kind: 'bad_age'
  readonly min: number
  readonly max: number
}

/** `least`: milliseconds that were needed. */
export interface TooNew<Kind extends string> {
  readonly condition: Kind
  readonly why: 'too_new'
  readonly least: number
}

/** Returns why a condition can't ask for this time (milliseconds). */
export function ageFault(least: number): AgeFault | undefined {
  const fits = Number.isInteger(least) && least >= MIN_AGE && least <= MAX_AGE
  return fits ? undefined : { kind: 'bad_age', min: MIN_AGE, max: MAX_AGE }
}
