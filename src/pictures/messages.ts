import type { Drawing, Unfit } from './drawing.js'

/** Order to the thread that draws: a drawing, or a file to make a cover from. */
export type ToArtist =
  | { readonly kind: 'draw'; readonly drawing: Drawing }
  | { readonly kind: 'make_cover'; readonly file: Uint8Array }

/** Answer to an order. */
export type Drawn =
  | { readonly kind: 'drawn'; readonly bytes: Uint8Array }
  | { readonly kind: 'unfit'; readonly why: Unfit }
  | { readonly kind: 'failed'; readonly why: string }

/** Message from the thread: once that it is ready, then one answer to each order. */
export type FromArtist = { readonly kind: 'ready' } | Drawn
