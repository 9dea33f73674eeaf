import { isVisible, lengthOf, plainText } from '../text.js'
import type { ConditionRules } from './condition.js'

/** In characters (code points). */
export const MAX_WISH = 60

/** Opens with any wish (心愿墙); the card shows all of them. */
export interface WishWall {
  readonly kind: 'wish_wall'
}

export interface WishWallRefusal {
  readonly condition: 'wish_wall'
  readonly why: 'bad_wish'
  readonly max: number
}

export const wishWall: ConditionRules<WishWall, WishWall, never, WishWallRefusal> = {
  asks: 'words',
  longest: MAX_WISH,
  tries: 0,
  fault: () => undefined,
  fixed: ({ kind }) => ({ kind }),
  term: () => 'wish-wall',
  view: ({ kind }) => ({ kind }),
  check(_, { given }) {
    if (given === undefined) return { kind: 'ask' }
    const wish = plainText(given.text)
    if (!isVisible(wish) || lengthOf(wish) > MAX_WISH)
      return { kind: 'refused', refusal: { condition: 'wish_wall', why: 'bad_wish', max: MAX_WISH } }
    return { kind: 'ok', keeps: wish }
  },
}
