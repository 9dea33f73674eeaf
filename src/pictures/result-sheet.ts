import type { SKRSContext2D } from '@napi-rs/canvas'
import { artOf } from './art/cover-svg.js'
import type { ResultDrawing } from './drawing.js'
import type { Fonts } from './fonts.js'
import { write } from './lettering.js'
import { INK, MARGIN, PALE_INK, PAPER, WIDTH } from './paper.js'
import { drawRows, rowsHeight } from './sections/rows.js'

/** Where the paper begins, below the flap and its seal. */
const PAPER_TOP = 398
const SUMMARY_HEIGHT = 104

/** Returns the height of a result. */
export function resultHeight(drawing: ResultDrawing): number {
  return PAPER_TOP + SUMMARY_HEIGHT + rowsHeight(drawing) + (drawing.more === '' ? 28 : 64)
}

/** Writes who got what on paper that comes out of the red packet. */
export function drawResult(context: SKRSContext2D, fonts: Fonts, drawing: ResultDrawing): void {
  const { summary, more, theme } = drawing
  const { flap } = artOf(theme)
  context.fillStyle = PAPER
  context.beginPath()
  context.roundRect(0, PAPER_TOP, WIDTH, resultHeight(drawing), [36, 36, 0, 0])
  context.fill()
  write(
    context,
    fonts,
    summary,
    { x: WIDTH / 2, y: PAPER_TOP + SUMMARY_HEIGHT / 2 + 4 },
    { size: 30, smallest: 22, weight: 600, colour: INK, width: WIDTH - MARGIN * 2, lines: 2 },
  )
  drawRows(context, fonts, drawing, { y: PAPER_TOP + SUMMARY_HEIGHT, accent: flap[1] })
  if (more === '') return
  const y = PAPER_TOP + SUMMARY_HEIGHT + rowsHeight(drawing) + 30
  write(context, fonts, more, { x: WIDTH / 2, y }, { size: 24, colour: PALE_INK, width: WIDTH - MARGIN * 2 })
}
