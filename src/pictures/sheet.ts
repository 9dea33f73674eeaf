import type { SKRSContext2D } from '@napi-rs/canvas'
import { artOf } from './art/cover-svg.js'
import { FLAP_HEIGHT, SHEET_SEAL } from './art/sheet-svg.js'
import { writeSeal } from './cover.js'
import type { Section, SheetDrawing } from './drawing.js'
import type { Fonts } from './fonts.js'
import { write } from './lettering.js'
import { PAPER, type Spot, WIDTH } from './paper.js'
import { barsHeight, drawBars } from './sections/bars.js'
import { columnsHeight, drawColumns } from './sections/columns.js'
import { drawPodium, podiumHeight } from './sections/podium.js'
import { drawRows, rowsHeight } from './sections/rows.js'
import { drawScale, scaleHeight } from './sections/scale.js'
import { drawTiles, tilesHeight } from './sections/tiles.js'

/** Between two sections, and below the last. */
const GAP = 26
/** Room for the words between the drawings at the sides. */
const WORDS_WIDTH = 660

interface Painter<Of> {
  readonly height: (section: Of) => number
  readonly draw: (context: SKRSContext2D, fonts: Fonts, section: Of, spot: Spot) => void
}

const PAINTERS: { readonly [Kind in Section['kind']]: Painter<Extract<Section, { kind: Kind }>> } = {
  podium: { height: podiumHeight, draw: drawPodium },
  rows: { height: rowsHeight, draw: drawRows },
  tiles: { height: tilesHeight, draw: drawTiles },
  bars: { height: barsHeight, draw: drawBars },
  columns: { height: columnsHeight, draw: drawColumns },
  scale: { height: scaleHeight, draw: drawScale },
}

/** Returns the height of a sheet. */
export function sheetHeight({ sections }: SheetDrawing): number {
  return FLAP_HEIGHT + sections.reduce((sum, section) => sum + painterOf(section).height(section) + GAP, 8)
}

/** Writes the words on a sheet's flap, and its sections below. */
export function drawSheet(context: SKRSContext2D, fonts: Fonts, drawing: SheetDrawing): void {
  const { theme, title, headline, note, sections } = drawing
  const { ink, seal, flap } = artOf(theme)
  context.fillStyle = PAPER
  context.fillRect(0, FLAP_HEIGHT, WIDTH, sheetHeight(drawing) - FLAP_HEIGHT)
  writeSeal(context, fonts, seal, SHEET_SEAL)
  context.shadowColor = 'rgba(0, 0, 0, 0.28)'
  context.shadowBlur = 6
  context.shadowOffsetY = 2
  const width = WORDS_WIDTH
  const words = { x: SHEET_SEAL.x, colour: ink, width }
  if (title !== '')
    write(context, fonts, title, { x: words.x, y: 48 }, { ...words, size: 28, smallest: 22, weight: 500 })
  write(
    context,
    fonts,
    headline,
    { x: words.x, y: note === '' ? 128 : 114 },
    { ...words, size: 58, smallest: 36, weight: 700 },
  )
  if (note !== '')
    write(context, fonts, note, { x: words.x, y: 176 }, { ...words, size: 24, smallest: 20, weight: 500 })
  context.shadowColor = 'transparent'
  let y = FLAP_HEIGHT + 8
  for (const section of sections) {
    const { height, draw } = painterOf(section)
    draw(context, fonts, section, { y, accent: flap[1] })
    y += height(section) + GAP
  }
}

function painterOf(section: Section): Painter<Section> {
  return PAINTERS[section.kind] as Painter<Section>
}
