const DAY = 86_400_000

/** Cached, because creating one takes longer than the rest of a check-in. */
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
 * Returns the date in a time zone at a moment (UTC milliseconds), as days since 1970-01-01. Days of 23 or 25 hours
 * count as one like any other.
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
    // Intl uses older names for some zones, which no one would recognise.
    if (timeZone.toLowerCase() === name.toLowerCase()) return timeZone
    return name.toLowerCase().replace(/(?<=^|[/_-])[a-z]/g, (letter) => letter.toUpperCase())
  } catch {
    return undefined
  }
}
