import { type Canvas, clearAllCache, createCanvas, Image } from '@napi-rs/canvas'
import { COVER, coverSvg } from './art/cover-svg.js'
import { sheetSvg } from './art/sheet-svg.js'
import { writeCover } from './cover.js'
import type { Drawing } from './drawing.js'
import { Fonts } from './fonts.js'
import { drawResult, resultHeight } from './result-sheet.js'
import { drawSheet, sheetHeight } from './sheet.js'

const QUALITY = 86

/** What every drawing uses again: the memory of a second canvas would be freed late, since no heap counts it. */
interface Studio {
  readonly fonts: Fonts
  readonly canvas: Canvas
  readonly art: Image
}

let studio: Studio | undefined
/** Takes the place of a drawing that is done: its pixels would be kept, and no heap counts them. */
const NOTHING = Buffer.alloc(0)

/** Draws a picture as JPEG. */
export function draw(drawing: Drawing): Buffer {
  studio ??= { fonts: new Fonts(), canvas: createCanvas(COVER.width, COVER.height), art: new Image() }
  const { fonts, canvas, art } = studio
  const height = heightOf(drawing)
  if (canvas.height !== height) canvas.height = height
  const context = canvas.getContext('2d')
  const own = drawing.kind === 'sheet' ? undefined : drawing.own
  if (own) {
    art.src = Buffer.from(own.bytes)
    context.drawImage(art, 0, 0, COVER.width, COVER.height)
  }
  art.src = Buffer.from(drawing.kind === 'sheet' ? sheetSvg(drawing.theme) : coverSvg(drawing.theme, own))
  context.drawImage(art, 0, 0)
  art.src = NOTHING
  if (drawing.kind === 'sheet') drawSheet(context, fonts, drawing)
  else writeCover(context, fonts, drawing)
  if (drawing.kind === 'result') drawResult(context, fonts, drawing)
  // They grow with every new word, and filling them again takes no measurable time.
  clearAllCache()
  return canvas.encodeSync('jpeg', QUALITY)
}

function heightOf(drawing: Drawing): number {
  switch (drawing.kind) {
    case 'cover':
      return COVER.height
    case 'result':
      return resultHeight(drawing)
    case 'sheet':
      return sheetHeight(drawing)
    default:
      return drawing satisfies never
  }
}
