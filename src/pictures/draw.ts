import { createCanvas, Image, type SKRSContext2D } from '@napi-rs/canvas'
import { COVER, coverSvg } from './art/cover-svg.js'
import { writeCover } from './cover.js'
import type { Drawing } from './drawing.js'
import { Fonts } from './fonts.js'
import { drawResult, resultHeight } from './result-sheet.js'

const QUALITY = 86

let fonts: Fonts | undefined

/** Draws a picture as JPEG. */
export function draw(drawing: Drawing): Buffer {
  fonts ??= new Fonts()
  const height = drawing.kind === 'cover' ? COVER.height : resultHeight(drawing)
  const canvas = createCanvas(COVER.width, height)
  const context = canvas.getContext('2d')
  paint(context, coverSvg(drawing.theme))
  writeCover(context, fonts, drawing)
  if (drawing.kind === 'result') drawResult(context, fonts, drawing)
  return canvas.encodeSync('jpeg', QUALITY)
}

function paint(context: SKRSContext2D, svg: string): void {
  const image = new Image()
  image.src = Buffer.from(svg)
  context.drawImage(image, 0, 0)
}
