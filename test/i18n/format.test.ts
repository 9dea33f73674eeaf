import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateTime, duration, money } from '../../src/i18n/format.js'

const coin = { symbol: '🪙', scale: 2 }

describe('money', () => {
  it('shows every decimal of the scale and groups thousands', () => {
    expect(money(123_456_789, coin, 'en')).toBe('🪙\u00a01,234,567.89')
    expect(money(5, coin, 'zh')).toBe('🪙\u00a00.05')
    expect(money(1_000, { symbol: 'P', scale: 0 }, 'en')).toBe('P\u00a01,000')
    expect(money(12_345, { symbol: '€', scale: 4 }, 'en')).toBe('€1.2345')
  })

  it('puts a minus before the symbol', () => {
    expect(money(-50, { symbol: '$', scale: 2 }, 'en')).toBe('\u2212$0.50')
  })

  it('keeps every digit of every safe integer', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 4 }), (amount, scale) => {
        const shown = money(amount, { symbol: '$', scale }, 'en')
        const digits = shown.replace(/[^0-9]/g, '')
        expect(BigInt(digits)).toBe(BigInt(Math.abs(amount)))
        expect(shown.startsWith('\u2212')).toBe(amount < 0)
      }),
    )
  })

  it('throws for an invalid amount, instead of showing something close', () => {
    for (const wrong of [0.5, 2 ** 53, Number.NaN]) expect(() => money(wrong, coin, 'en')).toThrow(RangeError)
  })
})

describe('duration', () => {
  it.each([
    [0, '0 s', '0秒'],
    [4_210, '4.2 s', '4.2秒'],
    [20_000, '20 s', '20秒'],
    [59_940, '59.9 s', '59.9秒'],
    [59_990, '1 min', '1分钟'],
    [185_000, '3 min 5 s', '3分钟5秒'],
    [3_600_000, '1 h', '1小时'],
    [7_800_000, '2 h 10 min', '2小时10分钟'],
    [86_400_000, '24 h', '24小时'],
    [172_800_000, '2 d', '2天'],
    [7 * 86_400_000 + 3_600_000, '7 d 1 h', '7天1小时'],
    [-5, '0 s', '0秒'],
  ])('of %d ms is %s and %s', (millis, english, chinese) => {
    expect(duration(millis, 'en')).toBe(english)
    expect(duration(millis, 'zh')).toBe(chinese)
  })
})

it('shows a moment in the named time zone', () => {
  const at = Date.UTC(2026, 1, 17, 4, 5)
  expect(dateTime(at, 'en', 'UTC')).toBe('17 Feb 2026, 04:05')
  expect(dateTime(at, 'zh', 'Asia/Shanghai')).toBe('2026年2月17日 12:05')
})
