import { Path2D, type SKRSContext2D } from '@napi-rs/canvas'
import { PAPER } from '../paper.js'

const CROWN = 'M-22 14L-26-12L-12 0L0-18L12 0L26-12L22 14C22 18-22 18-22 14Z'

interface Disc {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly colour: string
}

export function drawDisc(context: SKRSContext2D, { x, y, radius, colour }: Disc): void {
  context.fillStyle = colour
  context.beginPath()
  context.arc(x, y, radius, 0, Math.PI * 2)
  context.fill()
}

/** Draws a crown in the colour of paper, for a disc around this point. */
export function drawCrown(context: SKRSContext2D, x: number, y: number, scale: number): void {
  context.save()
  context.translate(x, y + 1)
  context.scale(scale, scale)
  context.fillStyle = PAPER
  context.fill(new Path2D(CROWN))
  context.restore()
}
