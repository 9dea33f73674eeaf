/** Width of every picture, in pixels. */
export const WIDTH = 1000
/** Left and right of what is written on paper. */
export const MARGIN = 44

export const PAPER = '#fffaf1'
export const INK = '#3a2418'
export const PALE_INK = '#8a6d56'
export const RULE = '#efdfc8'
/** Behind figures and unfilled bars. */
export const SHADE = '#f6ead7'
export const GOLD = '#f2b632'
export const SILVER = '#b9bec6'
export const BRONZE = '#cf8a52'

/** Where a section of a picture is drawn, and the colour of what stands out. */
export interface Spot {
  readonly y: number
  readonly accent: string
}
