import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Fonts } from './fonts.js'

export interface Lettering {
  readonly size: number
  /** Smallest size before the text is cut. */
  readonly smallest?: number
  readonly weight?: number
  readonly colour: string
  readonly align?: 'left' | 'center' | 'right'
  readonly width: number
  /** Most lines; default 1. */
  readonly lines?: number
}

const ELLIPSIS = '…'
const NO_BREAK_SPACE = '\u00a0'
const LINE_HEIGHT = 1.28
/** How much smaller a single line may be, and the lines of a text that has several. */
const ONE_LINE = 0.76
const SEVERAL_LINES = 0.8
/** Characters of a name below which the rest of the text is cut instead. */
const MIN_NAME = 3
/** Never begins a line. */
const FOLLOWS = /^[\s\p{Po}\p{Pe}\p{Pf}\p{M}]/u
/** A name among other words doesn't say how they run. */
const ISOLATED = /\u2068[^\u2069]*\u2069/gu
const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}]/u
const words = new Intl.Segmenter('zh', { granularity: 'word' })
const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/**
 * Writes a text with the fonts that it needs, as large as fits, and cuts what doesn't fit at all. `y` is the middle of
 * the lines. Returns the width of the longest.
 */
export function write(
  context: SKRSContext2D,
  fonts: Fonts,
  text: string,
  { x, y }: { x: number; y: number },
  { size, smallest = size, weight = 400, colour, align = 'center', width, lines = 1 }: Lettering,
): number {
  const shown = fonts.shown(text)
  const families = fonts.familiesFor(shown + ELLIPSIS)
  const measure = (piece: string) => context.measureText(piece).width
  const broken = (pixels: number) => {
    context.font = `${weight} ${pixels}px ${families}`
    return brokenInto(shown, width, measure)
  }
  let pixels = size
  // A single line may be a little smaller; further ones are wanted only where it would get too small.
  while (pixels > Math.max(smallest, size * ONE_LINE) && broken(pixels).length > 1) pixels -= 2
  if (lines > 1 && broken(pixels).length > 1) pixels = size * SEVERAL_LINES
  while (pixels > smallest && broken(pixels).length > lines) pixels -= 2
  const all = broken(pixels)
  const rows =
    all.length > lines
      ? [...all.slice(0, lines - 1), shortenedTo(all.slice(lines - 1).join(''), width, measure)]
      : balanced(all, shown, width, measure)
  context.fillStyle = colour
  context.textAlign = align
  context.direction = isRightToLeft(shown) ? 'rtl' : 'ltr'
  context.textBaseline = 'middle'
  const step = pixels * LINE_HEIGHT
  for (const [index, row] of rows.entries())
    context.fillText(row.trim(), x, y + (index - (rows.length - 1) / 2) * step)
  return Math.max(0, ...rows.map((row) => measure(row.trim())))
}

/** Returns whether a text runs from right to left, so that what is cut off is at its left. */
function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text.replaceAll(ISOLATED, ''))
}

type Measure = (piece: string) => number

/** Makes the lines of a text about as long as each other. */
function balanced(
  lines: readonly string[],
  text: string,
  width: number,
  measure: Measure,
): readonly string[] {
  if (lines.length < 2) return lines
  for (let share = 0.5; share < 1; share += 0.05) {
    const narrow = brokenInto(text, width * share, measure)
    if (narrow.length === lines.length) return narrow
  }
  return lines
}

/** Breaks a text between words, and inside one that is longer than a line. */
function brokenInto(text: string, width: number, measure: Measure): string[] {
  const lines = ['']
  const add = (piece: string): boolean => {
    const longer = `${lines.at(-1)}${piece}`
    if (measure(longer.trimEnd()) > width) return false
    lines[lines.length - 1] = longer
    return true
  }
  for (const piece of piecesOf(text)) {
    if (add(piece)) continue
    if (lines.at(-1) !== '') lines.push('')
    if (add(piece)) continue
    for (const { segment: character } of characters.segment(piece)) {
      if (add(character)) continue
      lines.push(character)
    }
  }
  return lines
}

/** Returns the words of a text, each with the signs and spaces that follow it. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (const { segment, isWordLike } of words.segment(text)) {
    const begins = (isWordLike || !FOLLOWS.test(segment)) && !pieces.at(-1)?.endsWith(NO_BREAK_SPACE)
    if (begins || pieces.length === 0) pieces.push(segment)
    else pieces[pieces.length - 1] += segment
  }
  return pieces
}

/** Cuts a text to a width: within a name, if it has one and the rest leaves room for it, and otherwise at its end. */
function shortenedTo(text: string, width: number, measure: Measure): string {
  const [name] = text.match(ISOLATED) ?? []
  const letters = name === undefined ? [] : charactersOf(name.slice(1, -1))
  while (name !== undefined && letters.length > MIN_NAME) {
    letters.pop()
    const shorter = text.replace(name, () => `\u2068${letters.join('').trimEnd()}${ELLIPSIS}\u2069`)
    if (measure(shorter) <= width) return shorter
  }
  const pieces = charactersOf(text)
  while (pieces.length > 0 && measure(pieces.join('') + ELLIPSIS) > width) pieces.pop()
  return pieces.join('').trimEnd() + ELLIPSIS
}

function charactersOf(text: string): string[] {
  return [...characters.segment(text)].map(({ segment }) => segment)
}
