import * as chrono from 'chrono-node'
import { hans } from 'chrono-node/zh'
import { addDays, type CalendarDate, dayNumber } from '../../core/calendar-date.js'
import { nextFestival, nextOwnDay } from '../../core/festivals/festival-days.js'
import { chineseNumber, readLunarDay } from '../../core/festivals/read-day.js'
import { foldFullWidth } from '../../core/text.js'
import { dateAt, type WallTime, wallTimeAt, wallTimeToUtc } from '../../core/time-zone.js'
import { festivalNames } from './festival-name-words.js'

/** When to send a red packet: once, or several times as many days apart. Times are UTC milliseconds. */
export interface ReadAppointment {
  readonly first: number
  readonly times: number
  /** 1 for every day, 7 for every week; 0 for one that is sent once. */
  readonly everyDays: number
}

/** The time of a day that was given without one. */
const EVENING = { hour: 20, minute: 0 } as const
const HOUR = 3_600_000

const KEYWORD = /^(?:on|at|定时|预约)(?:\s+|(?=[\p{Script=Han}0-9]))/iu
const EVERY = /^(?:every\s+|each\s+|每(?:个)?)/iu
const EVERY_DAY = /^(?:day\b|天|日)\s*/iu
const TIMES = /\s*(?:[x×*]\s*([0-9]{1,3})|([0-9]{1,3})\s*(?:times\b|次))/iu
const LATER = /^([0-9]{1,3}|半|[一二两三四五六七八九十]{1,3})个?(分钟|小时|钟头|天)(?:之|以)?后/u
/** What makes a text more than a name of a month: something that says which day or time is meant. */
const SAYS_WHEN =
  /[0-9〇一二两三四五六七八九十]|tomorrow|tonight|today|noon|midnight|day\b|明|后|今|周|星期|礼拜|晚|早/iu
/** The first word of what was meant as a time, even when it cannot be read. */
const LIKE_A_TIME =
  /^(?:[0-9]|农历|阴历|lunar\b|in\s+\S+\s+(?:min|hour|day|week|month)|(?:next|this)\s+\S*(?:day|week|month)\b|tomorrow\b|tonight\b|today\b|noon\b|midnight\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*[0-9]|[一二三四五六七八九十]+月|周|星期|礼拜|每|明|后天|今)/iu

/** Where a text begins with an appointment: what belongs to it, as it is read again. */
export function takeAppointment(line: string): { length: number; value: string } | undefined {
  const plain = foldFullWidth(line)
  const keyword = KEYWORD.exec(plain)?.[0] ?? ''
  const begin = keyword.length
  const text = plain.slice(begin)
  if (keyword === '' && !EVERY.test(text)) return undefined
  // The words of a text say how far it goes, whenever it is read and wherever.
  const length = lengthOf(text)
  if (length > 0) return { length: begin + length, value: line.slice(begin, begin + length).trim() }
  if (keyword === '' || !(LIKE_A_TIME.test(text) || /^(?:定时|预约)/u.test(keyword))) return undefined
  // It is refused later; it must not become part of a greeting.
  const word = /^\S+/u.exec(text)?.[0] ?? ''
  return word === '' ? undefined : { length: begin + word.length, value: word }
}

/** How many characters at the beginning of a text say when; 0 for none. */
function lengthOf(text: string): number {
  const every = EVERY.exec(text)?.[0]
  if (every !== undefined) {
    const rest = text.slice(every.length)
    const series = seriesIn(rest, { now: 0, timeZone: 'UTC' })
    return series ? every.length + series.length : 0
  }
  return pointIn(text, { now: 0, timeZone: 'UTC' })?.length ?? 0
}

interface Context {
  /** UTC milliseconds. */
  readonly now: number
  readonly timeZone: string
}

interface Found {
  readonly length: number
  readonly at: number
}

/**
 * Reads when to send a red packet: `2027-02-14 20:00`, `Friday 6pm`, `除夕 20:00`, `农历八月十五`, `every Friday 18:00 x8`,
 * `每周五18点 8次`. Undefined when it cannot be read as a whole. A day without a time is its evening.
 */
export function readAppointment(typed: string, now: number, timeZone: string): ReadAppointment | undefined {
  const text = foldFullWidth(typed).trim().replace(KEYWORD, '')
  const context = { now, timeZone }
  const every = EVERY.exec(text)?.[0]
  if (every !== undefined) {
    const rest = text.slice(every.length)
    const found = seriesIn(rest, context)
    if (!found || found.length !== rest.length || found.times < 1) return undefined
    return { first: found.at, times: found.times, everyDays: found.everyDays }
  }
  const point = pointIn(text, context)
  return point && point.length === text.length ? { first: point.at, times: 1, everyDays: 0 } : undefined
}

/** The moments of a series whose first is known: the same time on the wall, also when clocks are set in between. */
export function momentsOf(first: number, { times, everyDays }: ReadAppointment, timeZone: string): number[] {
  const wall = wallTimeAt(first, timeZone)
  return Array.from({ length: times }, (_, index) =>
    index === 0 ? first : wallTimeToUtc({ ...wall, ...addDays(wall, index * everyDays) }, timeZone),
  )
}

