import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lengthOf, MAX_NAME, plainName, plainText } from '../../src/core/text.js'
import { anyCharacter } from '../support/any-character.js'

const anyText = fc.string({ unit: anyCharacter, maxLength: 200 })

describe('plain text', () => {
  test('is one line, well formed, trimmed, with nothing invisible, and cleaning it again changes nothing', () => {
    const nasty = fc.array(
      fc.oneof(
        anyText,
        fc.constantFrom(
          '\u202e',
          '\u200b',
          '\u2066',
          '\ufeff',
          '\n',
          '\r\n',
          '\t',
          '\u0000',
          '\ud800',
          '\u{e0041}',
          ' ',
          '\u3000',
          'é',
          'e\u0301',
          '\u0301',
          '\u200d',
          '\u200c',
          '\u034f',
          'क',
          '👩',
        ),
      ),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(nasty, (pieces) => {
        const text = plainText(pieces.join(''))
        expect(text).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u)
        expect(text).not.toMatch(/ {2}/)
        expect(text.isWellFormed()).toBe(true)
        expect(text.trim()).toBe(text)
        expect(text.normalize('NFC')).toBe(text)
        expect(plainText(text)).toBe(text)
        expect(text).not.toMatch(/\p{M}{5}/u)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['  恭喜\n发财 ', '恭喜 发财'],
    ['a\u202eb\u202cc', 'abc'],
    ['e\u0301', 'é'],
    ['a \u200b b', 'a b'],
    ['\u200b\u2060', ''],
    ['\ud800x', '\ufffdx'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['👩🏽‍❤️‍👨', '👩🏽‍❤️‍👨'],
    ['می‌خواهم', 'می‌خواهم'],
    ['क्‍ष', 'क्‍ष'],
    ['l\u200dan', 'lan'],
    ['小\u200c兰', '小兰'],
    ['lan\u200d', 'lan'],
    ['e\u200b\u0301', 'é'],
    ['l\u034fan\u{e0100}', 'lan'],
    [`Z${'\u0335'.repeat(50)}a`, `Z${'\u0335'.repeat(4)}a`],
    ['<b>&amp;</b>', '<b>&amp;</b>'],
  ])('%j becomes %j', (typed, plain) => {
    expect(plainText(typed)).toBe(plain)
  })
})

describe('a name', () => {
  test('is never empty and never longer than allowed, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'grapheme', maxLength: 200 })), (typed) => {
        const name = plainName(typed)
        expect(lengthOf(name)).toBeGreaterThanOrEqual(1)
        expect(lengthOf(name)).toBeLessThanOrEqual(MAX_NAME)
        expect(plainName(name)).toBe(name)
      }),
      { numRuns: 500 },
    )
  })

  test('becomes a question mark when nothing is visible, and ends with an ellipsis when too long', () => {
    expect(plainName('\u200b \n')).toBe('?')
    for (const unseen of ['\u200d', '\u200c\u200d', '\ufe0f', '\u034f', '\u0301', '\u{e0100}', '\u180b'])
      expect(plainName(unseen)).toBe('?')
    expect(plainName('龙'.repeat(48))).toBe('龙'.repeat(48))
    expect(plainName('龙'.repeat(49))).toBe(`${'龙'.repeat(47)}…`)
    expect(plainName('x'.repeat(1_000_000))).toHaveLength(48)
  })
})

test('length is counted in code points', () => {
  expect(lengthOf('🧧福')).toBe(2)
})
