import type { Chat, Message, User } from 'telegraf/types'
import type { CommunityLanguage } from '../../src/core/community.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import type { Language } from '../../src/i18n/language.js'

/** Name of this platform in places and persons. */
export const TELEGRAM = 'telegram'

/** Converts a Telegram user to a person. */
export function personOf(user: User): Person {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ')
  return { platform: TELEGRAM, user: String(user.id), name }
}

/** Returns the language of a chat that this user adds the bot to: Chinese for any script, otherwise English. */
export function chatLanguageOf(user: User): CommunityLanguage {
  return user.language_code?.startsWith('zh') ? 'zh' : 'en'
}

/** Returns how to write a language here: in groups, only commands in Latin letters reach a bot. */
export function spoken(language: CommunityLanguage | null): Language {
  return language === 'zh' ? 'zh-latin' : 'en'
}

/** Returns Chinese for users whose Telegram is in Chinese, English for all others. */
export function languageOf(user: User): Language {
  return spoken(chatLanguageOf(user))
}

/** Returns the place of a message: its chat, and the topic if the chat has topics. */
export function placeOf(message: Message): Place {
  const { chat } = message
  const { is_topic_message: topic, message_thread_id: thread } = message as {
    is_topic_message?: boolean
    message_thread_id?: number
  }
  return { platform: TELEGRAM, chat: String(chat.id), thread: topic ? String(thread) : null }
}

/** Returns the title of a group. */
export function titleOf(chat: Chat): string {
  return 'title' in chat && chat.title ? chat.title : 'Telegram'
}

export function isGroup(chat: Chat): boolean {
  return chat.type === 'group' || chat.type === 'supergroup'
}