function seriesIn(
  text: string,
  context: Context,
): (Found & { readonly times: number; readonly everyDays: number }) | undefined {
  // The number of times first: read from the left, “18点 8次” would be eight minutes past six.
  const times = TIMES.exec(text)
  if (!times) return undefined
  const head = text.slice(0, times.index)
  const day = EVERY_DAY.exec(head)?.[0] ?? ''
  // “every 14 February” would be no week apart.
  if (day === '' && !isWeekday(head)) return undefined
  const point = pointIn(head.slice(day.length), context)
  if (!point || day.length + point.length !== head.length) return undefined
  const length = times.index + times[0].length
  return { length, at: point.at, times: Number(times[1] ?? times[2]), everyDays: day === '' ? 7 : 1 }
}

const isWeekday = (text: string) =>
  /^(?:[a-z]+day\b|(?:mon|tue|wed|thu|fri|sat|sun)\b|周|星期|礼拜)/iu.test(text)

/** The moment that the beginning of a text says. */
function pointIn(text: string, context: Context): Found | undefined {
  const named = namedDayIn(text, dateAt(context.now, context.timeZone))
  if (named) return onDay(text, named, context)
  const later = LATER.exec(text)
  if (later) return inAWhile(later, context)
  const parsed = parse(text, context)
  if (!parsed || parsed.end || !SAYS_WHEN.test(parsed.text)) return undefined
  const { start } = parsed
  const length = parsed.text.trimEnd().length
  // “in ten minutes”, or a time with a zone of its own.
  if (start.isCertain('timezoneOffset')) return { length, at: start.date().getTime() }
  const get = (part: Parameters<typeof start.get>[0]) => start.get(part) ?? 0
  const timed = start.isCertain('hour') || get('hour') !== 12
  const time = timed ? { hour: get('hour'), minute: get('minute') } : EVENING
  const wall = { year: get('year'), month: get('month'), day: get('day'), ...time }
  return { length, at: momentOf(wall, context) }
}

/** “十分钟后”, which chrono reads by the machine's clock. */
function inAWhile([whole, number = '', unit = '']: RegExpExecArray, context: Context): Found {
  const count = number === '半' ? 0.5 : /^[0-9]/.test(number) ? Number(number) : chineseNumber(number)
  const { length } = whole
  if (unit !== '天') return { length, at: context.now + count * (unit === '分钟' ? HOUR / 60 : HOUR) }
  const day = addDays(dateAt(context.now, context.timeZone), Math.ceil(count))
  return { length, at: momentOf({ ...day, ...EVENING }, context) }
}

function momentOf(wall: WallTime, { timeZone }: Context): number {
  return wallTimeToUtc(wall, timeZone)
}

interface NamedDay {
  readonly length: number
  readonly day: (from: CalendarDate) => CalendarDate
}

/** A festival or a day of the Chinese calendar at the beginning of a text. */
function namedDayIn(
  text: string,
  today: CalendarDate,
): (NamedDay & { readonly today: CalendarDate }) | undefined {
  const lunar = readLunarDay(text)
  if (lunar) {
    const own = { ...lunar.day, name: '' }
    return { length: lunar.length, day: (from) => nextOwnDay(own, from), today }
  }
  const lower = text.toLowerCase()
  for (const [name, festival] of festivalNames)
    if (lower.startsWith(name) && /^(?:[^a-z]|$)/i.test(lower.slice(name.length)))
      return { length: name.length, day: (from) => nextFestival(festival, from), today }
  return undefined
}

function onDay(text: string, named: NamedDay & { today: CalendarDate }, context: Context): Found {
  const behind = text.slice(named.length)
  const space = /^[\s,，的]*/u.exec(behind)?.[0] ?? ''
  const parsed = parse(behind.slice(space.length), context)
  const timed = parsed && !parsed.end && parsed.start.isCertain('hour') && !parsed.start.isCertain('day')
  const time = timed
    ? { hour: parsed.start.get('hour') ?? 0, minute: parsed.start.get('minute') ?? 0 }
    : EVENING
  const length = timed ? named.length + space.length + parsed.text.trimEnd().length : named.length
  const day = named.day(named.today)
  const at = momentOf({ ...day, ...time }, context)
  // Of today's festival the evening may be over: then the next is meant.
  if (at > context.now || dayNumber(day) !== dayNumber(named.today)) return { length, at }
  return { length, at: momentOf({ ...named.day(addDays(named.today, 1)), ...time }, context) }
}

/** What chrono finds at the very beginning of a text. */
function parse(text: string, { now, timeZone }: Context): chrono.ParsedResult | undefined {
  const { year, month, day, hour, minute, second } = wallTimeAt(now, timeZone)
  const ahead = Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(now / 1000) * 1000
  const reference = { instant: new Date(now), timezone: Math.round((ahead / HOUR) * 60) }
  const libraries = /\p{Script=Han}/u.test(text.slice(0, 24)) ? [hans.casual, chrono.casual] : [chrono.casual]
  // Words behind may be read together with the last of it, as in “in 2 hours later”: then what stands before them counts.
  for (const prefix of prefixesOf(text))
    for (const library of libraries) {
      const found = library.parse(prefix, reference, { forwardDate: true })[0]
      if (found?.index === 0) return found
    }
  return undefined
}

const MOST_WORDS = 8

/** A text, and what is left of its first words when the last of them are left out one by one. */
function prefixesOf(text: string): string[] {
  const begin = text.slice(0, 80)
  const ends = [...begin.matchAll(/\s+/g)].map(({ index }) => index).slice(0, MOST_WORDS)
  return [begin, ...ends.reverse().map((end) => begin.slice(0, end))]
}
