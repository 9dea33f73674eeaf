import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amountOf, formatAmount, MAX_AMOUNT, MAX_SCALE, parseAmount } from '../../src/core/money.js'
import { anyCharacter } from '../support/any-character.js'

const scales = fc.integer({ min: 0, max: MAX_SCALE })
const amounts = fc.integer({ min: 1, max: MAX_AMOUNT })

describe('typed amounts', () => {
  test('parses every formatted amount back to the same value, at every scale', () => {
    fc.assert(
      fc.property(amounts, scales, (amount, scale) => {
        expect(parseAmount(formatAmount(amount, scale), scale)).toEqual({ ok: true, amount })
      }),
    )
  })

  test('are exact: neighbouring minor units stay distinct', () => {
    fc.assert(
      fc.property(amounts, scales, (amount, scale) => {
        const text = String(amount).padStart(scale + 1, '0')
        const typed = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`
        expect(parseAmount(typed, scale)).toEqual({ ok: true, amount })
      }),
    )
  })

  test.each([
    ['12.5', 2, 1250],
    ['0.01', 2, 1],
    ['007', 2, 700],
    ['１００', 2, 10_000],
    ['１２．５', 2, 1250],
    ['  8 ', 0, 8],
    ['0.0001', 4, 1],
    ['10000000000', 2, MAX_AMOUNT],
  ])('reads %j at scale %i as %i', (text, scale, amount) => {
    expect(parseAmount(text, scale)).toEqual({ ok: true, amount })
  })

  test.each([
    ...['', ' ', '-1', '+1', '−1', '1e3', '1E3', '0x10', '0b1', '0o7', 'NaN', 'Infinity', '1,000', '1 000'],
    ...['1_000', "1'000", '1.000.000', '.5', '5.', '.', '1..2', '12元', '$5', '½', '一百', '٣', '1\u00002'],
    ...['9'.repeat(65), 'abc', '10²', '⒈5', '①', '1\n2', 'null', '[object Object]'],
  ])('refuses %j as not a number', (text) => {
    expect(parseAmount(text, 2)).toEqual({ ok: false, why: 'not_a_number' })
  })

  test.each([
    ['0.001', 2, 'too_many_decimals'],
    ['1.10', 1, 'too_many_decimals'],
    ['1.0', 0, 'too_many_decimals'],
    ['0', 2, 'not_positive'],
    ['0.00', 2, 'not_positive'],
    ['10000000000.01', 2, 'too_large'],
    ['9'.repeat(64), 0, 'too_large'],
  ])('refuses %j at scale %i: %s', (text, scale, why) => {
    expect(parseAmount(text, scale)).toEqual({ ok: false, why })
  })

  test('the parser never throws and only returns whole amounts within the limits', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789.eE+-x, １．'), maxLength: 30 })
    const texts = fc.oneof(fc.string({ unit: anyCharacter, maxLength: 80 }), digits)
    fc.assert(
      fc.property(texts, scales, (text, scale) => {
        const parsed = parseAmount(text, scale)
        if (!parsed.ok) return
        expect(Number.isSafeInteger(parsed.amount)).toBe(true)
        expect(parsed.amount).toBeGreaterThanOrEqual(1)
        expect(parsed.amount).toBeLessThanOrEqual(MAX_AMOUNT)
        expect(text.normalize('NFKC').trim()).toMatch(/^\d+(\.\d+)?$/)
      }),
      { numRuns: 1000 },
    )
  })
})

test.each([
  [1250, 2, '12.50'],
  [0, 2, '0.00'],
  [7, 0, '7'],
  [-5, 2, '-0.05'],
  [1, 4, '0.0001'],
  [9_000_000_000_000_000, 2, '90000000000000.00'],
])('prints %i at scale %i as %j', (amount, scale, text) => {
  expect(formatAmount(amount, scale)).toBe(text)
})

test('throws on a fraction of a minor unit or a number that floating point cannot hold', () => {
  for (const number of [0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    expect(() => amountOf(number)).toThrow(RangeError)
})
