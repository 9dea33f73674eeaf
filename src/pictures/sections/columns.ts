import type { SKRSContext2D } from '@napi-rs/canvas'
import type { ColumnsSection } from '../drawing.js'
import type { Fonts } from '../fonts.js'
import { write } from '../lettering.js'
import { MARGIN, PALE_INK, RULE, SHADE, type Spot, WIDTH } from '../paper.js'
import { TITLE_HEIGHT, writeTitle } from './title.js'

const CHART_HEIGHT = 110
const LABEL_HEIGHT = 34
/** Share of a column's room that it fills. */
const FILLED = 0.7
/** Widest column, for charts of few. */
const MAX_WIDTH = 60
/** Height of a column whose value is tiny or zero. */
const STUMP = 4

export function columnsHeight({ first, last }: ColumnsSection): number {
  return TITLE_HEIGHT + CHART_HEIGHT + (first === '' && last === '' ? 0 : LABEL_HEIGHT)
}

/** Draws a column for each value; the last one is the newest and stands out. */
export function drawColumns(
  context: SKRSContext2D,
  fonts: Fonts,
  section: ColumnsSection,
  { y: top, accent }: Spot,
): void {
  const { values, first, last } = section
  writeTitle(context, fonts, section, top)
  const base = top + TITLE_HEIGHT + CHART_HEIGHT
  const room = (WIDTH - 2 * MARGIN) / Math.max(1, values.length)
  const width = Math.min(MAX_WIDTH, room * FILLED)
  const highest = Math.max(1, ...values)
  for (const [index, value] of values.entries()) {
    const height = Math.max(STUMP, (CHART_HEIGHT * Math.max(0, value)) / highest)
    const x = MARGIN + index * room + (room - width) / 2
    context.fillStyle = value > 0 ? accent : RULE
    context.globalAlpha = value > 0 && index < values.length - 1 ? 0.62 : 1
    context.beginPath()
    context.roundRect(x, base - height, width, height, [Math.min(6, width / 2), Math.min(6, width / 2), 0, 0])
    context.fill()
  }
  context.globalAlpha = 1
  context.fillStyle = SHADE
  context.fillRect(MARGIN, base, WIDTH - 2 * MARGIN, 3)
  const label = { size: 20, colour: PALE_INK, width: WIDTH / 2 - MARGIN }
  const y = base + LABEL_HEIGHT / 2 + 6
  if (first !== '') write(context, fonts, first, { x: MARGIN, y }, { ...label, align: 'left' })
  if (last !== '') write(context, fonts, last, { x: WIDTH - MARGIN, y }, { ...label, align: 'right' })
}
