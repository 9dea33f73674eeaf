const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000

const UNITS: Readonly<Record<string, number>> = {
  s: SECOND,
  秒: SECOND,
  m: MINUTE,
  min: MINUTE,
  分: MINUTE,
  分钟: MINUTE,
  h: HOUR,
  小时: HOUR,
  d: DAY,
  天: DAY,
}

/** Parses `20s`, `5m`, `24h`, `2d`, `20秒` and the like to milliseconds; undefined for anything else. */
export function readDuration(word: string): number | undefined {
  const match = /^([0-9]{1,6})(\D+)$/u.exec(word)
  const unit = match?.[2] !== undefined && Object.hasOwn(UNITS, match[2]) ? UNITS[match[2]] : undefined
  return unit === undefined ? undefined : Number(match?.[1]) * unit
}

/**
 * Returns the shortest text that `readDuration` reads as `millis`. Days start at two: one day is written as 24 hours.
 */
export function writeDuration(millis: number): string {
  if (millis % DAY === 0 && millis > DAY) return `${millis / DAY}d`
  if (millis % HOUR === 0) return `${millis / HOUR}h`
  if (millis % MINUTE === 0) return `${millis / MINUTE}m`
  return `${Math.round(millis / SECOND)}s`
}

/** A number of any script with a few letters, or a Chinese one with a unit: meant as a time, readable or not. */
const LIKE_A_DURATION =
  /^(?:[-+−]?[\p{N}.][\p{N}.,]*(?:e\p{N}+)?[\p{L}\p{Cf}]{1,5}|[〇零一二两三四五六七八九十百千半几壹贰叁肆伍陆柒捌玖拾]+个?(?:秒|分|刻|小时|钟头|天|日|周|星期|月).*)$/u

/** Returns whether a word was meant as a time, even a mistyped one. */
export function looksLikeDuration(word: string): boolean {
  return LIKE_A_DURATION.test(word)
}
