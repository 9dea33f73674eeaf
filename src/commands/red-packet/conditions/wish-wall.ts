import { MAX_WISH, type WishWall, type WishWallRefusal } from '../../../core/conditions/wish-wall.js'
import { flag, further } from '../../framework/arguments/arguments.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { wishWallWords } from './wish-wall-words.js'

export const wishWallArguments = { wishWall: further(flag({ bare: true })) }

/** Returns the condition that the arguments ask for. */
export function wishWallIn({ wishWall }: { readonly wishWall?: boolean }): WishWall[] {
  return wishWall ? [{ kind: 'wish_wall' }] : []
}

export const wishWallInChat: ConditionInChat<WishWall, WishWallRefusal> = {
  onCard: (_, open, language) => (open ? [wishWallWords[language].card] : []),
  ask: (_, language) => wishWallWords[language].ask({ max: MAX_WISH }),
  askReply: (_, language) => wishWallWords[language].askReply,
  // Every wish is right.
  wrong: (_, language) => wishWallWords[language].badWish({ max: MAX_WISH }),
  refused: ({ max }, language) => wishWallWords[language].badWish({ max }),
}
