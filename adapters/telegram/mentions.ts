import type { Message, MessageEntity, User } from 'telegraf/types'
import { type MarkedLine, markedLine } from '../../src/commands/framework/lines/marked-line.js'
import type { Mention } from '../../src/commands/framework/request.js'
import { personOf } from './decode.js'

/** Reads a message with its entities: a person without a username can only be mentioned by one. */
export function lineOf({ text, entities = [] }: Message.TextMessage): MarkedLine {
  const found = entities.flatMap((entity) => {
    const who = whoIsMeant(entity, text)
    return who ? [{ offset: entity.offset, length: entity.length, who }] : []
  })
  return markedLine(text, found)
}

function whoIsMeant(entity: MessageEntity, text: string): Mention | undefined {
  if (entity.type === 'text_mention')
    return entity.user.is_bot ? { kind: 'bot' } : { kind: 'person', person: personOf(entity.user) }
  if (entity.type !== 'mention' || isBotOfCommand(entity, text)) return undefined
  return { kind: 'name', name: text.slice(entity.offset + 1, entity.offset + entity.length) }
}

/** Returns whether a mention within a command's first word is the bot that the command is for. */
function isBotOfCommand({ offset }: MessageEntity, text: string): boolean {
  const before = text.slice(0, offset)
  return /\S/.test(before) && !/\S\s/.test(before)
}

/** Returns the author of the replied-to message; undefined for a bot, a channel or a topic's first message. */
export function repliedTo({ reply_to_message: replied }: Message.TextMessage): User | undefined {
  if (!replied || 'forum_topic_created' in replied) return undefined
  const { from, sender_chat: sender } = replied
  return sender || !from || from.is_bot ? undefined : from
}
