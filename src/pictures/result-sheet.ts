import { Path2D, type SKRSContext2D } from '@napi-rs/canvas'
import { artOf } from './art/cover-svg.js'
import type { ResultDrawing, ResultRow } from './drawing.js'
import type { Fonts } from './fonts.js'
import { write } from './lettering.js'

const WIDTH = 1000
/** Where the paper begins, below the flap and its seal. */
const PAPER_TOP = 398
const SUMMARY_HEIGHT = 104
const ROW_HEIGHT = 72
const MARGIN = 44
/** With more people than this the rows are in two columns. */
const ONE_COLUMN = 4
const PAPER = '#fffaf1'
const INK = '#3a2418'
const PALE_INK = '#9a7d66'
const RULE = '#efdfc8'
const CROWN = 'M-22 14L-26-12L-12 0L0-18L12 0L26-12L22 14C22 18-22 18-22 14Z'

/** Returns the height of a result. */
export function resultHeight({ rows, more }: ResultDrawing): number {
  return PAPER_TOP + SUMMARY_HEIGHT + linesOf(rows) * ROW_HEIGHT + (more === '' ? 28 : 64)
}

/** Writes who got what on paper that comes out of the red packet. */
export function drawResult(context: SKRSContext2D, fonts: Fonts, drawing: ResultDrawing): void {
  const { summary, rows, more, theme } = drawing
  const height = resultHeight(drawing)
  const { flap } = artOf(theme)
  context.fillStyle = PAPER
  context.beginPath()
  context.roundRect(0, PAPER_TOP, WIDTH, height, [36, 36, 0, 0])
  context.fill()
  write(
    context,
    fonts,
    summary,
    { x: WIDTH / 2, y: PAPER_TOP + SUMMARY_HEIGHT / 2 + 4 },
    { size: 30, smallest: 22, weight: 600, colour: INK, width: WIDTH - MARGIN * 2, lines: 2 },
  )
  const lines = linesOf(rows)
  const columns = rows.length > ONE_COLUMN ? 2 : 1
  const width = (WIDTH - MARGIN * (columns + 1)) / columns
  for (const [index, row] of rows.entries()) {
    const x = MARGIN + Math.floor(index / lines) * (width + MARGIN)
    const y = PAPER_TOP + SUMMARY_HEIGHT + (index % lines) * ROW_HEIGHT
    drawRow(context, fonts, row, { x, y, width, accent: flap[1] })
  }
  if (more === '') return
  const y = PAPER_TOP + SUMMARY_HEIGHT + lines * ROW_HEIGHT + 30
  write(context, fonts, more, { x: WIDTH / 2, y }, { size: 24, colour: PALE_INK, width: WIDTH - MARGIN * 2 })
}

function linesOf(rows: readonly ResultRow[]): number {
  return rows.length > ONE_COLUMN ? Math.ceil(rows.length / 2) : rows.length
}

function drawRow(
  context: SKRSContext2D,
  fonts: Fonts,
  { place, name, note, amount, best }: ResultRow,
  { x, y, width, accent }: { x: number; y: number; width: number; accent: string },
): void {
  context.fillStyle = RULE
  context.fillRect(x, y, width, 2)
  const middle = y + ROW_HEIGHT / 2 + 1
  disc(context, x + 26, middle, best ? '#f2b632' : '#f1e3cf')
  if (best) drawCrown(context, x + 26, middle)
  else
    write(
      context,
      fonts,
      place,
      { x: x + 26, y: middle + 1 },
      { size: 22, weight: 700, colour: PALE_INK, width: 44 },
    )
  const amountWidth = write(
    context,
    fonts,
    amount,
    { x: x + width, y: middle },
    { size: 30, smallest: 20, weight: 700, colour: best ? accent : INK, align: 'right', width: width * 0.45 },
  )
  const text = { align: 'left', width: width - amountWidth - 84 } as const
  const nameY = note === '' ? middle : middle - 13
  write(
    context,
    fonts,
    name,
    { x: x + 62, y: nameY },
    { ...text, size: 27, smallest: 22, weight: 600, colour: INK },
  )
  if (note !== '')
    write(
      context,
      fonts,
      note,
      { x: x + 62, y: middle + 17 },
      { ...text, size: 20, smallest: 18, colour: PALE_INK },
    )
}

function disc(context: SKRSContext2D, x: number, y: number, colour: string): void {
  context.fillStyle = colour
  context.beginPath()
  context.arc(x, y, 23, 0, Math.PI * 2)
  context.fill()
}

function drawCrown(context: SKRSContext2D, x: number, y: number): void {
  context.save()
  context.translate(x, y + 1)
  context.scale(0.58, 0.58)
  context.fillStyle = '#fffaf1'
  context.fill(new Path2D(CROWN))
  context.restore()
}
