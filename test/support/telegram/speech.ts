import { FakeChat } from './chat.js'
import { isAdmin, isPresent } from './membership.js'
import type { FakeMessage, MessageContent } from './message.js'
import type { Api, Entity } from './shapes.js'
import { withFound } from './text-entities.js'
import type { FakeTopic } from './topic.js'
import type { FakeUser } from './user.js'

/**
 * A text, or its parts: a user among them is mentioned, by username if there is one, otherwise by a text_mention; `{
 * textMention }` always is one.
 */
export type Words = string | readonly (string | FakeUser | { textMention: FakeUser })[]

export interface Manner {
  topic?: FakeTopic
  replyTo?: FakeMessage
  /** The original author of forwarded text. */
  forwardedFrom?: FakeUser
  /** The inline bot that supplied the text. */
  viaBot?: FakeUser
  /** On behalf of the group, as an anonymous admin, or of a channel that they administer. */
  as?: 'anonymous' | FakeChat
}

/** Returns the text with all its entities. */
export function spoken(words: Words): { text: string; entities: Entity[] } {
  let text = ''
  const mentions: Entity[] = []
  for (const part of typeof words === 'string' ? [words] : words) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const user = 'textMention' in part ? part.textMention : part
    if (!('textMention' in part) && user.username !== undefined) {
      text += `@${user.username}`
      continue
    }
    mentions.push({
      type: 'text_mention',
      offset: text.length,
      length: user.firstName.length,
      user: user.api,
    })
    text += user.firstName
  }
  return { text, entities: withFound(text, mentions) }
}

/** Returns the sender and the thread; throws when Telegram wouldn't let them write at all. */
export function addressed(user: FakeUser, chat: FakeChat, manner: Manner): MessageContent {
  const { topic, replyTo, as } = manner
  mayWrite(user, chat, topic)
  return { ...nameOf(user, chat, as), ...placeOf(chat, topic, replyTo), passedOn: passedOn(chat, manner) }
}

function passedOn(chat: FakeChat, { forwardedFrom, viaBot }: Manner): Api | undefined {
  if (viaBot) return { via_bot: viaBot.api }
  if (!forwardedFrom) return undefined
  return {
    forward_origin: { type: 'user', date: chat.fake.clock.seconds(), sender_user: forwardedFrom.api },
    forward_from: forwardedFrom.api,
    forward_date: chat.fake.clock.seconds(),
  }
}

function nameOf(user: FakeUser, chat: FakeChat, as: Manner['as']): MessageContent {
  const { fake } = chat
  if (chat.kind === 'channel') return { senderChat: chat }
  if (as instanceof FakeChat) {
    if (!isAdmin(as.membership(user))) throw new Error(`${user.firstName} may not write as ${as.title}`)
    return { from: fake.channelBot, senderChat: as }
  }
  const membership = chat.membership(user)
  if (as !== 'anonymous' && !membership.anonymous) return { from: user }
  if (!isAdmin(membership)) throw new Error(`only an admin of ${chat.title} can be anonymous`)
  return { from: fake.anonymousAdmin, senderChat: chat }
}

function placeOf(
  chat: FakeChat,
  topic: FakeTopic | undefined,
  replyTo: FakeMessage | undefined,
): MessageContent {
  if (replyTo && replyTo.chat !== chat) throw new Error('an answer stays in its chat')
  // Everything in a topic replies at least to the message that opened it.
  if (topic) return { thread: topic.thread, replyTo: replyTo ?? topic.start }
  if (!replyTo) return {}
  if (replyTo.thread) return { replyTo, thread: replyTo.thread }
  // In a supergroup without topics replies make a thread too, which the bot must not take for a topic.
  const thread = chat.kind === 'supergroup' && !chat.isForum ? { id: replyTo.id, isTopic: false } : undefined
  return thread ? { replyTo, thread } : { replyTo }
}

function mayWrite(user: FakeUser, chat: FakeChat, topic: FakeTopic | undefined): void {
  const cannot = (why: string) => new Error(`${user.firstName} cannot write in ${chat.title}: ${why}`)
  if (chat.deleted) throw cannot('it was deleted')
  if (chat.migratedTo) throw cannot('it is a supergroup now')
  if (chat.user) {
    if (chat.user !== user) throw cannot('it is private')
    if (!user.started) throw cannot('the bot was not started')
    if (user.hasBlockedBot) throw cannot('the bot is blocked')
    return
  }
  const membership = chat.membership(user)
  if (isAdmin(membership)) return
  if (!isPresent(membership)) throw cannot('not a member')
  if (chat.kind === 'channel') throw cannot('not an administrator')
  if (!chat.everybodyMaySend) throw cannot('only administrators may write')
  if (membership.status === 'restricted' && !membership.maySend) throw cannot('restricted')
  if (topic?.closed) throw cannot('the topic is closed')
}
