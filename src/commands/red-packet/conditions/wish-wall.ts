import { MAX_WISH, type WishWall, type WishWallRefusal } from '../../../core/conditions/wish-wall.js'
import { flag, further } from '../../framework/arguments/arguments.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { wishWallWords } from './wish-wall-words.js'

interface Given {
  readonly wishWall?: boolean
}

export const wishWallInChat: ConditionInChat<WishWall, WishWall, never, WishWallRefusal, Given> = {
  arguments: { wishWall: further(flag({ bare: true })) },
  words: { en: wishWallWords.en.arguments, zh: wishWallWords.zh.arguments },
  inForm: ['wishWall'],
  from: ({ wishWall }) => (wishWall ? { kind: 'wish_wall' } : undefined),
  raws: () => ({ wishWall: 'yes' }),
  faults: {},
  onCard: (_, open, language) => (open ? [wishWallWords[language].card] : []),
  question: {
    ask: (_, language) => wishWallWords[language].ask({ max: MAX_WISH }),
    askReply: (_, language) => wishWallWords[language].askReply,
    // Every wish is right.
    wrong: (_, language) => wishWallWords[language].badWish({ max: MAX_WISH }),
  },
  refused: ({ max }, language) => wishWallWords[language].badWish({ max }),
}
