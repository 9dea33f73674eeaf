import type { SKRSContext2D } from '@napi-rs/canvas'
import { artOf, SEAL } from './art/cover-svg.js'
import type { CoverDrawing, ResultDrawing } from './drawing.js'
import type { Fonts } from './fonts.js'
import { write } from './lettering.js'

/** Room for the text between the drawings at the sides. */
const WIDTH = 600
/** Size of the letters on the seal, by their number. */
const SEAL_SIZES = [64, 64, 44, 40, 34, 30]
const SEAL_INK = '#a3200f'

/** Writes the words on a cover. */
export function writeCover(
  context: SKRSContext2D,
  fonts: Fonts,
  { theme, title, greeting }: CoverDrawing | ResultDrawing,
): void {
  const { ink, seal } = artOf(theme)
  if ('letters' in seal) {
    const size = SEAL_SIZES[[...seal.letters].length] ?? 28
    const place = { x: SEAL.x, y: SEAL.y + 2 }
    write(context, fonts, seal.letters, place, { size, weight: 700, colour: SEAL_INK, width: SEAL.r * 2 })
  }
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
