import type { CalendarDate } from './calendar-date.js'

/** What a clock on the wall and a calendar beside it show. */
export interface WallTime extends CalendarDate {
  readonly hour: number
  readonly minute: number
  readonly second?: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A formatter is made once for each zone: making one takes longer than a grab. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    })
    formats.set(timeZone, format)
  }
  return format
}

/** Returns what the clock on the wall shows at a moment (UTC milliseconds). */
export function wallTimeAt(at: number, timeZone: string): Required<WallTime> {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) parts[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  return { year, month, day, hour, minute, second }
}

/** Returns the day in a time zone at a moment (UTC milliseconds). */
export function dateAt(at: number, timeZone: string): CalendarDate {
  const { year, month, day } = wallTimeAt(at, timeZone)
  return { year, month, day }
}

/**
 * Returns the moment (UTC milliseconds) at which the clock on the wall shows a time. When clocks are set back it shows that
 * time twice: the first counts. When they are set forward it never shows it: the time counts as if they had not been set
 * yet, so 02:30 becomes 03:30.
 */
export function wallTimeToUtc(wall: WallTime, timeZone: string): number {
  const { year, month, day, hour, minute, second = 0 } = wall
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second)
  // No zone is more than a day away from UTC, and none is set twice within two days.
  const before = asUtc - offsetAt(asUtc - DAY, timeZone)
  const after = asUtc - offsetAt(asUtc + DAY, timeZone)
  const shown = [before, after].filter((at) => at + offsetAt(at, timeZone) === asUtc)
  return shown.length > 0 ? Math.min(...shown) : before
}

const DAY = 86_400_000

/** How far the zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1000) * 1000
  const { year, month, day, hour, minute, second } = wallTimeAt(whole, timeZone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole
}
