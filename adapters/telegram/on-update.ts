import type { Message, Update } from 'telegraf/types'
import type { SendQueue } from '../../src/chat/send-queue.js'
import type { Pipeline } from '../../src/commands/pipeline.js'
import { joinedPost } from '../../src/commands/start/start.js'
import type { Answers } from './answers.js'
import { lineRequest, type Surroundings, tapRequest } from './decode.js'
import { messageOf } from './encode.js'
import type { Handles } from './handles.js'
import { isGroup, languageOf } from './people-and-places.js'

/** The kinds of updates that this program asks for. */
export const WANTED = ['message', 'callback_query', 'my_chat_member'] as const

/** What updates are handed to. */
export interface Handlers {
  readonly pipeline: Pipeline
  readonly surroundings: Surroundings
  readonly answers: Answers
  readonly handles: Handles
  readonly queue: SendQueue
  /** Notes who added the bot to a group: the group gets that person's language. */
  readonly added: (chat: string, by: NonNullable<Message['from']>) => void
  /** A group has another id now. */
  readonly moved: (from: string, to: string) => Promise<void>
  /** Does something that nobody waits for, and sees to it that a stop does. */
  readonly later: (work: Promise<unknown>) => void
}

/**
 * What the same update always has and no other: Telegram's own ids, without update_id, which may begin anew.
 * Undefined for an update that does nothing.
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
 * Does what an update asks for. Resolves when that is in the database; answers follow by themselves, so that one slow
 * chat holds up no other. Rejects only when nothing was done and nobody was told.
 */
export async function onUpdate(update: Update, to: Handlers): Promise<void> {
  if ('callback_query' in update) {
    const { callback_query: query } = update
    to.handles.seen(query.from)
    const request = tapRequest(query, to.surroundings)
    const accepted = new Promise<void>((resolve) => {
      const handled = to.pipeline.handle({ ...request, accepted: resolve })
      const answered = handled.then((reply) => to.answers.toTap(reply, request, query))
      to.later(answered)
      void handled.then(() => resolve())
    })
    return await accepted
  }
  // What was edited is not obeyed: it was said, and answered, as it was before.
  if ('message' in update) return await onMessage(update.message, to)
  if ('my_chat_member' in update) return onMembership(update.my_chat_member, to)
}

async function onMessage(message: Message, to: Handlers): Promise<void> {
  const { chat } = message
  if ('migrate_to_chat_id' in message)
    return await to.moved(String(chat.id), String(message.migrate_to_chat_id))
  if ('migrate_from_chat_id' in message)
    return await to.moved(String(message.migrate_from_chat_id), String(chat.id))
  // Captions are not obeyed: a photo that is passed on must not move money.
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
 * Whether somebody else chose the words: they were forwarded, or come from another bot that was asked for them in
 * the line where one types. Whoever passes a command on has not given it.
 */
function isPassedOn(message: Message): boolean {
  // What a linked channel posts appears in its group by itself: that is refused in words, as whatever a channel says.
  return ('forward_origin' in message && !('is_automatic_forward' in message)) || 'via_bot' in message
}

const PRESENT = new Set(['member', 'administrator', 'restricted'])

/**
 * Says hello to a group to which the bot was just added, in the language of the person who added it; a private chat that
 * is unblocked is open again.
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
