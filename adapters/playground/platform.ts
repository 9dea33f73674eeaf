import type { Platform } from '../../src/chat/platform.js'
import { actorOf, LOBBY } from './actors.js'
import type { Chat } from './chat.js'

/** The playground's chat as the updater sees it: one nonce, one message. */
export function playgroundPlatform(chat: Chat, now: () => number): Platform {
  return {
    name: LOBBY.platform,
    chatInterval: 200,
    async post(target, envelope, nonce) {
      if (target.chat !== LOBBY.chat) return { kind: 'impossible', why: `there is no chat ${target.chat}` }
      const message = `card:${nonce}`
      chat.postCard(message, now(), envelope)
      return { kind: 'posted', message }
    },
    deduplicates: true,
    async postResult(target, card, envelope) {
      if (target.chat !== LOBBY.chat || !chat.has(card))
        return { kind: 'impossible', why: 'the chat has no such card' }
      const message = `result:${card}`
      chat.say({ id: message, at: now(), kind: 'result', envelope })
      return { kind: 'posted', message }
    },
    async edit(_target, message, envelope) {
      return chat.editCard(message, envelope)
        ? { kind: 'shown' }
        : { kind: 'impossible', why: 'the chat has no such message' }
    },
    async tell(user, { write, nonce }) {
      if (!actorOf(user)) return { kind: 'impossible', why: `there is no member ${user}` }
      const text = { en: write('en'), zh: write('zh') }
      chat.say({ id: `notice:${nonce}`, at: now(), kind: 'notice', to: user, text })
      return { kind: 'notified' }
    },
  }
}
