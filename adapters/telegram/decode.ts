import type { CallbackQuery, Chat, Message, User } from 'telegraf/types'
import { commonPart } from '../../src/commands/framework/actions.js'
import type { Hindrance, Mention, Request, SentFile, Traits } from '../../src/commands/framework/request.js'
import type { CommunityLanguage } from '../../src/core/community.js'
import type { PlatformFact, PlatformFacts } from '../../src/core/conditions/platform-facts.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import type { Language } from '../../src/i18n/language.js'
import type { PictureFile } from './sent-file.js'

/** Name of this platform in places and persons. */
export const TELEGRAM = 'telegram'

/** Facts about the bot and its groups, and questions to Telegram. */
export interface Surroundings {
  /** The bot’s own name, without the @. */
  readonly username: () => string
  /** The language of the person who added the bot to a group. */
  readonly addedIn: (chat: string) => CommunityLanguage | undefined
  /** Returns whether a user administers a group now. Rejects with CannotAsk. */
  readonly administers: (chat: string, user: string) => Promise<boolean>
  /** Returns whether a user may write in a group now. Rejects with CannotAsk. */
  readonly mayWrite: (chat: string, user: string) => Promise<boolean>
  /** Returns the current member of a group with this handle. Rejects with CannotAsk. */
  readonly memberCalled: (chat: string, handle: string) => Promise<Person | undefined>
  /** Returns a file that is downloaded when it is needed. */
  readonly fileOf: (picture: PictureFile) => SentFile
}

/** Facts about people that Telegram tells. */
export const TELEGRAM_TELLS: readonly PlatformFact[] = ['premium']

const TAP: Traits = { name: TELEGRAM, freePrivateReplies: true, cardReplies: true, tells: TELEGRAM_TELLS }
const HANDLE = /^\w{4,32}$/
const NO_ROLES = () => []

/** Decodes a tap. Nothing that it carries is trusted, not even that the message has such a button. */
export function tapRequest(query: CallbackQuery, telegram: Surroundings): Request {
  const { id, from, message } = query
  const data = 'data' in query && message ? query.data : ''
  const place = message && message.chat.type !== 'private' ? placeOf(message as Message) : undefined
  const tapped = message && hasButton(message, data) ? `${message.chat.id}:${message.message_id}` : undefined
  return {
    traits: TAP,
    wish: { kind: 'action', data },
    ...(place && { place }),
    id,
    ...(tapped !== undefined && { message: tapped }),
    ...askerOf(personOf(from), languageOf(from), String(message?.chat.id), telegram),
    hindrance: hindranceOf(personOf(from), telegram),
    told: () => factsAbout(from),
    askedAt: Date.now(),
  }
}

/** A button can be tapped by members who were muted since, and by some who were removed. */
export function hindranceOf({ user }: Person, { mayWrite }: Surroundings) {
  return async ({ chat }: Place): Promise<Hindrance | undefined> =>
    (await mayWrite(chat, user)) ? undefined : { kind: 'read_only' }
}

/** Returns a request's information about its asker, in the chat where they ask. */
export function askerOf(by: Person, language: Language, chat: string, telegram: Surroundings) {
  /** Asks Telegram once for each name, however often it occurs in a line. */
  let called: Map<string, Promise<Mention>> | undefined
  const resolve = (name: string): Promise<Mention> => {
    const handle = name.toLowerCase()
    called ??= new Map()
    const known = called.get(handle) ?? memberCalled(name, chat, telegram)
    called.set(handle, known)
    return known
  }
  return {
    ...{ by, language, resolve, roles: NO_ROLES, patienceMs: Number.POSITIVE_INFINITY },
    administers: ({ chat }: Place) => telegram.administers(chat, by.user),
  }
}

async function memberCalled(name: string, chat: string, telegram: Surroundings): Promise<Mention> {
  if (!HANDLE.test(name)) return { kind: 'unknown', name, how: 'choose' }
  const person = await telegram.memberCalled(chat, name)
  return person ? { kind: 'person', person } : { kind: 'unknown', name, how: 'reply' }
}

/**
 * Returns whether a message really has such a button. A modified client can send any data along with any message of the bot, and
 * would otherwise have other people’s messages edited or deleted.
 */
function hasButton(message: NonNullable<CallbackQuery['message']>, data: string): boolean {
  const buttons = 'reply_markup' in message ? (message.reply_markup?.inline_keyboard.flat() ?? []) : []
  const same = commonPart(data)
  return buttons.some((button) => 'callback_data' in button && commonPart(button.callback_data) === same)
}

/** Returns what an update says about its user. */
export function factsAbout(user: User): PlatformFacts {
  return { premium: user.is_premium === true }
}

export function personOf(user: User): Person {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ')
  return { platform: TELEGRAM, user: String(user.id), name }
}

/** Returns the language of a chat into which a user brings the bot: Chinese in every script, or English. */
export function chatLanguageOf(user: User): CommunityLanguage {
  return user.language_code?.startsWith('zh') ? 'zh' : 'en'
}

/** Returns how a language is written here: in a group only commands in Latin letters reach a bot. */
export function spoken(language: CommunityLanguage | null): Language {
  return language === 'zh' ? 'zh-latin' : 'en'
}

export function languageOf(user: User): Language {
  return spoken(chatLanguageOf(user))
}

/** Returns the chat of a message, and the topic if the chat has topics. */
export function placeOf(message: Message): Place {
  const topic = topicOf(message)
  const thread = topic === undefined ? null : String(topic)
  return { platform: TELEGRAM, chat: String(message.chat.id), thread }
}

export function topicOf({
  is_topic_message: isTopic,
  message_thread_id: thread,
}: Message): number | undefined {
  return isTopic ? thread : undefined
}

export function isGroup(chat: Chat): boolean {
  return chat.type === 'group' || chat.type === 'supergroup'
}
