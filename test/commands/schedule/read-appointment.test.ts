import { describe, expect, test } from 'vitest'
import {
  momentsOf,
  readAppointment,
  takeAppointment,
} from '../../../src/commands/schedule/read-appointment.js'

const SHANGHAI = 'Asia/Shanghai'
/** Thursday evening in China. */
const now = Date.parse('2026-11-26T20:00:00+08:00')
const local = (at: number | undefined, zone = SHANGHAI) =>
  at === undefined
    ? undefined
    : new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(at)

describe('an appointment', () => {
  test.each([
    ['2027-02-14 20:00', '2027-02-14 20:00'],
    ['on 2027-02-14 20:00', '2027-02-14 20:00'],
    ['2027-02-14', '2027-02-14 20:00'],
    ['Feb 14 2027 8pm', '2027-02-14 20:00'],
    ['14 Feb 18:30', '2027-02-14 18:30'],
    ['tomorrow 9:15', '2026-11-27 09:15'],
    ['tomorrow', '2026-11-27 20:00'],
    ['Friday 18:00', '2026-11-27 18:00'],
    ['23:59', '2026-11-26 23:59'],
    ['in 10 minutes', '2026-11-26 20:10'],
    ['2027-02-14 12:00 UTC', '2027-02-14 20:00'],
    ['明天晚上8点', '2026-11-27 20:00'],
    ['2月14日20点', '2027-02-14 20:00'],
    ['2027年2月14日 20:00', '2027-02-14 20:00'],
    ['周五18:00', '2026-11-27 18:00'],
    ['十分钟后', '2026-11-26 20:10'],
    ['半小时后', '2026-11-26 20:30'],
    ['两个小时后', '2026-11-26 22:00'],
    ['3天后', '2026-11-29 20:00'],
    ['后天', '2026-11-28 20:00'],
    ['除夕 20:00', '2027-02-05 20:00'],
    ['除夕晚上8点半', '2027-02-05 20:30'],
    ['定时除夕20点', '2027-02-05 20:00'],
    ['春节 0:00', '2027-02-06 00:00'],
    ['元宵', '2027-02-20 20:00'],
    ['中秋节 19:30', '2027-09-15 19:30'],
    ['农历八月十五', '2027-09-15 20:00'],
    ['农历八月十五 9:00', '2027-09-15 09:00'],
    ['腊月廿三 18点', '2027-01-30 18:00'],
    ['Christmas 10:00', '2026-12-25 10:00'],
    ['Mid-Autumn 20:00', '2027-09-15 20:00'],
    ['chinese new year', '2027-02-06 20:00'],
    ['520 13:14', '2027-05-20 13:14'],
    ['２０２７－０２－１４　２０：００', '2027-02-14 20:00'],
  ])('%s is %s', (typed, expected) => {
    expect(local(readAppointment(typed, now, SHANGHAI)?.first)).toBe(expected)
  })

  test('is that of the community’s own time zone', () => {
    expect(
      local(readAppointment('Christmas 10:00', now, 'America/New_York')?.first, 'America/New_York'),
    ).toBe('2026-12-25 10:00')
    expect(local(readAppointment('tomorrow 9:00', now, 'America/New_York')?.first, 'America/New_York')).toBe(
      '2026-11-27 09:00',
    )
  })

  test('on a festival of today is next year’s when the time is over', () => {
    const eve = Date.parse('2027-02-05T21:00:00+08:00')
    expect(local(readAppointment('除夕 22:00', eve, SHANGHAI)?.first)).toBe('2027-02-05 22:00')
    expect(local(readAppointment('除夕 20:00', eve, SHANGHAI)?.first)).toBe('2028-01-25 20:00')
  })

  test.each([
    ['', 'your birthday', 'May', '2027-13-45 20:00', '除西 20:00', 'every Friday 18:00', 'every x8'],
    ['every 14 February x3', '20:00 - 21:00', 'Friday 18:00 x8', '2027-02-14 20:00 hello', '88', 'now'],
  ])('is none: %s', (...texts) => {
    for (const typed of texts) expect(readAppointment(typed, now, SHANGHAI), typed).toBeUndefined()
  })
})

describe('a series', () => {
  test.each([
    ['every Friday 18:00 x8', '2026-11-27 18:00', 8, 7],
    ['every friday 6pm × 3', '2026-11-27 18:00', 3, 7],
    ['every day 9:00 x7', '2026-11-27 09:00', 7, 1],
    ['每周五18:00 x8', '2026-11-27 18:00', 8, 7],
    ['每周五18点 8次', '2026-11-27 18:00', 8, 7],
    ['每个星期天 10:00 4次', '2026-11-29 10:00', 4, 7],
    ['每天21:00 x5', '2026-11-26 21:00', 5, 1],
  ])('%s begins at %s, %i times, each %i days', (typed, first, times, everyDays) => {
    const read = readAppointment(typed, now, SHANGHAI)
    expect([local(read?.first), read?.times, read?.everyDays]).toEqual([first, times, everyDays])
  })

  test('keeps its time on the wall when clocks are set', () => {
    const zone = 'America/New_York'
    const read = readAppointment('every Sunday 18:00 x3', Date.parse('2026-10-22T12:00:00Z'), zone)
    const moments = read ? momentsOf(read.first, read, zone) : []
    expect(moments.map((at) => local(at, zone))).toEqual([
      '2026-10-25 18:00',
      '2026-11-01 18:00',
      '2026-11-08 18:00',
    ])
    expect((moments[1] ?? 0) - (moments[0] ?? 0)).toBe((7 * 24 + 1) * 3_600_000)
  })
})

describe('in a line an appointment', () => {
  test.each([
    ['on 除夕 20:00 新年快乐', '除夕 20:00'],
    ['on 2027-02-14 20:00 with love', '2027-02-14 20:00'],
    ['on Friday 18:00', 'Friday 18:00'],
    ['every Friday 18:00 x8 weekend!', 'every Friday 18:00 x8'],
    ['定时 明天20:00 晚安', '明天20:00'],
    ['定时除夕20:00', '除夕20:00'],
    ['每周五18点 8次 周末快乐', '每周五18点 8次'],
    ['on 农历八月十五 团圆', '农历八月十五'],
    ['at 20:00', '20:00'],
    ['on in 2 hours Later', 'in 2 hours'],
    ['on Friday 18:00 at 5 for all of you', 'Friday 18:00'],
    ['on tomorrow 20:00 today is not the day', 'tomorrow 20:00'],
    ['定时 后天20:00 明天见', '后天20:00'],
    // Refused later.
    ['on 2027-13-45 20:00', '2027-13-45'],
    ['定时 除西', '除西'],
    ['on in some hours', 'in'],
    ['on next Funday 20:00', 'next'],
  ])('takes what is its own: %s', (line, value) => {
    const taken = takeAppointment(line)
    expect(taken?.value).toBe(value)
    expect(line.slice(0, taken?.length)).toMatch(
      new RegExp(`${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    )
  })

  test.each([
    'on your birthday',
    'on and on',
    'at last',
    'every one of you',
    'on',
    'May you be happy',
    '每个人都有',
  ])('is no part of a greeting: %s', (line) => expect(takeAppointment(line)).toBeUndefined())
})
