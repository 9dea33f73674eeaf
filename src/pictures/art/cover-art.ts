/** How a theme's red packet looks. A cover is 1000 by 500, its seal at (500, 322). */
export interface CoverArt {
  /** Colours of the body and of the flap, from the top down. */
  readonly body: readonly [string, string]
  readonly flap: readonly [string, string]
  /** The edge of the flap and everything else that shines. */
  readonly edge: string
  /** Colour of the text. */
  readonly ink: string
  /** On the seal: up to four letters, or a drawing around the origin with a radius of about 34. */
  readonly seal: { readonly letters: string } | { readonly drawing: string }
  /** Drawn on the body, below the flap. */
  readonly behind?: string
  /** Drawn above the flap, at its sides: the text is between 190 and 810. */
  readonly before: string
}
