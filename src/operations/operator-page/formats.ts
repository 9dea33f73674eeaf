import { language } from './words.js'

const LOCALE = language === 'zh' ? 'zh-CN' : 'en-GB'
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 })
const short = new Intl.NumberFormat(LOCALE, { notation: 'compact' })
const clock = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'medium' })
const dayAndClock = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'short', timeStyle: 'short' })
const ago = new Intl.RelativeTimeFormat(LOCALE, { style: 'short' })

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

export function number(value: number): string {
  return whole.format(value)
}

/** Formats a number for an axis, where there is little room. */
export function compact(value: number): string {
  return short.format(value)
}

/** Formats an amount in minor units. */
export function money(
  amount: number,
  { scale, symbol }: { readonly scale: number; readonly symbol: string },
): string {
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale }
  return `${(amount / 10 ** scale).toLocaleString(LOCALE, digits)} ${symbol}`
}

/** Formats the time of day of a moment, UTC milliseconds. */
export function timeOfDay(at: number): string {
  return clock.format(at)
}

/** Formats a moment, UTC milliseconds. */
export function moment(at: number): string {
  return dayAndClock.format(at)
}

/** Formats how long ago something was, in milliseconds. */
export function since(millis: number): string {
  const [unit, size] = UNITS.find(([, each]) => millis >= each) ?? (['second', 1_000] as const)
  return ago.format(-Math.floor(millis / size), unit)
}

export function megabytes(bytes: number): string {
  return `${whole.format(Math.round(bytes / 1_000_000))} MB`
}

/** Formats a day or a time below a chart, from its seconds since 1970. */
export function tick(kind: 'day' | 'time', seconds: number): string {
  const options =
    kind === 'day'
      ? ({ timeZone: 'UTC', month: 'numeric', day: 'numeric' } as const)
      : ({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const)
  return new Intl.DateTimeFormat(LOCALE, options).format(seconds * 1000)
}
