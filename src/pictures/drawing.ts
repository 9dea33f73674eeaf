import type { Theme } from '../core/festivals.js'

/** The front of a red packet. Without words it is the theme's own cover. */
export interface CoverDrawing {
  readonly kind: 'cover'
  readonly theme: Theme
  readonly title: string
  readonly greeting: string
}

/** How a red packet ended: its cover, and below it who got what. */
export interface ResultDrawing {
  readonly kind: 'result'
  readonly theme: Theme
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

/** What can be drawn, as data: nothing else decides how a picture looks. */
export type Drawing = CoverDrawing | ResultDrawing

/** An encoded picture. */
export interface Picture {
  /** Digest of what is drawn: equal pictures have equal keys. */
  readonly key: string
  readonly mediaType: 'image/jpeg'
  readonly bytes: Uint8Array
}
