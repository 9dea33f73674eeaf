import { expect, test } from 'vitest'
import { readDayOfYear, writeLunarDay } from '../../../src/core/festivals/read-day.js'

test.each([
  ['农历八月十五', 'lunar', 8, 15],
  ['农历八月初三 小兰生日', 'lunar', 8, 3],
  ['农历8月3日', 'lunar', 8, 3],
  ['阴历十二月三十', 'lunar', 12, 30],
  ['腊月廿三', 'lunar', 12, 23],
  ['正月十五', 'lunar', 1, 15],
  ['八月初三', 'lunar', 8, 3],
  ['农历十一月二十', 'lunar', 11, 20],
  ['农历九月廿', 'lunar', 9, 20],
  ['lunar 8-3', 'lunar', 8, 3],
  ['Lunar 8/15 cakes', 'lunar', 8, 15],
  ['农历８月１５', 'lunar', 8, 15],
  ['3月15日', 'solar', 3, 15],
  ['12月24号', 'solar', 12, 24],
  ['03-15', 'solar', 3, 15],
  ['3/15', 'solar', 3, 15],
  ['2-29', 'solar', 2, 29],
  ['Mar 15', 'solar', 3, 15],
  ['march 15th party', 'solar', 3, 15],
  ['15 March', 'solar', 3, 15],
] as const)('%j is read as a day of the %s calendar, month %i, day %i', (text, calendar, month, day) => {
  expect(readDayOfYear(text)?.day).toEqual({ calendar, month, day })
})

test.each([
  '',
  'Lan',
  '13-01',
  '2-30',
  '农历八月三十一',
  '农历十三月初一',
  '2027-03-15',
  '八月',
  '15:30',
  '0-5',
  'May',
])('%j is no day of the year', (text) => expect(readDayOfYear(text)).toBeUndefined())

test('a day takes only its own characters', () => {
  expect(readDayOfYear('农历八月初三 小兰')?.length).toBe(6)
  expect(readDayOfYear('Mar 15 Lan')?.length).toBe(6)
})

test.each([
  [1, 1, '正月初一'],
  [8, 15, '八月十五'],
  [12, 23, '腊月廿三'],
  [11, 20, '冬月二十'],
  [10, 10, '十月初十'],
  [9, 30, '九月三十'],
])('month %i day %i is written %s', (month, day, text) => {
  expect(writeLunarDay({ month, day })).toBe(text)
  expect(readDayOfYear(`农历${text}`)?.day).toEqual({ calendar: 'lunar', month, day })
})
