import type { Message, Update } from 'telegraf/types'
import { catalogue } from '../../src/i18n/catalogue.js'
import { isGroup, languageOf } from './asked.js'
import type { Desk } from './desk.js'
import { groupLine } from './group.js'
import type { Handles } from './handles.js'
import { privateLine } from './private.js'
import { messageOf } from './speak.js'
import { tapped } from './taps.js'

/** The kinds of updates that this program asks for. */
export const WANTED = ['message', 'callback_query', 'my_chat_member'] as const

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
 * Does what an update asks for. Resolves when that is in the database; answers follow by themselves. Rejects
 * only when nothing was done and nobody was told.
 */
export async function onUpdate(update: Update, desk: Desk, handles: Handles): Promise<void> {
  if ('callback_query' in update) {
    handles.seen(update.callback_query.from)
    return await tapped(update.callback_query, desk)
  }
  // What was edited is not obeyed: it was said, and answered, as it was before.
  if ('message' in update) return await onMessage(update.message, desk, handles)
  if ('my_chat_member' in update) return onMembership(update.my_chat_member, desk)
}

async function onMessage(message: Message, desk: Desk, handles: Handles): Promise<void> {
  const { chat } = message
  if ('migrate_to_chat_id' in message)
    return await desk.moved(String(chat.id), String(message.migrate_to_chat_id))
  if ('migrate_from_chat_id' in message)
    return await desk.moved(String(message.migrate_from_chat_id), String(chat.id))
  // Captions are not obeyed: a photo that is passed on must not move money.
  if (!('text' in message)) return
  const { from } = message
  if (from && !message.sender_chat) handles.seen(from)
  if (chat.type === 'private') desk.outbox.opened(String(chat.id))
  if (isPassedOn(message)) return
  if (isGroup(chat)) return await groupLine(message, desk)
  if (chat.type === 'private' && from && !from.is_bot) return await privateLine(message, from, desk)
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
  desk: Desk,
): void {
  if (chat.type === 'private' && PRESENT.has(after.status)) desk.outbox.opened(String(chat.id))
  if (!isGroup(chat) || PRESENT.has(before.status) || !PRESENT.has(after.status)) return
  desk.added(String(chat.id), from)
  const text = catalogue(languageOf(from)).telegram.joined
  const errand = { about: 'read', by: String(from.id) } as const
  desk.later(desk.outbox.send(String(chat.id), messageOf({ text, tone: 'info' }), errand))
}
