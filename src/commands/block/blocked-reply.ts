import type { Blocked } from '../../app/community/block-member.js'
import type { Language } from '../../i18n/language.js'
import { bad, privately, type Said } from '../framework/replies/reply.js'
import { fill, quote } from '../framework/replies/rich-text.js'
import { blockedWords } from './words.js'

/** Returns the answer that tells blocked members why they get nothing; others in the chat need not read the reason. */
export function blockedReply(language: Language): (outcome: Blocked) => Said {
  return ({ reason }) => privately(bad(fill(blockedWords[language].blocked, { reason: quote(reason) })))
}
