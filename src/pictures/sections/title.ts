import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Fonts } from '../fonts.js'
import { write } from '../lettering.js'
import { INK, MARGIN, WIDTH } from '../paper.js'

/** Height of a section's title with the room below it. */
export const TITLE_HEIGHT = 50

/** Writes the title of a section, and perhaps a figure at the right. */
export function writeTitle(
  context: SKRSContext2D,
  fonts: Fonts,
  { title, figure }: { title: string; figure: string },
  top: number,
): void {
  const y = top + 20
  const style = { size: 26, smallest: 20, weight: 700, colour: INK }
  const room = WIDTH - 2 * MARGIN
  const taken =
    figure === ''
      ? 0
      : write(
          context,
          fonts,
          figure,
          { x: WIDTH - MARGIN, y },
          { ...style, align: 'right', width: room * 0.6 },
        )
  write(context, fonts, title, { x: MARGIN, y }, { ...style, align: 'left', width: room - taken - 24 })
}
