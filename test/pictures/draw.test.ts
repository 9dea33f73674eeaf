import { createCanvas, loadImage } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import { THEMES } from '../../src/core/festivals.js'
import { isolated } from '../../src/core/text.js'
import { draw } from '../../src/pictures/draw.js'
import { type Drawing, marked, type SheetDrawing } from '../../src/pictures/drawing.js'
import { Fonts } from '../../src/pictures/fonts.js'
import { write } from '../../src/pictures/lettering.js'

const fonts = new Fonts()

const sheet = (sections: SheetDrawing['sections']): SheetDrawing => ({
  ...{ kind: 'sheet', theme: 'classic', title: 'this week', headline: 'Most received', note: '', sections },
})

/** Returns the size of an encoded picture. */
async function sizeOf(drawing: Drawing): Promise<[width: number, height: number]> {
  const { width, height } = await loadImage(draw(drawing))
  return [width, height]
}

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

const LONG = { name: 'w'.repeat(48), amount: '🪙 9,007,199,254,740,991.00', note: '1,000,000 times' }

test('a sheet is as high as what is on it, with no one, one, three and ten people', async () => {
  const podium = (count: number) => ({ kind: 'podium' as const, steps: Array(count).fill(LONG) })
  const rows = { kind: 'rows' as const, rows: Array(7).fill({ ...LONG, place: '4', best: false }) }
  const sizes = [
    await sizeOf(sheet([])),
    await sizeOf(sheet([podium(1)])),
    await sizeOf(sheet([podium(3)])),
    await sizeOf(sheet([podium(3), rows])),
  ]
  expect(sizes.map(([width]) => width)).toEqual([1000, 1000, 1000, 1000])
  const [none = 0, one = 0, three = 0, ten = 0] = sizes.map(([, height]) => height)
  expect(none).toBeLessThan(one)
  expect(one).toBe(three)
  expect(ten).toBeGreaterThan(three)
})

test.each<[string, SheetDrawing['sections'][number]]>([
  [
    'tiles',
    { kind: 'tiles', tiles: Array(7).fill({ label: LONG.name, figure: LONG.amount, note: LONG.name }) },
  ],
  ['bars', { kind: 'bars', title: LONG.name, bars: [{ label: LONG.name, value: 0, figure: LONG.amount }] }],
  [
    'columns',
    { kind: 'columns', title: LONG.name, figure: LONG.amount, values: [0, 1e15], first: 'a', last: 'b' },
  ],
  ['a scale', { kind: 'scale', title: LONG.name, value: 2, figure: '100%', low: LONG.name, high: LONG.name }],
])('nothing on %s is written beyond the edge', async (_, section) => {
  const image = await loadImage(draw(sheet([section])))
  const canvas = createCanvas(image.width, image.height)
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  const margins = [0, image.width - 30].map((x) => context.getImageData(x, 320, 30, image.height - 320).data)
  for (const pixels of margins)
    expect(pixels.some((value, index) => index % 4 === 2 && value < 200)).toBe(false)
})

test('a name that runs from right to left leaves the figures beside it in their order', () => {
  /** The right end of a text that is written up to the right edge. */
  const end = (text: string) => {
    const canvas = createCanvas(640, 160)
    const context = canvas.getContext('2d')
    const style = { size: 48, colour: '#000000', width: 640, align: 'right' } as const
    write(context, fonts, text, { x: 640, y: 80 }, style)
    return Buffer.from(context.getImageData(560, 0, 80, 160).data).toString('base64')
  }
  const name = 'محمد'
  expect(isolated('小兰')).toBe('小兰')
  expect(end(`${isolated(name)} 12.50`)).toBe(end('x 12.50'))
  expect(end(`${name} 12.50`)).not.toBe(end('x 12.50'))
})

test('a title that is too long is cut within the name, whichever way that runs', () => {
  const written: string[] = []
  const canvas = createCanvas(640, 160)
  const context = canvas.getContext('2d')
  const fillText = context.fillText.bind(context)
  context.fillText = (text, x, y) => {
    written.push(`${context.direction} ${text}`)
    fillText(text, x, y)
  }
  const style = { size: 30, colour: '#000000', width: 300 }
  for (const text of [`${marked('兰'.repeat(40))}发了一个红包`, `${'م'.repeat(80)}`])
    write(context, fonts, text, { x: 320, y: 80 }, style)
  expect(written).toEqual([
    expect.stringMatching(/^ltr \u2068兰+…\u2069发了一个红包$/),
    expect.stringMatching(/^rtl م+…$/),
  ])
})
