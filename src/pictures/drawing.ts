import type { Theme } from '../core/festivals.js'

/** A community's own cover, made by `makeCover` and identified by its digest. */
export interface OwnCover {
  readonly digest: string
  readonly bytes: Uint8Array
}

/** The front of a red packet. Without words it is the theme's own cover. */
export interface CoverDrawing {
  readonly kind: 'cover'
  readonly theme: Theme
  /** Fills the front, under the theme's seal and in its colours. */
  readonly own?: OwnCover
  readonly title: string
  readonly greeting: string
}

/** How a red packet ended: its cover, and below it who got what. */
export interface ResultDrawing {
  readonly kind: 'result'
  readonly theme: Theme
  readonly own?: OwnCover
  readonly title: string
  readonly greeting: string
  readonly summary: string
  /** The first ones, and the luckiest. */
  readonly rows: readonly ResultRow[]
  /** Says how many others there are; empty when there are none. */
  readonly more: string
}

export interface ResultRow {
  readonly place: string
  readonly name: string
  /** Small print below the name, such as a wish; may be empty. */
  readonly note: string
  readonly amount: string
  /** Wears the crown. */
  readonly best: boolean
}

/** Figures on paper below a flap, such as a leaderboard. */
export interface SheetDrawing {
  readonly kind: 'sheet'
  readonly theme: Theme
  /** Small, above the headline; may be empty, like the note below it. */
  readonly title: string
  readonly headline: string
  readonly note: string
  /** From the top down. */
  readonly sections: readonly Section[]
}

export type Section =
  | { readonly kind: 'podium'; readonly steps: readonly PodiumStep[] }
  | { readonly kind: 'rows'; readonly rows: readonly ResultRow[] }
  | { readonly kind: 'tiles'; readonly tiles: readonly Tile[] }
  | { readonly kind: 'bars'; readonly title: string; readonly bars: readonly Bar[] }
  | ColumnsSection
  | ScaleSection

/** One of the best three, the first one first. */
export interface PodiumStep {
  readonly name: string
  readonly amount: string
  readonly note: string
}

/** A figure with its name above it and small print below it; the print may be empty. */
export interface Tile {
  readonly label: string
  readonly figure: string
  readonly note: string
}

export interface Bar {
  readonly label: string
  /** Length, of any unit: the longest fills the row. */
  readonly value: number
  readonly figure: string
}

/** A column for each value, such as one a day. */
export interface ColumnsSection {
  readonly kind: 'columns'
  readonly title: string
  /** At the right of the title. */
  readonly figure: string
  readonly values: readonly number[]
  /** Below the first and the last column. */
  readonly first: string
  readonly last: string
}

/** A place between two ends, such as how lucky a member was. */
export interface ScaleSection {
  readonly kind: 'scale'
  readonly title: string
  /** From 0 to 1. */
  readonly value: number
  readonly figure: string
  readonly low: string
  readonly high: string
}

/** What can be drawn, as data: nothing else decides how a picture looks. */
export type Drawing = CoverDrawing | ResultDrawing | SheetDrawing

/** Why a file can't be a cover. */
export type Unfit = 'no_picture' | 'broken' | 'too_small' | 'too_large'

/** A cover made from a picture that someone sent, or the reason why it can't be one. */
export type MadeCover =
  | { readonly kind: 'made'; readonly bytes: Uint8Array }
  | { readonly kind: 'unfit'; readonly why: Unfit }

/** Marks a name among the words of a picture, so that it keeps its order, and is what is cut when the words are too long. */
export function marked(name: string): string {
  return `\u2068${name}\u2069`
}

/** An encoded picture. */
export interface Picture {
  /** Digest of what is drawn: equal pictures have equal keys. */
  readonly key: string
  readonly mediaType: 'image/jpeg'
  readonly bytes: Uint8Array
}
