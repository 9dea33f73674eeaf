import type { SKRSContext2D } from '@napi-rs/canvas'
import type { CoverArt } from './art/cover-art.js'
import { artOf, SEAL } from './art/cover-svg.js'
import type { CoverDrawing, ResultDrawing } from './drawing.js'
import type { Fonts } from './fonts.js'
import { write } from './lettering.js'

/** Room for the text between the drawings at the sides. */
const WIDTH = 600
/** Size of the letters on the seal, by their number. */
const SEAL_SIZES = [64, 64, 44, 40, 34, 30]
const SEAL_INK = '#a3200f'

/** Writes the letters on a seal, if it has any. */
export function writeSeal(
  context: SKRSContext2D,
  fonts: Fonts,
  seal: CoverArt['seal'],
  { x, y, r }: { x: number; y: number; r: number },
): void {
  if (!('letters' in seal)) return
  const scale = r / SEAL.r
  const size = (SEAL_SIZES[[...seal.letters].length] ?? 28) * scale
  const place = { x, y: y + 2 * scale }
  write(context, fonts, seal.letters, place, { size, weight: 700, colour: SEAL_INK, width: r * 2 })
}

/** Writes the words on a cover. */
export function writeCover(
  context: SKRSContext2D,
  fonts: Fonts,
  { theme, title, greeting }: CoverDrawing | ResultDrawing,
): void {
  const { ink, seal } = artOf(theme)
  writeSeal(context, fonts, seal, SEAL)
  context.shadowColor = 'rgba(0, 0, 0, 0.28)'
  context.shadowBlur = 6
  context.shadowOffsetY = 2
  if (title !== '')
    write(
      context,
      fonts,
      title,
      { x: 500, y: 62 },
      { size: 30, smallest: 22, weight: 500, colour: ink, width: WIDTH },
    )
  if (greeting !== '')
    write(
      context,
      fonts,
      greeting,
      { x: 500, y: 158 },
      { size: 60, smallest: 34, weight: 700, colour: ink, width: WIDTH, lines: 2 },
    )
  context.shadowColor = 'transparent'
}
