import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Bar } from '../drawing.js'
import type { Fonts } from '../fonts.js'
import { write } from '../lettering.js'
import { INK, MARGIN, SHADE, type Spot, WIDTH } from '../paper.js'
import { TITLE_HEIGHT, writeTitle } from './title.js'

const ROW_HEIGHT = 52
const THICKNESS = 26
/** Where the bars begin and end; the labels are left of them and the figures right. */
const FROM = 330
const TO = WIDTH - MARGIN - 230

interface Bars {
  readonly title: string
  readonly bars: readonly Bar[]
}

export function barsHeight({ title, bars }: Bars): number {
  return (title === '' ? 0 : TITLE_HEIGHT) + bars.length * ROW_HEIGHT
}

/** Draws bars with their names and figures. */
export function drawBars(
  context: SKRSContext2D,
  fonts: Fonts,
  { title, bars }: Bars,
  { y: top, accent }: Spot,
): void {
  if (title !== '') writeTitle(context, fonts, { title, figure: '' }, top)
  const longest = Math.max(1, ...bars.map(({ value }) => Math.abs(value)))
  for (const [index, { label, value, figure }] of bars.entries()) {
    const middle = top + (title === '' ? 0 : TITLE_HEIGHT) + index * ROW_HEIGHT + ROW_HEIGHT / 2
    const name = { align: 'left', size: 25, smallest: 20, weight: 500, colour: INK } as const
    write(context, fonts, label, { x: MARGIN, y: middle }, { ...name, width: FROM - MARGIN - 20 })
    const length = Math.max(THICKNESS, ((TO - FROM) * Math.abs(value)) / longest)
    drawBar(context, middle, TO - FROM, SHADE)
    if (value !== 0) drawBar(context, middle, length, accent)
    const amount = { align: 'right', size: 26, smallest: 19, weight: 700, colour: INK } as const
    write(
      context,
      fonts,
      figure,
      { x: WIDTH - MARGIN, y: middle },
      { ...amount, width: WIDTH - MARGIN - TO - 18 },
    )
  }
}

function drawBar(context: SKRSContext2D, middle: number, length: number, colour: string): void {
  context.fillStyle = colour
  context.beginPath()
  context.roundRect(FROM, middle - THICKNESS / 2, length, THICKNESS, THICKNESS / 2)
  context.fill()
}
