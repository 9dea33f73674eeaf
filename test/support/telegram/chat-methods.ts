import { visibleChat } from './access.js'
import { badRequest } from './api-error.js'
import type { FakeTelegram } from './fake-telegram.js'
import { isAdmin, memberApi } from './membership.js'
import type { Params } from './params.js'
import type { Api } from './shapes.js'

export function getChat(fake: FakeTelegram, params: Params): Api {
  return visibleChat(fake, params).fullApi
}

export function getChatMember(fake: FakeTelegram, params: Params): Api {
  const id = params.integer('user_id')
  if (id === undefined) throw badRequest('invalid user_id specified')
  const chat = visibleChat(fake, params)
  const user = fake.users.get(id)
  if (!user) throw badRequest('user not found')
  if (chat.user) return memberApi(user, { status: 'member' })
  const closed = chat.membersHidden || chat.kind === 'channel'
  if (closed && user !== fake.bot && !isAdmin(chat.membership(fake.bot)))
    throw badRequest(chat.kind === 'channel' ? 'member list is inaccessible' : 'CHAT_ADMIN_REQUIRED')
  return memberApi(user, chat.membership(user))
}

/** Omits other bots. */
export function getChatAdministrators(fake: FakeTelegram, params: Params): Api[] {
  const chat = visibleChat(fake, params)
  if (chat.user) throw badRequest('there are no administrators in the private chat')
  return chat.members
    .filter((user) => isAdmin(chat.membership(user)) && (!user.isBot || user === fake.bot))
    .map((user) => memberApi(user, chat.membership(user)))
}

export function getChatMemberCount(fake: FakeTelegram, params: Params): number {
  return visibleChat(fake, params).members.length
}

export function leaveChat(fake: FakeTelegram, params: Params): true {
  const chat = visibleChat(fake, params)
  if (chat.user) throw badRequest("chat member status can't be changed in private chats")
  chat.setMembership(fake.bot, { status: 'left' }, fake.bot)
  return true
}
