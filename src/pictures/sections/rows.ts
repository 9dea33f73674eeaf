import type { SKRSContext2D } from '@napi-rs/canvas'
import type { ResultRow } from '../drawing.js'
import type { Fonts } from '../fonts.js'
import { write } from '../lettering.js'
import { GOLD, INK, MARGIN, PALE_INK, RULE, SHADE, type Spot, WIDTH } from '../paper.js'
import { drawCrown, drawDisc } from './crown.js'

const ROW_HEIGHT = 72
/** With more people than this the rows are in two columns. */
const ONE_COLUMN = 4

interface Rows {
  readonly rows: readonly ResultRow[]
}

/** Returns the height of rows, which may be in two columns. */
export function rowsHeight({ rows }: Rows): number {
  return linesOf(rows) * ROW_HEIGHT
}

/** Writes who has what. */
export function drawRows(
  context: SKRSContext2D,
  fonts: Fonts,
  { rows }: Rows,
  { y: top, accent }: Spot,
): void {
  const lines = linesOf(rows)
  const columns = rows.length > ONE_COLUMN ? 2 : 1
  const width = (WIDTH - MARGIN * (columns + 1)) / columns
  for (const [index, row] of rows.entries()) {
    const x = MARGIN + Math.floor(index / lines) * (width + MARGIN)
    const y = top + (index % lines) * ROW_HEIGHT
    drawRow(context, fonts, row, { x, y, width, accent })
  }
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
  drawDisc(context, { x: x + 26, y: middle, radius: 23, colour: best ? GOLD : SHADE })
  if (best) drawCrown(context, x + 26, middle, 0.58)
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
