import type { CallbackQuery, Message, User } from 'telegraf/types'
import { commonPart } from '../../src/commands/actions.js'
import { readLine } from '../../src/commands/lines.js'
import type { Mention, Request, Traits } from '../../src/commands/request.js'
import type { CommunityLanguage } from '../../src/core/community.js'
import type { Person } from '../../src/core/person.js'
import type { Language } from '../../src/i18n/language.js'
import { asTyped, lineOf, repliedTo } from './mentions.js'
import {
  chatLanguageOf,
  isGroup,
  languageOf,
  personOf,
  placeOf,
  TELEGRAM,
  titleOf,
} from './people-and-places.js'

/** Facts about the bot and its groups, and questions to Telegram. */
export interface Surroundings {
  /** The bot's own name, without the @. */
  readonly username: () => string
  /** The language of the person who added the bot to a group. */
  readonly addedIn: (chat: string) => CommunityLanguage | undefined
  /** Returns whether a user administers a group now. Rejects with CannotAsk. */
  readonly administers: (chat: string, user: string) => Promise<boolean>
  /** Returns the current member of a group with this handle. Rejects with CannotAsk. */
  readonly memberCalled: (chat: string, handle: string) => Promise<Person | undefined>
}

const PRIVATE_LINE: Traits = { name: TELEGRAM, freePrivateReplies: false }
const GROUP_LINE: Traits = { ...PRIVATE_LINE, otherBots: true }
const TAP: Traits = { name: TELEGRAM, freePrivateReplies: true }
/** The bot that a command names: `/wallet@LuckyBot`, or `/钱包@LuckyBot`, which Telegram doesn't mark as a command. */
const BOT_NAMED = /^[\s\p{Cf}]*\/[^\s@]*@(\w+)/u
const HANDLE = /^\w{4,32}$/
const NO_ROLES = () => []

/** Returns a line as a request; undefined when it is for people or another bot, or comes from one. */
export function lineRequest(message: Message.TextMessage, telegram: Surroundings): Request | undefined {
  const { chat, message_id: id, from, reply_to_message: replied } = message
  const group = isGroup(chat)
  const sender = senderOf(message)
  if (!sender || !(group || chat.type === 'private')) return undefined
  const us = telegram.username().toLowerCase()
  const named = group ? BOT_NAMED.exec(message.text)?.[1]?.toLowerCase() : undefined
  if (named !== undefined && named !== us) return undefined
  const line = lineOf(message)
  const answered = repliedTo(message)
  const toUs = replied?.from?.is_bot === true && replied.from.username?.toLowerCase() === us
  const addressed = !group || named !== undefined || toUs
  // Conversation between people isn't a request, and must not count towards the rate limit.
  if (!addressed && readLine(line.text, []).kind === 'say') return undefined
  const language = telegram.addedIn(String(chat.id)) ?? (from && chatLanguageOf(from))
  const within = { chat: String(chat.id), name: titleOf(chat), ...(language && { language }) }
  return {
    traits: group ? GROUP_LINE : PRIVATE_LINE,
    wish: {
      ...{ kind: 'line', text: line.text, mentions: line.mentions },
      ...(answered && { repliedTo: personOf(answered) }),
      ...(addressed && { addressed: true }),
      ...(sender.from && { from: sender.from }),
      asTyped: (text) => asTyped(text, line),
    },
    ...(group && { place: { ...placeOf(message), within } }),
    id: `${chat.id}:${id}`,
    ...common(sender.by, from ? languageOf(from) : 'en', String(chat.id), telegram),
    askedAt: message.date * 1000,
  }
}

/** Returns a tap as a request. Nothing in it is trusted, not even that the message has such a button. */
export function tapRequest(query: CallbackQuery, telegram: Surroundings): Request {
  const { id, from, message } = query
  const data = 'data' in query && message ? query.data : ''
  const chat = message && message.chat.type !== 'private' ? placeOf(message as Message) : undefined
  const tapped = message && hasButton(message, data) ? `${message.chat.id}:${message.message_id}` : undefined
  return {
    traits: TAP,
    wish: { kind: 'action', data },
    ...(chat && { place: chat }),
    id,
    ...(tapped !== undefined && { message: tapped }),
    ...common(personOf(from), languageOf(from), String(message?.chat.id), telegram),
    askedAt: Date.now(),
  }
}

function common(by: Person, language: Language, chat: string, telegram: Surroundings) {
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
    administers: ({ chat }: { chat: string }) => telegram.administers(chat, by.user),
  }
}

async function memberCalled(name: string, chat: string, telegram: Surroundings): Promise<Mention> {
  if (!HANDLE.test(name)) return { kind: 'unknown', name, how: 'choose' }
  const person = await telegram.memberCalled(chat, name)
  return person ? { kind: 'person', person } : { kind: 'unknown', name, how: 'reply' }
}

/**
 * Returns who wrote a message. Anonymous admins and channels can't be identified, because `from` is then a placeholder.
 * Undefined for another bot: two bots answering each other never stop.
 */
function senderOf({
  chat,
  sender_chat: standsFor,
  from,
}: Message.TextMessage & { sender_chat?: object; from?: User }) {
  if (standsFor || !from) {
    const { id } = (standsFor ?? chat) as { id: number }
    const by = { platform: TELEGRAM, user: String(id), name: titleOf(chat) }
    return { by, from: id === chat.id && standsFor ? 'anonymous' : 'channel' } as const
  }
  return from.is_bot ? undefined : { by: personOf(from), from: undefined }
}

/**
 * Returns whether a message really has such a button. A modified client can send any data with any message of the bot,
 * and could otherwise get other people's messages edited or deleted.
 */
function hasButton(message: object, data: string): boolean {
  const { reply_markup: markup } = message as {
    reply_markup?: { inline_keyboard?: { callback_data?: string }[][] }
  }
  const buttons = (markup?.inline_keyboard ?? []).flat()
  const same = commonPart(data)
  return buttons.some(({ callback_data: own }) => own !== undefined && commonPart(own) === same)
}
