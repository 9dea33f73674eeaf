import { dateAt, wallTimeToUtc } from './time-zone.js'

/** How much people may send and give in a day while they are new to a community. */
export interface NewcomerRule {
  /** Minor units. */
  readonly limit: number
  /** How long a person counts as new, in milliseconds. */
  readonly time: number
}

export const MIN_NEWCOMER_TIME = 3_600_000
export const MAX_NEWCOMER_TIME = 366 * 24 * 3_600_000
export const DEFAULT_NEWCOMER_TIME = 7 * 24 * 3_600_000

/** Returns when the day of a moment begins in a time zone, and when the next one does. UTC milliseconds. */
export function dayAround(at: number, timeZone: string): { readonly start: number; readonly end: number } {
  const today = { ...dateAt(at, timeZone), hour: 0, minute: 0 }
  return {
    start: wallTimeToUtc(today, timeZone),
    end: wallTimeToUtc({ ...today, day: today.day + 1 }, timeZone),
  }
}
