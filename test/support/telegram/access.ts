import { ApiError, badRequest, chatNotFound, forbidden } from './api-error.js'
import type { FakeChat } from './chat.js'
import type { FakeTelegram } from './fake-telegram.js'
import { isAdmin, isPresent } from './membership.js'
import type { Params } from './params.js'
import type { FakeUser } from './user.js'

/** Returns the chat of a call if the bot can see it; throws Telegram's error otherwise. */
export function visibleChat(fake: FakeTelegram, params: Params): FakeChat {
  const chat = namedChat(fake, params)
  if (chat.migratedTo)
    throw new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.migratedTo.id,
    })
  if (chat.deleted) throw chat.kind === 'group' ? forbidden('the group chat was deleted') : chatNotFound()
  if (chat.user) return chat
  const { status } = chat.membership(fake.bot)
  if (status === 'kicked') throw forbidden(`bot was kicked from the ${chat.kind} chat`)
  if (status === 'left') throw forbidden(`bot is not a member of the ${chat.kind} chat`)
  return chat
}

function namedChat(fake: FakeTelegram, params: Params): FakeChat {
  const name = params.text('chat_id').trim()
  if (name === '') throw badRequest('chat_id is empty')
  const chat = name.startsWith('@')
    ? [...fake.chats.values()].find(({ username }) => username === name.slice(1))
    : fake.chats.get(Number(name))
  const found = chat ?? fake.users.get(Number(name))?.privateChat
  if (!found) throw chatNotFound()
  return found
}

/** Returns the chat of a call if the bot may write there. */
export function writableChat(fake: FakeTelegram, params: Params): FakeChat {
  const chat = visibleChat(fake, params)
  if (chat.user) mustTalkTo(chat.user)
  else if (chat.kind === 'channel') {
    if (!chat.membership(fake.bot).rights?.can_post_messages)
      throw badRequest('need administrator rights in the channel chat')
  } else if (!maySend(fake, chat)) throw badRequest('not enough rights to send text messages to the chat')
  return chat
}

function mustTalkTo(user: FakeUser): void {
  if (user.deactivated) throw forbidden('user is deactivated')
  if (user.isBot) throw forbidden("bot can't send messages to bots")
  if (user.hasBlockedBot) throw forbidden('bot was blocked by the user')
  if (!user.started) throw forbidden("bot can't initiate conversation with a user")
}

/** Returns whether the bot may send photos to a chat where it may write. */
export function maySendPhotos(fake: FakeTelegram, chat: FakeChat): boolean {
  return chat.everybodyMaySendPhotos || isAdmin(chat.membership(fake.bot))
}

function maySend(fake: FakeTelegram, chat: FakeChat): boolean {
  const membership = chat.membership(fake.bot)
  if (isAdmin(membership)) return true
  if (membership.status === 'restricted') return membership.maySend ?? false
  return chat.everybodyMaySend && isPresent(membership)
}
