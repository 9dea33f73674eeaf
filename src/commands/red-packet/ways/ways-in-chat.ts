import type { Way } from '../../../core/envelope.js'
import { waysWords } from '../ways-words.js'
import { drawInChat } from './draw.js'
import { fairStartInChat } from './fair-start.js'
import { shakeInChat } from './shake.js'
import type { WayInChat } from './way-in-chat.js'

/** Texts of each way: a line here and a file, in the order in which they are offered. */
export const WAYS_IN_CHAT: Readonly<Record<Way, WayInChat>> = {
  speed: { choice: { en: waysWords.en.speed, zh: waysWords.zh.speed } },
  ...{ fair_start: fairStartInChat, draw: drawInChat, shake: shakeInChat },
}
