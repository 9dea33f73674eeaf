import { foldFullWidth } from '../text.js'
import type { OwnDay } from './festival-days.js'

/** A day of every year, in the solar or the Chinese calendar. */
export type DayOfYear = Omit<OwnDay, 'name'>

/** A day that was read, and how many characters (UTF-16 units) of the text it takes. */
export interface ReadDay {
  readonly day: DayOfYear
  readonly length: number
}

const DIGITS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const LUNAR = '(?:农历|農曆|阴历|旧历|lunar)\\s*'
const CHINESE_MONTH = '([正一二三四五六七八九冬腊臘]|十[一二]?|[0-9]{1,2})月'
const CHINESE_DAY =
  '(初[一二三四五六七八九十]|(?:[二廿]?十|廿|三十)[一二三四五六七八九]?|[0-9]{1,2})[日号號]?'
const NUMBERS = '([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9]|[-/.][0-9])'
const ENGLISH_MONTH = `(${MONTHS.join('|')})[a-z]*\\.?`

const lunarDay = new RegExp(`^${LUNAR}(?:${CHINESE_MONTH}${CHINESE_DAY}|${NUMBERS})`, 'iu')
// Days that only the Chinese calendar names like this need no word before them.
const plainlyLunar =
  /^([正冬腊臘]|[一二三四五六七八九]|十[一二]?)月(初[一二三四五六七八九十]|廿[一二三四五六七八九]?)/u
const plainlyLunarMonth = new RegExp(`^([正冬腊臘])月${CHINESE_DAY}`, 'u')
const solarDays: readonly RegExp[] = [
  new RegExp(`^${NUMBERS}`),
  /^([0-9]{1,2})月([0-9]{1,2})[日号號]?/u,
  new RegExp(`^${ENGLISH_MONTH}\\s+([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:])`, 'i'),
]
const dayFirst = new RegExp(`^([0-9]{1,2})(?:st|nd|rd|th)?\\s+${ENGLISH_MONTH}(?![a-z])`, 'i')

/**
 * Reads a day of the year at the beginning of a text: `农历八月初三`, `腊月廿三`, `lunar 8-3`, `3月15日`, `03-15`, `Mar 15`.
 * Undefined when none stands there.
 */
export function readDayOfYear(text: string): ReadDay | undefined {
  const plain = foldFullWidth(text)
  return readLunarDay(plain) ?? readSolarDay(plain)
}

/** Reads a day of the Chinese calendar at the beginning of a text; undefined when none stands there. */
export function readLunarDay(text: string): ReadDay | undefined {
  const plain = foldFullWidth(text)
  const found = lunarDay.exec(plain) ?? plainlyLunar.exec(plain) ?? plainlyLunarMonth.exec(plain)
  if (!found) return undefined
  const [whole, month = found[3] ?? '', day = found[4] ?? ''] = found
  return dayOf('lunar', monthNumber(month), dayNumberOf(day), whole)
}

function readSolarDay(text: string): ReadDay | undefined {
  for (const pattern of solarDays) {
    const found = pattern.exec(text)
    if (found) return dayOf('solar', solarMonth(found[1] ?? ''), Number(found[2]), found[0])
  }
  const found = dayFirst.exec(text)
  return found ? dayOf('solar', solarMonth(found[2] ?? ''), Number(found[1]), found[0]) : undefined
}

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function dayOf(calendar: OwnDay['calendar'], month: number, day: number, whole: string): ReadDay | undefined {
  const longest = calendar === 'lunar' ? 30 : LENGTHS[month - 1]
  if (month < 1 || month > 12 || day < 1 || longest === undefined || day > longest) return undefined
  return { day: { calendar, month, day }, length: whole.length }
}

function solarMonth(text: string): number {
  return /^[0-9]/.test(text) ? Number(text) : MONTHS.indexOf(text.toLowerCase().slice(0, 3)) + 1
}

function monthNumber(text: string): number {
  if (/^[0-9]/.test(text)) return Number(text)
  if (text === '正') return 1
  if (text === '冬') return 11
  if (text === '腊' || text === '臘') return 12
  return chineseNumber(text)
}

function dayNumberOf(text: string): number {
  if (/^[0-9]/.test(text)) return Number(text)
  if (text.startsWith('初')) return chineseNumber(text.slice(1))
  if (text.startsWith('廿')) return 20 + chineseNumber(text.slice(1).replace('十', ''))
  return chineseNumber(text)
}

/** Numbers up to 39, such as 十五, 二十 and 三十; 0 for none. */
export function chineseNumber(text: string): number {
  const ten = text.indexOf('十')
  const digit = (sign: string | undefined) => (sign ? DIGITS.indexOf(sign === '两' ? '二' : sign) + 1 : 0)
  if (ten < 0) return digit(text)
  return (ten === 0 ? 1 : digit(text[0])) * 10 + digit(text[ten + 1])
}

const LUNAR_MONTHS = ['正', '二', '三', '四', '五', '六', '七', '八', '九', '十', '冬', '腊']

/** Writes a day of the Chinese calendar as almanacs do: 八月十五, 腊月廿三. */
export function writeLunarDay({ month, day }: { readonly month: number; readonly day: number }): string {
  const ones = DIGITS[(day - 1) % 10] ?? ''
  const tens = day <= 10 ? '初' : day < 20 ? '十' : day === 20 ? '二' : day < 30 ? '廿' : '三'
  return `${LUNAR_MONTHS[month - 1]}月${tens}${ones}`
}
