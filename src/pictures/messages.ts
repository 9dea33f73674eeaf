import type { Drawing } from './drawing.js'

/** What is sent to the thread that draws. */
export interface ToArtist {
  readonly drawing: Drawing
}

/** What it sends back: once that it is ready, then one answer to each drawing. */
export type FromArtist =
  | { readonly kind: 'ready' }
  | { readonly kind: 'drawn'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly why: string }
