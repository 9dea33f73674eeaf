import type { Message, MessageEntity, User } from 'telegraf/types'
import { NAME_TURNS } from '../../src/commands/line-words.js'
import type { Mention } from '../../src/commands/request.js'
import { personOf } from './decode.js'

/** Stands around the number of a person who is named. What people type is freed of it first. */
const MARK = '\ue000'
const MARKED = new RegExp(` ?@${MARK}(\\d+)${MARK} ?`, 'g')
/** What must not be torn from a name that stands beside it: the name may look like the rest of a number. */
const NUMBER_BEFORE = /[\p{N}.,．，]$/u
const NUMBER_BEHIND = /^[\p{N}.．]/u
/** What makes a reader see the signs behind it in another order. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u

/** A line in which each person who is named stands as a word of its own that cannot be typed, and who that is. */
export interface Line {
  readonly text: string
  /** By the name behind the @ in the text. */
  readonly mentions: ReadonlyMap<string, Mention>
  /** How each of them was written. */
  readonly written: readonly string[]
}

/**
 * Reads a message with its entities. A person without a user name can only be mentioned by an entity, and the
 * name then has spaces and no `@`; so whoever is mentioned is replaced by a word that can be nobody's name.
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
    // A name that turns what follows stays seen to do so, as a word of its own.
    if (TURNING.test(name)) text += `${NAME_TURNS} `
    // A comma that ends a name must not become a word.
    from += /^[,、;，；]*/u.exec(message.text.slice(from))?.[0].length ?? 0
    written.push(typed(entity.offset, from))
  }
  return { text: text + typed(from), mentions, written }
}

/** A text of a line with everybody who is named in it as they were written: a note may name people, too. */
export function asTyped(text: string, { written }: Line): string {
  return text.replace(MARKED, (_, index: string) => written[Number(index)] ?? '').replaceAll(NAME_TURNS, '')
}

function whoIsMeant(entity: MessageEntity, text: string): Mention | undefined {
  if (entity.type === 'text_mention')
    return entity.user.is_bot ? { kind: 'bot' } : { kind: 'person', person: personOf(entity.user) }
  if (entity.type !== 'mention' || isBotOfCommand(entity, text)) return undefined
  return { kind: 'name', name: text.slice(entity.offset + 1, entity.offset + entity.length) }
}

/** A name within the first word of a command is that of the bot for which it is. */
function isBotOfCommand({ offset }: MessageEntity, text: string): boolean {
  const before = text.slice(0, offset)
  return /\S/.test(before) && !/\S\s/.test(before)
}

/** The person to whose message this is a reply; nobody when it is a bot's, a channel's or the topic's first. */
export function repliedTo({ reply_to_message: replied }: Message.TextMessage): User | undefined {
  if (!replied || 'forum_topic_created' in replied) return undefined
  const { from, sender_chat: sender } = replied as { from?: User; sender_chat?: object }
  return sender || !from || from.is_bot ? undefined : from
}
