/** Occasion of an envelope. Sets the card's colour and picture, and the greeting when none was typed. */
export const THEMES = [
  'classic',
  'spring_festival',
  'lantern',
  'dragon_boat',
  'qixi',
  'mid_autumn',
  'new_year',
  'christmas',
  'birthday',
  'wedding',
] as const
export type Theme = (typeof THEMES)[number]

const lunarCalendar = new Intl.DateTimeFormat('en-u-ca-chinese-nu-latn', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'Asia/Shanghai',
})
const solarCalendar = new Intl.DateTimeFormat('en-u-nu-latn', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'Asia/Shanghai',
})

function monthAndDay(calendar: Intl.DateTimeFormat, instant: number): { month: string; day: number } {
  const parts = calendar.formatToParts(instant)
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? ''
  return { month: part('month'), day: Number(part('day')) }
}

/**
 * Returns the festival on this day in China (`instant` is UTC milliseconds), or `classic` on an ordinary day.
 * Lunar dates come from the ICU Chinese calendar; a leap month reads as `6bis` and so never matches.
 */
export function themeOf(instant: number): Theme {
  const lunar = monthAndDay(lunarCalendar, instant)
  if (lunar.month === '1' && lunar.day < 15) return 'spring_festival'
  if (lunar.month === '1' && lunar.day === 15) return 'lantern'
  if (lunar.month === '12' && lunar.day >= 29) return 'spring_festival'
  if (lunar.month === '5' && lunar.day === 5) return 'dragon_boat'
  if (lunar.month === '7' && lunar.day === 7) return 'qixi'
  if (lunar.month === '8' && lunar.day === 15) return 'mid_autumn'
  const solar = monthAndDay(solarCalendar, instant)
  if (solar.month === '1' && solar.day === 1) return 'new_year'
  if (solar.month === '12' && (solar.day === 24 || solar.day === 25)) return 'christmas'
  return 'classic'
}
