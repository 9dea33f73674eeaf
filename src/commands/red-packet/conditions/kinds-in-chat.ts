import type { ConditionKind } from '../../../core/conditions/terms.js'
import { accountAgeInChat } from './account-age.js'
import { knownInChat } from './known.js'
import { memberSinceInChat } from './member-since.js'
import { passwordInChat } from './password.js'
import { quizInChat } from './quiz.js'
import { boosterInChat, premiumInChat } from './supporter.js'
import { turnsInChat } from './turns.js'
import { wishWallInChat } from './wish-wall.js'

/** Arguments and texts of each kind of condition: a line here and a file, in the order in which they are offered. */
export const KINDS_IN_CHAT = {
  ...{ password: passwordInChat, quiz: quizInChat, wish_wall: wishWallInChat },
  ...{ known: knownInChat, turns: turnsInChat, account_age: accountAgeInChat },
  ...{ member_since: memberSinceInChat, booster: boosterInChat, premium: premiumInChat },
} satisfies Readonly<Record<ConditionKind, unknown>>
