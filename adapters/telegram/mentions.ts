import type { Message, MessageEntity, User } from 'telegraf/types'

/** Somebody who is named in a line: a user, or only the name by which Telegram knows one. */
export type Mentioned = { readonly user: User } | { readonly handle: string }

/** A line in which everybody who is named stands as a word of its own, such as `@!0`, and who that is. */
export interface Line {
  readonly text: string
  readonly mentioned: readonly Mentioned[]
}

/** Commands that have to do with one other person, who may be the one to whose message they are a reply. */
const ABOUT_SOMEBODY = /^\/(?:transfer|转账|topup|充值|deduct|扣款)(?:@\w+)?(?:\s+(?=[^\s@])|\s*$)/iu
const RED_PACKET =
  /^\/(?:redpacket|红包|发红包|hongbao)(?:@\w+)?\s+(\S+)(?:\s+(each|每个|每份|每人))?(?:\s+(\d+))?(?=\s|$)/iu

/**
 * Reads a message with its entities. A person without a user name can only be mentioned by an entity, and the
 * name then has spaces and no `@`; so whoever is mentioned is replaced by a word that can be nobody's name.
 */
export function lineOf(message: Message.TextMessage): Line {
  const mentioned: Mentioned[] = []
  let text = ''
  let from = 0
  for (const entity of message.entities ?? []) {
    const who = whoIsMeant(entity, message.text)
    if (!who || entity.offset < from) continue
    text += `${message.text.slice(from, entity.offset)} @!${mentioned.length} `
    mentioned.push(who)
    from = entity.offset + entity.length
    // A comma that ends a name must not become a word.
    from += /^[,、;，；]*/u.exec(message.text.slice(from))?.[0].length ?? 0
  }
  text += message.text.slice(from)
  const replied = repliedTo(message)
  if (replied) text = aboutTheReplied(text, mentioned, replied)
  return { text, mentioned }
}

/** Who is meant by a name in a line; the name is one of a `Line`, or as somebody typed it. */
export function whoIs(name: string, { mentioned }: Line): Mentioned | undefined {
  const index = /^!(\d+)$/.exec(name)?.[1]
  if (index !== undefined) return mentioned[Number(index)]
  return /^\w{4,32}$/.test(name) ? { handle: name } : undefined
}

function whoIsMeant(entity: MessageEntity, text: string): Mentioned | undefined {
  if (entity.type === 'text_mention') return { user: entity.user }
  // A name within the first word is that of the bot for which the command is.
  if (entity.type !== 'mention' || !/\S\s/.test(text.slice(0, entity.offset))) return undefined
  return { handle: text.slice(entity.offset + 1, entity.offset + entity.length) }
}

/** The person to whose message this is a reply; nobody when it is a bot's, a channel's or the topic's first. */
function repliedTo({ reply_to_message: replied }: Message.TextMessage): User | undefined {
  if (!replied || 'forum_topic_created' in replied) return undefined
  const { from, sender_chat: sender } = replied as { from?: User; sender_chat?: object }
  return sender || !from || from.is_bot ? undefined : from
}

/** Puts the person to whose message a command is a reply into the line, unless it says itself who is meant. */
function aboutTheReplied(text: string, mentioned: Mentioned[], replied: User): string {
  const somebody = ABOUT_SOMEBODY.exec(text)
  const packet = RED_PACKET.exec(text)
  const name = `@!${mentioned.length}`
  if (somebody) {
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
