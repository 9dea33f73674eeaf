import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Tile } from '../drawing.js'
import type { Fonts } from '../fonts.js'
import { write } from '../lettering.js'
import { INK, MARGIN, PALE_INK, SHADE, type Spot, WIDTH } from '../paper.js'

const HEIGHT = 140
const GAP = 20
const COLUMNS = 2
const PADDING = 26

interface Tiles {
  readonly tiles: readonly Tile[]
}

export function tilesHeight({ tiles }: Tiles): number {
  const lines = Math.ceil(tiles.length / COLUMNS)
  return lines === 0 ? 0 : lines * (HEIGHT + GAP) - GAP
}

/** Writes figures in two columns; the last one of an odd number takes the whole width. */
export function drawTiles(
  context: SKRSContext2D,
  fonts: Fonts,
  { tiles }: Tiles,
  { y: top, accent }: Spot,
): void {
  const half = (WIDTH - 2 * MARGIN - GAP) / COLUMNS
  for (const [index, { label, figure, note }] of tiles.entries()) {
    const isWide = index === tiles.length - 1 && index % COLUMNS === 0
    const x = MARGIN + (index % COLUMNS) * (half + GAP)
    const y = top + Math.floor(index / COLUMNS) * (HEIGHT + GAP)
    const width = isWide ? WIDTH - 2 * MARGIN : half
    context.fillStyle = SHADE
    context.beginPath()
    context.roundRect(x, y, width, HEIGHT, 18)
    context.fill()
    const text = { align: 'left', width: width - 2 * PADDING, smallest: 19 } as const
    const left = x + PADDING
    const middle = note === '' ? 88 : 74
    write(context, fonts, label, { x: left, y: y + 30 }, { ...text, size: 22, weight: 500, colour: PALE_INK })
    write(
      context,
      fonts,
      figure,
      { x: left, y: y + middle },
      { ...text, size: 38, smallest: 26, weight: 700, colour: accent },
    )
    if (note !== '') write(context, fonts, note, { x: left, y: y + 114 }, { ...text, size: 21, colour: INK })
  }
}
