import type { Message, MessageEntity, User } from 'telegraf/types'
import { NAME_TURNS } from '../../src/messaging/parse-command.js'

/** Somebody who is named in a line: a user, or only the name by which Telegram knows one. */
export type Mentioned = { readonly user: User } | { readonly handle: string }

/** Stands around the number of somebody who is named. What people type is freed of it first. */
const MARK = '\ue000'
/** Somebody is named behind the first word, whatever signs stand between; also by what Telegram takes for no name. */
const NAMED_BEHIND = /^\S+\s[\s\p{P}\p{S}\p{Cf}]*[@＠]/u
const MARKED = new RegExp(` ?@${MARK}(\\d+)${MARK} ?`, 'g')
const NAME = new RegExp(`^${MARK}(\\d+)${MARK}$`)
/** What must not be torn from a name that stands beside it: the name may look like the rest of a number. */
const NUMBER_BEFORE = /[\p{N}.,．，]$/u
const NUMBER_BEHIND = /^[\p{N}.．]/u
/** What makes a reader see the signs behind it in another order. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u

/** A line in which everybody who is named stands as a word of its own that nobody can type, and who that is. */
export interface Line {
  readonly text: string
  readonly mentioned: readonly Mentioned[]
  /** How each of them was written. */
  readonly written: readonly string[]
}

/** Commands that have to do with one other person, who may be the one to whose message they are a reply. */
const ABOUT_SOMEBODY = /^\/(?:transfer|转账|topup|充值|deduct|扣款)(?:@\w+)?(?:\s+(?=[^\s@])|\s*$)/iu
const RED_PACKET =
  /^\/(?:redpacket|红包|发红包|hongbao)(?:@\w+)?\s+(\S+)(?:\s+(each|每个|每份|每人))?(?:\s+(\p{N}+))?(?=\s|$)/iu

/**
 * Reads a message with its entities. A person without a user name can only be mentioned by an entity, and the
 * name then has spaces and no `@`; so whoever is mentioned is replaced by a word that can be nobody's name.
 */
export function lineOf(message: Message.TextMessage): Line {
  const mentioned: Mentioned[] = []
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
    text += `${before}${NUMBER_BEFORE.test(before) ? '' : ' '}@${MARK}${mentioned.length}${MARK}`
    mentioned.push(who)
    from = entity.offset + entity.length
    if (!NUMBER_BEHIND.test(message.text.slice(from))) text += ' '
    // A name that turns what follows stays seen to do so, as a word of its own.
    if (TURNING.test(name)) text += `${NAME_TURNS} `
    // A comma that ends a name must not become a word.
    from += /^[,、;，；]*/u.exec(message.text.slice(from))?.[0].length ?? 0
    written.push(typed(entity.offset, from))
  }
  text += typed(from)
  const replied = repliedTo(message)
  if (replied) text = aboutTheReplied(text, mentioned, replied)
  return { text, mentioned, written }
}

/** What was asked, with everybody who is named in its words as they were written: a note may name people, too. */
export function asWritten<Typed>(typed: Typed, line: Line): Typed {
  if (typeof typed === 'string')
    return typed
      .replace(MARKED, (_, index: string) => line.written[Number(index)] ?? '')
      .replaceAll(NAME_TURNS, '') as Typed
  if (typeof typed !== 'object' || typed === null) return typed
  if (Array.isArray(typed)) return typed.map((each) => asWritten(each, line)) as Typed
  return Object.fromEntries(
    Object.entries(typed).map(([key, value]) => [key, asWritten(value, line)]),
  ) as Typed
}

/** Who is meant by a name in a line; the name is one of a `Line`, or as somebody typed it. */
export function whoIs(name: string, { mentioned }: Line): Mentioned | undefined {
  const index = NAME.exec(name)?.[1]
  if (index !== undefined) return mentioned[Number(index)]
  return /^\w{4,32}$/.test(name) ? { handle: name } : undefined
}

function whoIsMeant(entity: MessageEntity, text: string): Mentioned | undefined {
  if (entity.type === 'text_mention') return { user: entity.user }
  // A name within the first word is that of the bot for which the command is.
  if (entity.type !== 'mention' || !/\S\s/.test(text.slice(0, entity.offset))) return undefined
  return { handle: text.slice(entity.offset + 1, entity.offset + entity.length) }
}

/** Everybody who is mentioned in a message that is no command. */
export function mentionedIn({ text, entities = [] }: Message.TextMessage): Mentioned[] {
  return entities.flatMap((entity): Mentioned[] => {
    if (entity.type === 'text_mention') return [{ user: entity.user }]
    if (entity.type !== 'mention') return []
    return [{ handle: text.slice(entity.offset + 1, entity.offset + entity.length) }]
  })
}

/** The person to whose message this is a reply; nobody when it is a bot's, a channel's or the topic's first. */
export function repliedTo({ reply_to_message: replied }: Message.TextMessage): User | undefined {
  if (!replied || 'forum_topic_created' in replied) return undefined
  const { from, sender_chat: sender } = replied as { from?: User; sender_chat?: object }
  return sender || !from || from.is_bot ? undefined : from
}

/** Puts the person to whose message a command is a reply into the line, unless it says itself who is meant. */
function aboutTheReplied(text: string, mentioned: Mentioned[], replied: User): string {
  const somebody = ABOUT_SOMEBODY.exec(text)
  const packet = RED_PACKET.exec(text)
  const name = `@${MARK}${mentioned.length}${MARK}`
  if (somebody) {
    // Somebody else is named behind the amount: nobody can tell which of the two is meant.
    if (NAMED_BEHIND.test(text.slice(somebody[0].length))) return somebody[0]
    mentioned.push({ user: replied })
    return `${somebody[0].trimEnd()} ${name} ${text.slice(somebody[0].length)}`
  }
  if (packet && mentioned.length === 0 && !/\s(?:for|给)\s/iu.test(text)) {
    mentioned.push({ user: replied })
    const [whole, , , count] = packet
    return `${whole}${count === undefined ? ' 1' : ''} for ${name} ${text.slice(whole.length)}`
  }
  return text
}
