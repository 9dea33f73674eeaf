import type { Drawing, Unfit } from './drawing.js'

/** What is sent to the thread that draws: a drawing, or a file that is to become a cover. */
export type ToArtist =
  | { readonly kind: 'draw'; readonly drawing: Drawing }
  | { readonly kind: 'make_cover'; readonly file: Uint8Array }

/** What it answers to each of these. */
export type Drawn =
  | { readonly kind: 'drawn'; readonly bytes: Uint8Array }
  | { readonly kind: 'unfit'; readonly why: Unfit }
  | { readonly kind: 'failed'; readonly why: string }

/** What it sends back: once that it is ready, then one answer to each order. */
export type FromArtist = { readonly kind: 'ready' } | Drawn
