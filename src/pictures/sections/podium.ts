import type { SKRSContext2D } from '@napi-rs/canvas'
import type { PodiumStep } from '../drawing.js'
import type { Fonts } from '../fonts.js'
import { write } from '../lettering.js'
import { BRONZE, GOLD, INK, PALE_INK, PAPER, SILVER, type Spot, WIDTH } from '../paper.js'
import { drawCrown, drawDisc } from './crown.js'

const HEIGHT = 336
const STEP_WIDTH = 270
/** From the middle of a step to that of the next. */
const NEXT = STEP_WIDTH + 16
/** The first stands in the middle, the second left of it and the third right of it. */
const PLACES = [
  { x: WIDTH / 2, rise: 132, colour: GOLD, shade: '#d9982a' },
  { x: WIDTH / 2 - NEXT, rise: 92, colour: SILVER, shade: '#989ea8' },
  { x: WIDTH / 2 + NEXT, rise: 66, colour: BRONZE, shade: '#ad6d3b' },
] as const

interface Steps {
  readonly steps: readonly PodiumStep[]
}

export function podiumHeight({ steps }: Steps): number {
  return steps.length === 0 ? 0 : HEIGHT
}

/** Draws the best three on their steps. */
export function drawPodium(
  context: SKRSContext2D,
  fonts: Fonts,
  { steps }: Steps,
  { y, accent }: Spot,
): void {
  // Two stand in the middle together.
  const aside = steps.length === 2 ? NEXT / 2 : 0
  for (const [index, place] of PLACES.entries()) {
    const step = steps[index]
    if (!step) continue
    const { rise, colour, shade } = place
    const x = place.x + aside
    const top = y + HEIGHT - rise
    drawBlock(context, { x, top, rise, colour, shade })
    const middle = { x, y: top + rise / 2 + 2 }
    write(context, fonts, String(index + 1), middle, {
      size: 56,
      weight: 700,
      colour: PAPER,
      width: STEP_WIDTH,
    })
    drawHead(context, { x, y: top - 153, colour })
    const text = { width: STEP_WIDTH - 8, smallest: 20 }
    const figure = { ...text, size: 34, weight: 700, colour: index === 0 ? accent : INK }
    write(context, fonts, step.name, { x, y: top - 94 }, { ...text, size: 28, weight: 600, colour: INK })
    write(context, fonts, step.amount, { x, y: top - 55 }, figure)
    if (step.note !== '')
      write(context, fonts, step.note, { x, y: top - 22 }, { ...text, size: 21, colour: PALE_INK })
  }
}

interface Block {
  readonly x: number
  readonly top: number
  readonly rise: number
  readonly colour: string
  readonly shade: string
}

function drawBlock(context: SKRSContext2D, { x, top, rise, colour, shade }: Block): void {
  const gradient = context.createLinearGradient(0, top, 0, top + rise)
  gradient.addColorStop(0, colour)
  gradient.addColorStop(1, shade)
  context.fillStyle = gradient
  context.beginPath()
  context.roundRect(x - STEP_WIDTH / 2, top, STEP_WIDTH, rise, [14, 14, 0, 0])
  context.fill()
}

/** Draws a disc with a crown in the colour of the medal. */
function drawHead(context: SKRSContext2D, { x, y, colour }: { x: number; y: number; colour: string }): void {
  drawDisc(context, { x, y, radius: 32, colour })
  drawCrown(context, x, y, 0.8)
}
