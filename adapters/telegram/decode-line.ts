import type { Chat, Message } from 'telegraf/types'
import { readLine } from '../../src/commands/framework/lines/lines.js'
import { codeAlone } from '../../src/commands/framework/lines/typed-codes.js'
import type { Request, Traits } from '../../src/commands/framework/request.js'
import {
  askerOf,
  chatLanguageOf,
  factsAbout,
  hindranceOf,
  isGroup,
  languageOf,
  personOf,
  placeOf,
  type Surroundings,
  TELEGRAM,
  TELEGRAM_TELLS,
} from './decode.js'
import { lineOf, repliedTo } from './mentions.js'
import { pictureIn } from './sent-file.js'

const PRIVATE: Traits = { name: TELEGRAM, freePrivateReplies: false, tells: TELEGRAM_TELLS }
const GROUP: Traits = { ...PRIVATE, otherBots: true, cardReplies: true }
/** Command that the private chat opens with after a tap on a link that carries an action. */
const LINKED = /^\/start (1[\w-]{1,63})$/
/** The bot that a command names: `/wallet@LuckyBot`, or `/钱包@LuckyBot`, which Telegram doesn't mark as a command. */
const BOT_NAMED = /^[\s\p{Cf}]*\/[^\s@]*@(\w+)/u

/** Returns a message as a line: its text, or the caption of a picture, which may be empty. Undefined for any other message. */
export function asLine(message: Message): Message.TextMessage | undefined {
  if ('text' in message) return message
  if (!pictureIn(message)) return undefined
  const { caption: text = '', caption_entities: entities = [] } = message as Message.PhotoMessage
  return { ...(message as object as Message.TextMessage), text, entities }
}

/** Decodes a line. Undefined when it is meant for people or another bot, or comes from one. */
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
  // Ordinary conversation isn't a request and must not count as one. A code without its command is kept from them.
  const own = pictureIn(message)
  const picture = own ?? (replied && !replied.from?.is_bot ? pictureIn(replied) : undefined)
  const isTalk = () => readLine(line.text, []).kind === 'say' && codeAlone(line.text) === undefined
  if (!addressed && isTalk()) return undefined
  const language = telegram.addedIn(String(chat.id)) ?? (from && chatLanguageOf(from))
  const linked = group ? undefined : LINKED.exec(message.text)?.[1]
  const within = { chat: String(chat.id), name: titleOf(chat), ...(language && { language }) }
  return {
    traits: group ? GROUP : PRIVATE,
    wish:
      linked !== undefined
        ? { kind: 'action', data: linked }
        : {
            ...{ kind: 'line', text: line.text, mentions: line.mentions },
            ...(answered && { repliedTo: personOf(answered) }),
            ...(toUs && { below: String(replied.message_id) }),
            ...(addressed && { addressed: true }),
            ...(picture && { picture: telegram.fileOf(picture) }),
            ...(own && { isCaption: true }),
            ...(sender.from && { from: sender.from }),
            asTyped: line.asTyped,
          },
    ...(group && { place: { ...placeOf(message), within } }),
    id: `${chat.id}:${id}`,
    ...(from && { told: () => factsAbout(from) }),
    ...askerOf(sender.by, from ? languageOf(from) : 'en', String(chat.id), telegram),
    // A line in a group shows that its writer may write there; a form may be filled in in private.
    ...(!group && { hindrance: hindranceOf(sender.by, telegram) }),
    askedAt: message.date * 1000,
  }
}

/**
 * Returns the author of a message. An anonymous admin or a channel cannot be named, for `from` is then a stand-in.
 * Undefined for another bot: two that answer each other never stop.
 */
function senderOf({ chat, sender_chat: standsFor, from }: Message.TextMessage) {
  if (standsFor || !from) {
    const { id } = standsFor ?? chat
    const by = { platform: TELEGRAM, user: String(id), name: titleOf(chat) }
    return { by, from: id === chat.id && standsFor ? 'anonymous' : 'channel' } as const
  }
  return from.is_bot ? undefined : { by: personOf(from), from: undefined }
}

function titleOf(chat: Chat): string {
  return 'title' in chat && chat.title ? chat.title : 'Telegram'
}
