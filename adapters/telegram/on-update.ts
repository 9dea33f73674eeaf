import type { CallbackQuery, Message, Update } from 'telegraf/types'
import type { Handles } from '../../src/chat/handles.js'
import type { SendQueue } from '../../src/chat/send-queue.js'
import type { Pipeline } from '../../src/commands/framework/pipeline.js'
import { joinedPost } from '../../src/commands/start/start.js'
import type { Answers } from './answers.js'
import { isGroup, languageOf, type Surroundings, tapRequest } from './decode.js'
import { asLine, lineRequest } from './decode-line.js'
import { messageOf } from './encode.js'

/** Kinds of updates that this program subscribes to. */
export const WANTED = ['message', 'callback_query', 'my_chat_member'] as const

export interface Handlers {
  readonly pipeline: Pipeline
  readonly surroundings: Surroundings
  readonly answers: Answers
  readonly handles: Handles
  readonly queue: SendQueue
  /** Notes who added the bot to a group: the group gets that person’s language. */
  readonly added: (chat: string, by: NonNullable<Message['from']>) => void
  /** Called when a group has a new id. */
  readonly moved: (from: string, to: string) => Promise<void>
  /** Runs work in the background; only shutdown waits for it. */
  readonly later: (work: Promise<unknown>) => void
}

/**
 * Returns a key unique to the update, built from Telegram’s own ids except update_id, which may restart.
 * Undefined for an update that does nothing.
 */
export function keyOf(update: Update): string | undefined {
  if ('callback_query' in update) return `tap:${update.callback_query.id}`
  if ('message' in update) return `message:${update.message.chat.id}:${update.message.message_id}`
  if (!('my_chat_member' in update)) return undefined
  const { chat, date, new_chat_member: after } = update.my_chat_member
  return `member:${chat.id}:${date}:${after.status}`
}

/**
 * Does what updates ask for. Resolves when that is in the database; answers follow by themselves, so that one slow chat
 * holds up no other. Rejects only when nothing was done and no one was told.
 */
export function createUpdateHandler(to: Handlers): (update: Update) => Promise<void> {
  return async function handleUpdate(update) {
    if ('callback_query' in update) return await onTap(update.callback_query, to)
    if ('message' in update) await onMessage(update.message, to)
    // Edited messages are ignored: the original was already handled.
    else if ('my_chat_member' in update) onMembership(update.my_chat_member, to)
  }
}

async function onTap(query: CallbackQuery, to: Handlers): Promise<void> {
  const request = tapRequest(query, to.surroundings)
  let answered: Promise<void> | undefined
  await new Promise<void>((accepted) => {
    const handled = to.pipeline.handle({ ...request, accepted })
    answered = handled.then((reply) => to.answers.toTap(reply, request, query))
    void handled.then(() => accepted())
  })
  if (answered) to.later(answered)
  seen(query.from, to)
}

function seen({ id, username, is_bot: isBot }: NonNullable<Message['from']>, { handles }: Handlers): void {
  if (username !== undefined && !isBot) handles.seen(String(id), username)
}

async function onMessage(message: Message, to: Handlers): Promise<void> {
  const { chat, from } = message
  if ('migrate_to_chat_id' in message)
    return await to.moved(String(chat.id), String(message.migrate_to_chat_id))
  if ('migrate_from_chat_id' in message)
    return await to.moved(String(message.migrate_from_chat_id), String(chat.id))
  const line = asLine(message)
  if (!line) return
  if (from && !line.sender_chat) seen(from, to)
  if (chat.type === 'private') to.queue.opened(String(chat.id))
  if (isPassedOn(message)) return
  const request = lineRequest(line, to.surroundings)
  if (!request) return
  const reply = await to.pipeline.handle(request)
  if (reply) to.later(to.answers.toLine(reply, request, message))
}

/** Returns whether another person chose the words: they were forwarded, or come from a bot that was asked inline. */
function isPassedOn(message: Message): boolean {
  // A linked channel’s posts appear in its group automatically: they get an explicit refusal, like everything a channel
  // posts.
  return ('forward_origin' in message && !('is_automatic_forward' in message)) || 'via_bot' in message
}

const PRESENT = new Set(['member', 'administrator', 'restricted'])

/** Greets a group to which the bot was just added, and reopens a private chat that was unblocked. */
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
