import { createCanvas } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import { THEMES } from '../../src/core/festivals.js'
import { draw } from '../../src/pictures/draw.js'
import { Fonts } from '../../src/pictures/fonts.js'
import { write } from '../../src/pictures/lettering.js'

const fonts = new Fonts()

/** Returns what a text looks like, and how wide it is. */
function drawn(text: string, width = 600, lines = 1): { pixels: string; width: number } {
  const canvas = createCanvas(640, 160)
  const context = canvas.getContext('2d')
  const style = { size: 48, colour: '#000000', width, lines }
  const wide = write(context, fonts, text, { x: 320, y: 80 }, style)
  return { pixels: canvas.encodeSync('png').toString('base64'), width: wide }
}

test('every theme has its own cover', () => {
  const covers = THEMES.map((theme) => draw({ kind: 'cover', theme, title: '', greeting: '' }))
  for (const cover of covers) {
    expect([cover[0], cover[1]]).toEqual([0xff, 0xd8])
    expect(cover.length).toBeLessThan(120_000)
  }
  expect(new Set(covers.map((cover) => cover.toString('base64'))).size).toBe(THEMES.length)
})

test.each([
  ['Chinese', ['恭', '喜', '发', '財', '囍', '餃']],
  ['Latin, Cyrillic and Greek', ['A', 'ß', 'ő', 'Ж', 'λ']],
  ['Arabic', ['م', 'ر', 'ح']],
  ['Devanagari', ['न', 'म', 'स']],
  ['emoji', ['🧧', '🎉', '👨‍👩‍👧', '🇨🇳', '👍🏽', '❤️']],
])('shows %s with the fonts of its own', (_, signs) => {
  const box = drawn('\u{10ffff}').pixels
  for (const sign of signs) {
    expect(fonts.shown(sign)).toBe(sign)
    expect([box, drawn(' ').pixels], sign).not.toContain(drawn(sign).pixels)
  }
})

test('scripts without a font become an ellipsis instead of boxes', () => {
  expect(fonts.shown('Lan ᏣᎳᎩ 兰')).toBe('Lan … 兰')
})

test('a text that is too long is cut to its width, between whole characters', () => {
  expect(drawn('恭喜发财'.repeat(40)).width).toBeLessThanOrEqual(600)
  expect(drawn('👨‍👩‍👧'.repeat(60), 300, 2).width).toBeLessThanOrEqual(300)
  expect(drawn(`${'w'.repeat(200)} x`, 300, 2).width).toBeLessThanOrEqual(300)
})
