import type { Theme } from '../core/festivals.js'

/** The front of a red packet. Without words it is the theme's own cover. */
export interface CoverDrawing {
  readonly kind: 'cover'
  readonly theme: Theme
  readonly title: string
  readonly greeting: string
}

/** What can be drawn, as data: nothing else decides how a picture looks. */
export type Drawing = CoverDrawing

/** An encoded picture. */
export interface Picture {
  /** Digest of what is drawn: equal pictures have equal keys. */
  readonly key: string
  readonly mediaType: 'image/jpeg'
  readonly bytes: Uint8Array
}
