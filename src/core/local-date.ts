const DAY = 86_400_000

/** Making one takes longer than all else that a check-in does. */
const calendars = new Map<string, Intl.DateTimeFormat>()

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  const known = calendars.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    ...{ timeZone, year: 'numeric', month: 'numeric', day: 'numeric' },
  })
  calendars.set(timeZone, made)
  return made
}

/**
 * Returns the date that a calendar in a time zone shows at a moment (UTC milliseconds), as days since 1970-01-01. Days of
 * 23 or 25 hours have one number like all others.
 */
export function localDay(at: number, timeZone: string): number {
  const parts = { year: 0, month: 0, day: 0 }
  for (const { type, value } of calendarOf(timeZone).formatToParts(at))
    if (type in parts) parts[type as keyof typeof parts] = Number(value)
  return Date.UTC(parts.year, parts.month - 1, parts.day) / DAY
}

/** Returns the Monday of the week of a day, both as days since 1970-01-01. */
export function mondayOf(day: number): number {
  // The first day of 1970 was a Thursday.
  return day - ((((day + 3) % 7) + 7) % 7)
}

/** Returns a time zone as it is stored, or undefined when there is none of this IANA name. Case does not matter. */
export function readTimeZone(typed: string): string | undefined {
  const name = typed.trim()
  if (!/^[a-z][a-z0-9_+-]*(?:\/[a-z0-9_+-]+)*$/i.test(name) || name.length > 64) return undefined
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    // Intl calls some zones by an older name, which nobody would recognise.
    if (timeZone.toLowerCase() === name.toLowerCase()) return timeZone
    return name.toLowerCase().replace(/(?<=^|[/_-])[a-z]/g, (letter) => letter.toUpperCase())
  } catch {
    return undefined
  }
}
