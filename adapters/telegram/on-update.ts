import type { Message, Update } from 'telegraf/types'
import type { SendQueue } from '../../src/chat/send-queue.js'
import type { Pipeline } from '../../src/commands/pipeline.js'
import { joinedPost } from '../../src/commands/start/start.js'
import type { Answers } from './answers.js'
import { lineRequest, type Surroundings, tapRequest } from './decode.js'
import { messageOf } from './encode.js'
import type { Handles } from './handles.js'
import { isGroup, languageOf } from './people-and-places.js'

/** Kinds of updates that this program subscribes to. */
export const WANTED = ['message', 'callback_query', 'my_chat_member'] as const

/** Handlers for updates. */
export interface Handlers {
  readonly pipeline: Pipeline
  readonly surroundings: Surroundings
  readonly answers: Answers
  readonly handles: Handles
  readonly queue: SendQueue
  /** Records who added the bot to a group: the group gets that person's language. */
  readonly added: (chat: string, by: NonNullable<Message['from']>) => void
  /** Called when a group has another id. */
  readonly moved: (from: string, to: string) => Promise<void>
  /** Runs work in the background; a shutdown waits for it. */
  readonly later: (work: Promise<unknown>) => void
}

/**
 * Returns the idempotency key of an update: Telegram's own ids, without update_id, which may restart. Undefined for an
 * update that does nothing.
 */
export function keyOf(update: Update): string | undefined {
  if ('callback_query' in update) return `tap:${update.callback_query.id}`
  if ('message' in update) return `message:${update.message.chat.id}:${update.message.message_id}`
  if ('my_chat_member' in update) {
    const { chat, date, new_chat_member: after } = update.my_chat_member
    return `member:${chat.id}:${date}:${after.status}`
  }
  return undefined
}

/**
 * Handles an update. Resolves when its effect is in the database; answers follow in the background, so that one slow
 * chat doesn't hold up others. Rejects only when nothing was done and no one was told.
 */
export async function onUpdate(update: Update, to: Handlers): Promise<void> {
  if ('callback_query' in update) {
    const { callback_query: query } = update
    to.handles.seen(query.from)
    const request = tapRequest(query, to.surroundings)
    const reply = await to.pipeline.handle(request)
    to.later(to.answers.toTap(reply, request, query))
    return
  }
  // Ignores edits: the original was already handled and answered.
  if ('message' in update) return await onMessage(update.message, to)
  if ('my_chat_member' in update) return onMembership(update.my_chat_member, to)
}

async function onMessage(message: Message, to: Handlers): Promise<void> {
  const { chat } = message
  if ('migrate_to_chat_id' in message)
    return await to.moved(String(chat.id), String(message.migrate_to_chat_id))
  if ('migrate_from_chat_id' in message)
    return await to.moved(String(message.migrate_from_chat_id), String(chat.id))
  // Ignores captions: a forwarded photo must not move money.
  if (!('text' in message)) return
  const { from } = message
  if (from && !message.sender_chat) to.handles.seen(from)
  if (chat.type === 'private') to.queue.opened(String(chat.id))
  if (isPassedOn(message)) return
  const request = lineRequest(message, to.surroundings)
  if (!request) return
  const reply = await to.pipeline.handle(request)
  if (reply) to.later(to.answers.toLine(reply, request, message))
}

/**
 * Returns whether the words are someone else's: forwarded, or inserted by an inline bot. Passing on a command isn't
 * giving it.
 */
function isPassedOn(message: Message): boolean {
  // Posts of a linked channel appear in its group automatically: those are refused with a message, like everything from
  // a channel.
  return ('forward_origin' in message && !('is_automatic_forward' in message)) || 'via_bot' in message
}

const PRESENT = new Set(['member', 'administrator', 'restricted'])

/**
 * Greets a group that the bot was just added to, in the language of the person who added it; reopens an unblocked
 * private chat.
 */
function onMembership(
  {
    chat,
    from,
    old_chat_member: before,
    new_chat_member: after,
  }: Update.MyChatMemberUpdate['my_chat_member'],
  { queue, added, later }: Handlers,
): void {
  if (chat.type === 'private' && PRESENT.has(after.status)) queue.opened(String(chat.id))
  if (!isGroup(chat) || PRESENT.has(before.status) || !PRESENT.has(after.status)) return
  added(String(chat.id), from)
  const hello = messageOf(joinedPost(languageOf(from)))
  later(queue.send(String(chat.id), hello, { about: 'read', by: String(from.id) }))
}
