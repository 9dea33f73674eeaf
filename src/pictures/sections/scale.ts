import type { SKRSContext2D } from '@napi-rs/canvas'
import type { ScaleSection } from '../drawing.js'
import type { Fonts } from '../fonts.js'
import { write } from '../lettering.js'
import { GOLD, MARGIN, PALE_INK, PAPER, SHADE, type Spot, WIDTH } from '../paper.js'
import { TITLE_HEIGHT, writeTitle } from './title.js'

const TRACK_HEIGHT = 30
const LABEL_HEIGHT = 44
const KNOB = 23

export function scaleHeight(_: ScaleSection): number {
  return TITLE_HEIGHT + 16 + TRACK_HEIGHT + LABEL_HEIGHT
}

/** Draws a place between two ends. */
export function drawScale(
  context: SKRSContext2D,
  fonts: Fonts,
  section: ScaleSection,
  { y: top, accent }: Spot,
): void {
  const { value, low, high } = section
  writeTitle(context, fonts, section, top)
  const length = WIDTH - 2 * MARGIN
  const y = top + TITLE_HEIGHT + 16
  const knob = MARGIN + KNOB + (length - 2 * KNOB) * Math.min(1, Math.max(0, value))
  track(context, y, length, SHADE)
  const gradient = context.createLinearGradient(MARGIN, 0, MARGIN + length, 0)
  gradient.addColorStop(0, GOLD)
  gradient.addColorStop(1, accent)
  track(context, y, knob - MARGIN, gradient)
  for (const [radius, colour] of [
    [KNOB, accent],
    [KNOB - 7, PAPER],
  ] as const) {
    context.fillStyle = colour
    context.beginPath()
    context.arc(knob, y + TRACK_HEIGHT / 2, radius, 0, Math.PI * 2)
    context.fill()
  }
  const label = { size: 21, colour: PALE_INK, width: length / 2 }
  const below = y + TRACK_HEIGHT + LABEL_HEIGHT / 2 + 4
  write(context, fonts, low, { x: MARGIN, y: below }, { ...label, align: 'left' })
  write(context, fonts, high, { x: WIDTH - MARGIN, y: below }, { ...label, align: 'right' })
}

function track(
  context: SKRSContext2D,
  y: number,
  length: number,
  style: NonNullable<SKRSContext2D['fillStyle']>,
): void {
  context.fillStyle = style
  context.beginPath()
  context.roundRect(MARGIN, y, Math.max(TRACK_HEIGHT, length), TRACK_HEIGHT, TRACK_HEIGHT / 2)
  context.fill()
}
