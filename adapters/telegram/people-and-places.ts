import type { Chat, Message, User } from 'telegraf/types'
import type { CommunityLanguage } from '../../src/core/community.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import type { Language } from '../../src/i18n/language.js'

/** The name of this platform in places and persons. */
export const TELEGRAM = 'telegram'

/** A Telegram user as a person of ours. */
export function personOf(user: User): Person {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ')
  return { platform: TELEGRAM, user: String(user.id), name }
}

/** The language of a chat that somebody brings the bot into: Chinese in every script, or English. */
export function chatLanguageOf(user: User): CommunityLanguage {
  return user.language_code?.startsWith('zh') ? 'zh' : 'en'
}

/** How a language is written here: in a group only commands in Latin letters reach a bot. */
export function spoken(language: CommunityLanguage | null): Language {
  return language === 'zh' ? 'zh-latin' : 'en'
}

/** Chinese for those whose Telegram is Chinese, English for all others. */
export function languageOf(user: User): Language {
  return spoken(chatLanguageOf(user))
}

/** Where a message stands: its chat, and the topic if the chat has topics. */
export function placeOf(message: Message): Place {
  const { chat } = message
  const { is_topic_message: topic, message_thread_id: thread } = message as {
    is_topic_message?: boolean
    message_thread_id?: number
  }
  return { platform: TELEGRAM, chat: String(chat.id), thread: topic ? String(thread) : null }
}

/** What a group calls itself. */
export function titleOf(chat: Chat): string {
  return 'title' in chat && chat.title ? chat.title : 'Telegram'
}

export function isGroup(chat: Chat): boolean {
  return chat.type === 'group' || chat.type === 'supergroup'
}
