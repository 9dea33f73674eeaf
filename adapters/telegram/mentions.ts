import type { Message, MessageEntity, User } from 'telegraf/types'
import { NAME_TURNS } from '../../src/commands/lines.js'
import type { Mention } from '../../src/commands/request.js'
import { personOf } from './people-and-places.js'

/** Delimits the number of a mentioned person. Removed from typed text first. */
const MARK = '\ue000'
const MARKED = new RegExp(` ?@${MARK}(\\d+)${MARK} ?`, 'g')
/** The end of a number, which must stay attached to an adjacent name: the name may look like the rest of it. */
const NUMBER_BEFORE = /[\p{N}.,．，]$/u
const NUMBER_BEHIND = /^[\p{N}.．]/u
/** Controls that make characters appear in a different order. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u

/** A line in which each mentioned person is replaced by a word that can't be typed, with the mentioned people. */
export interface Line {
  readonly text: string
  /** By the name after the @ in the text. */
  readonly mentions: ReadonlyMap<string, Mention>
  /** How each mention was written. */
  readonly written: readonly string[]
}

/**
 * Reads a message with its entities. A person without a username can only be mentioned by an entity, and the name then
 * has spaces and no `@`, so each mention is replaced by a word that can't be a name.
 */
export function lineOf(message: Message.TextMessage): Line {
  const mentions = new Map<string, Mention>()
  const written: string[] = []
  const typed = (start: number, end?: number) =>
    message.text.slice(start, end).replaceAll(MARK, '').replaceAll(NAME_TURNS, '')
  let text = ''
  let from = 0
  for (const entity of message.entities ?? []) {
    const who = whoIsMeant(entity, message.text)
    if (!who || entity.offset < from) continue
    const before = typed(from, entity.offset)
    const name = message.text.slice(entity.offset, entity.offset + entity.length)
    const mark = `${MARK}${mentions.size}${MARK}`
    text += `${before}${NUMBER_BEFORE.test(before) ? '' : ' '}@${mark}`
    mentions.set(mark, who)
    from = entity.offset + entity.length
    if (!NUMBER_BEHIND.test(message.text.slice(from))) text += ' '
    // A name that reverses the following text keeps its effect, as a word of its own.
    if (TURNING.test(name)) text += `${NAME_TURNS} `
    // A comma after a name must not become a word.
    from += /^[,、;，；]*/u.exec(message.text.slice(from))?.[0].length ?? 0
    written.push(typed(entity.offset, from))
  }
  return { text: text + typed(from), mentions, written }
}

/** Restores the mentions in a text as they were written: a note may name people, too. */
export function asTyped(text: string, { written }: Line): string {
  return text.replace(MARKED, (_, index: string) => written[Number(index)] ?? '').replaceAll(NAME_TURNS, '')
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
  const { from, sender_chat: sender } = replied as { from?: User; sender_chat?: object }
  return sender || !from || from.is_bot ? undefined : from
}
